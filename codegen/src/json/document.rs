//! A parsed JSON file, and the positions of its values.

use std::sync::{Arc, OnceLock};

use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::Value;

use super::places::Places;
use super::pointer::Pointer;
use super::serde_error::{offset, reason};
use crate::diagnostics::{FileSpan, Problem, SourceText};
use crate::source::SourceFile;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A parsed JSON file.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    source: SourceText,
    value: Value,
    /// The positions of values, which only problems need.
    places: Arc<OnceLock<Places>>,
}

impl Document {
    /// Parses a file as strict JSON.
    pub(crate) fn parse(file: &SourceFile) -> Result<Self, Problem> {
        let source = decode(file.path.display().to_string(), &file.bytes)?;
        match serde_json::from_str(&source.text) {
            Ok(value) => Ok(Self {
                source,
                value,
                places: Arc::default(),
            }),
            Err(error) => Err(syntax_problem(source, &error)),
        }
    }

    /// Creates a document for values that no file contains. Its problems name the document and the
    /// pointer, but show no text.
    pub(crate) fn without_text(name: impl Into<String>) -> Self {
        Self {
            source: SourceText {
                name: name.into(),
                text: "".into(),
            },
            value: Value::Null,
            places: Arc::default(),
        }
    }

    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    /// Creates a problem with the value at `pointer`.
    pub(crate) fn problem(&self, pointer: &Pointer, message: impl Into<String>) -> Problem {
        self.problem_at(pointer, self.range(pointer), message)
    }

    /// Creates a problem with the name of the member at `pointer`, not with its value.
    pub(crate) fn name_problem(&self, pointer: &Pointer, message: impl Into<String>) -> Problem {
        self.problem_at(pointer, self.places().name(pointer), message)
    }

    /// Creates a problem with the whole file. It marks the beginning of the file.
    pub(crate) fn whole_problem(&self, message: impl Into<String>) -> Problem {
        self.problem_at(&Pointer::root(), None, message)
    }

    fn problem_at(
        &self,
        pointer: &Pointer,
        range: Option<(usize, usize)>,
        message: impl Into<String>,
    ) -> Problem {
        if self.text().is_empty() {
            return Problem::new(format!("{} at {pointer}: {}", self.name(), message.into()));
        }
        let (start, end) = range.unwrap_or((0, 0));
        Problem::new(message).at(self.span(pointer, start, end))
    }

    /// Returns a problem for each repeated member. JSON parsers keep only one of the values.
    pub(crate) fn repeated_names(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        self.with_ast(|root| {
            find_repeated(root, &Pointer::root(), &mut found);
            Some(())
        });
        found
            .into_iter()
            .map(|(pointer, start, end)| {
                Problem::new("the object has this member twice")
                    .at(self.span(&pointer, start, end))
                    .help("keep one of the two")
            })
            .collect()
    }

    /// Returns the start and the end of the value at `pointer`, in bytes.
    pub(crate) fn range(&self, pointer: &Pointer) -> Option<(usize, usize)> {
        self.places().value(pointer)
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| {
            self.with_ast(|root| Some(Places::of(root)))
                .unwrap_or_default()
        })
    }

    /// Returns the line and the column at which the value at `pointer` begins, both from 1.
    pub(crate) fn line_and_column(&self, pointer: &Pointer) -> Option<(usize, usize)> {
        self.source.position(self.range(pointer)?.0)
    }

    pub(crate) fn text(&self) -> &str {
        &self.source.text
    }

    /// Returns the name of the file in messages.
    pub(crate) fn name(&self) -> &str {
        &self.source.name
    }

    pub(super) fn span(&self, pointer: &Pointer, start: usize, end: usize) -> FileSpan {
        FileSpan {
            source: self.source.clone(),
            pointer: pointer.to_string(),
            start,
            end,
        }
    }

    /// Parses the text again, to a tree with positions, which only problems need. The text is valid and
    /// not nested deeper than serde allows, because `parse` accepted it.
    pub(super) fn with_ast<T>(&self, find: impl FnOnce(&Node<'_>) -> Option<T>) -> Option<T> {
        let parsed = parse_to_ast(
            self.text(),
            &CollectOptions::default(),
            &ParseOptions::default(),
        );
        parsed.ok()?.value.as_ref().and_then(find)
    }
}

fn decode(name: String, bytes: &[u8]) -> Result<SourceText, Problem> {
    let (message, start, length) = match std::str::from_utf8(bytes) {
        Ok(text) if text.starts_with(BYTE_ORDER_MARK) => {
            let message = format!("{name} starts with a byte order mark");
            (message, 0, BYTE_ORDER_MARK.len_utf8())
        }
        Ok(text) => {
            let text = text.into();
            return Ok(SourceText { name, text });
        }
        Err(error) => {
            let start = error.valid_up_to();
            let message = format!("{name} is not UTF-8: byte {start} is invalid");
            (message, start, char::REPLACEMENT_CHARACTER.len_utf8())
        }
    };
    let text = String::from_utf8_lossy(bytes).into();
    let problem = unreadable(message, SourceText { name, text }, start, start + length);
    Err(problem.help("save it as UTF-8 without a byte order mark"))
}

fn syntax_problem(source: SourceText, error: &serde_json::Error) -> Problem {
    let start = offset(&source.text, error);
    let next = source.text[start..].chars().next();
    let end = next.map_or(start, |next| start + next.len_utf8());
    let message = format!("{} is not JSON: {}", source.name, reason(error));
    unreadable(message, source, start, end)
}

/// Creates a problem with a file that could not be parsed, so that no value has a pointer.
fn unreadable(message: String, source: SourceText, start: usize, end: usize) -> Problem {
    Problem::new(message).at(FileSpan {
        source,
        pointer: String::new(),
        start,
        end,
    })
}

fn find_repeated(node: &Node<'_>, at: &Pointer, found: &mut Vec<(Pointer, usize, usize)>) {
    match node {
        Node::Object(object) => {
            let mut names = std::collections::BTreeSet::new();
            for member in &object.properties {
                let pointer = at.to(member.name.as_str());
                if !names.insert(member.name.as_str()) {
                    let range = member.name.range();
                    found.push((pointer.clone(), range.start, range.end));
                }
                find_repeated(&member.value, &pointer, found);
            }
        }
        Node::Array(array) => {
            for (index, item) in array.elements.iter().enumerate() {
                find_repeated(item, &at.to(index), found);
            }
        }
        _ => {}
    }
}
