//! A JSON file of which every value knows where it stands.

use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::Value;

use super::misread::reason;
use crate::diagnostics::{Place, Problem, Source};
use crate::source::SourceFile;

/// A JSON file, parsed.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    source: Source,
    value: Value,
}

/// The way from a file's root to one value in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pointer(Vec<String>);

impl Pointer {
    pub(crate) fn root() -> Self {
        Self::default()
    }

    /// The steps, from the root.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The step after the last of the named ones.
    pub(crate) fn after_last(&self, names: &[&str]) -> Option<&str> {
        let position = self
            .0
            .iter()
            .rposition(|step| names.contains(&step.as_str()))?;
        self.0.get(position + 1).map(String::as_str)
    }

    /// The way to a member or an item of what stands here.
    pub(crate) fn to(&self, step: impl ToString) -> Self {
        let mut steps = self.0.clone();
        steps.push(step.to_string());
        Self(steps)
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0
            .iter()
            .try_for_each(|step| write!(f, "/{}", step.replace('~', "~0").replace('/', "~1")))
    }
}

impl Document {
    /// Parses a file as strict JSON.
    pub(crate) fn parse(file: &SourceFile) -> Result<Self, Problem> {
        let source = decode(file.path.display().to_string(), &file.bytes)?;
        match serde_json::from_str(&source.text) {
            Ok(value) => Ok(Self { source, value }),
            Err(error) => Err(syntax_problem(source, &error)),
        }
    }

    /// Stands for what is in no file, or none that a person reads.
    pub(crate) fn without_text(name: impl Into<String>) -> Self {
        Self {
            source: Source {
                name: name.into(),
                text: "".into(),
            },
            value: Value::Null,
        }
    }

    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    /// A problem with the value that stands at `pointer`.
    pub(crate) fn problem(&self, pointer: &Pointer, message: impl Into<String>) -> Problem {
        self.told(pointer, self.range(pointer), message)
    }

    /// A problem with the name of the member at `pointer`, not with its value.
    pub(crate) fn name_problem(&self, pointer: &Pointer, message: impl Into<String>) -> Problem {
        let range = self.with_ast(|root| name_range(root, &pointer.0));
        self.told(pointer, range, message)
    }

    /// A problem with the file as a whole: its beginning stands for it.
    pub(crate) fn whole_problem(&self, message: impl Into<String>) -> Problem {
        self.told(&Pointer::root(), None, message)
    }

    fn told(
        &self,
        pointer: &Pointer,
        range: Option<(usize, usize)>,
        message: impl Into<String>,
    ) -> Problem {
        if self.text().is_empty() {
            return Problem::new(format!("{} at {pointer}: {}", self.name(), message.into()));
        }
        let (start, end) = range.unwrap_or((0, 0));
        Problem::new(message).at(self.place(pointer, start, end))
    }

    /// The members that an object has twice. JSON readers keep one of them and drop the other.
    pub(crate) fn repeated_names(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        self.with_ast(|root| {
            collect_repeated(root, &Pointer::root(), &mut found);
            Some(())
        });
        found
            .into_iter()
            .map(|(pointer, start, end)| {
                Problem::new("the object has this member twice")
                    .at(self.place(&pointer, start, end))
                    .help("keep one of the two")
            })
            .collect()
    }

    /// Where the value at `pointer` begins and ends in the text.
    pub(crate) fn range(&self, pointer: &Pointer) -> Option<(usize, usize)> {
        self.with_ast(|root| range(root, &pointer.0))
    }

    /// The line and the column, both from 1, at which the value at `pointer` begins.
    pub(crate) fn line_and_column(&self, pointer: &Pointer) -> Option<(usize, usize)> {
        self.source.position(self.range(pointer)?.0)
    }

    pub(crate) fn text(&self) -> &str {
        &self.source.text
    }

    /// What the file is called in messages.
    pub(crate) fn name(&self) -> &str {
        &self.source.name
    }

    pub(super) fn place(&self, pointer: &Pointer, start: usize, end: usize) -> Place {
        Place {
            source: self.source.clone(),
            pointer: pointer.to_string(),
            start,
            end,
        }
    }

    /// Places are looked up only where something is wrong, so the tree that knows them is built
    /// then. The text has been parsed before: it is valid, and nested no deeper than serde allows.
    pub(super) fn with_ast<T>(&self, look: impl FnOnce(&Node<'_>) -> Option<T>) -> Option<T> {
        let parsed = parse_to_ast(
            self.text(),
            &CollectOptions::default(),
            &ParseOptions::default(),
        );
        parsed.ok()?.value.as_ref().and_then(look)
    }
}

fn decode(name: String, bytes: &[u8]) -> Result<Source, Problem> {
    let fault = match std::str::from_utf8(bytes) {
        Ok(text) if text.starts_with('\u{feff}') => Fault {
            message: format!("{name} starts with a byte order mark"),
            start: 0,
            end: '\u{feff}'.len_utf8(),
        },
        Ok(text) => {
            let text = text.into();
            return Ok(Source { name, text });
        }
        Err(error) => {
            let start = error.valid_up_to();
            Fault {
                message: format!("{name} is not UTF-8: byte {start} does not belong there"),
                start,
                end: start + char::REPLACEMENT_CHARACTER.len_utf8(),
            }
        }
    };
    let text = String::from_utf8_lossy(bytes).into();
    let help = "save it as UTF-8 without a byte order mark";
    Err(fault.told(Source { name, text }).help(help))
}

/// What keeps a file from being read.
struct Fault {
    message: String,
    start: usize,
    end: usize,
}

impl Fault {
    fn told(self, source: Source) -> Problem {
        Problem::new(self.message).at(Place {
            source,
            pointer: String::new(),
            start: self.start,
            end: self.end,
        })
    }
}

fn syntax_problem(source: Source, error: &serde_json::Error) -> Problem {
    let start = offset(&source.text, error.line(), error.column());
    let next = source.text[start..].chars().next();
    let fault = Fault {
        message: format!("{} is not JSON: {}", source.name, reason(error)),
        start,
        end: next.map_or(start, |next| start + next.len_utf8()),
    };
    fault.told(source)
}

/// The byte offset of a line and a column of bytes, both from 1.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let offset = (before + column.saturating_sub(1)).min(text.len());
    (0..=offset)
        .rev()
        .find(|&offset| text.is_char_boundary(offset))
        .unwrap_or(0)
}

fn range(node: &Node<'_>, steps: &[String]) -> Option<(usize, usize)> {
    let Some((step, rest)) = steps.split_first() else {
        let range = node.range();
        return Some((range.start, range.end));
    };
    range(child(node, step)?, rest)
}

fn name_range(node: &Node<'_>, steps: &[String]) -> Option<(usize, usize)> {
    let (step, rest) = steps.split_first()?;
    if !rest.is_empty() {
        return name_range(child(node, step)?, rest);
    }
    let object = node.as_object()?;
    let member = object
        .properties
        .iter()
        .find(|member| member.name.as_str() == step)?;
    let range = member.name.range();
    Some((range.start, range.end))
}

fn child<'a, 'b>(node: &'b Node<'a>, step: &str) -> Option<&'b Node<'a>> {
    match node {
        Node::Object(object) => {
            let member = object
                .properties
                .iter()
                .find(|member| member.name.as_str() == step)?;
            Some(&member.value)
        }
        Node::Array(array) => array.elements.get(step.parse::<usize>().ok()?),
        _ => None,
    }
}

fn collect_repeated(node: &Node<'_>, at: &Pointer, found: &mut Vec<(Pointer, usize, usize)>) {
    match node {
        Node::Object(object) => {
            let mut names = std::collections::BTreeSet::new();
            for member in &object.properties {
                let name = member.name.as_str();
                let pointer = at.to(name);
                if !names.insert(name) {
                    let range = member.name.range();
                    found.push((pointer.clone(), range.start, range.end));
                }
                collect_repeated(&member.value, &pointer, found);
            }
        }
        Node::Array(array) => {
            for (index, item) in array.elements.iter().enumerate() {
                collect_repeated(item, &at.to(index), found);
            }
        }
        _ => {}
    }
}
