//! Writes the missing hashes and releases of `provenance` entries.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::description::Facts;
use crate::diagnostics::{Diagnostics, Problem, nearest};
use crate::hash::prose_hash;
use crate::json::{Document, Pointer};
use crate::source::SourceFile;
use crate::text_edit::TextEdit;

/// Adds `sha256` and `release` of the present prose to each `provenance` entry that lacks them. Returns the
/// files that change, and the number of completed entries. The rest of each file keeps its formatting, and
/// a file may lack anything else that an overlay needs. A present hash never changes.
///
/// # Errors
///
/// If a file is not JSON, or an entry names prose that the facts do not have, or an entry is incomplete and
/// was read from other prose than the present one.
pub fn fill(
    facts: &Facts,
    overlay: &[SourceFile],
) -> Result<(Vec<SourceFile>, usize), Diagnostics> {
    let owners = facts.prose().map(|(owner, _)| owner.to_string());
    let mut filling = Filling {
        facts,
        owners: owners.collect(),
        edits: Vec::new(),
        problems: Vec::new(),
        filled: 0,
    };
    for file in overlay {
        match Document::parse(file) {
            Ok(document) => filling.file(&document),
            Err(problem) => filling.problems.push(problem),
        }
    }
    Diagnostics::check(filling.problems)?;
    Ok((TextEdit::apply(filling.edits, overlay), filling.filled))
}

struct Filling<'a> {
    facts: &'a Facts,
    owners: BTreeSet<String>,
    edits: Vec<TextEdit>,
    problems: Vec<Problem>,
    filled: usize,
}

impl Filling<'_> {
    fn file(&mut self, document: &Document) {
        let root = Pointer::root();
        for (at, object) in entries(document.value(), &root, "objects") {
            for part in ["members", "rules"] {
                for (at, entry) in entries(object, &at, part) {
                    self.provenance(document, entry, &at);
                }
            }
        }
        for (at, action) in entries(document.value(), &root, "actions") {
            for (at, waiter) in entries(action, &at, "waiters") {
                self.provenance(document, waiter, &at);
            }
        }
        for (at, named) in entries(document.value(), &root, "enums") {
            self.provenance(document, named, &at);
        }
    }

    fn provenance(&mut self, document: &Document, entry: &Value, at: &Pointer) {
        let before = self.filled;
        let sources = entries(entry, at, "provenance");
        for (at, entry) in &sources {
            // An entry of another shape is a problem that `codegen` reports.
            if let Some(of) = entry.get("of").and_then(Value::as_str) {
                match self.missing(document, entry, of, at) {
                    Ok(missing) if missing.is_empty() => {}
                    Ok(missing) => {
                        self.filled += 1;
                        self.edits
                            .extend(insertion(document, &at.to("of"), &missing));
                    }
                    Err(problem) => self.problems.push(problem),
                }
            }
        }
        if self.filled > before {
            let items: Vec<&Pointer> = sources.iter().map(|(at, _)| at).collect();
            self.edits
                .extend(on_own_lines(document, &at.to("provenance"), &items));
        }
    }

    /// Returns the members that an entry lacks, with their values.
    fn missing(
        &self,
        document: &Document,
        entry: &Value,
        of: &str,
        at: &Pointer,
    ) -> Result<Vec<(&'static str, String)>, Problem> {
        let (sha256, release) = (entry.get("sha256"), entry.get("release"));
        if sha256.is_some() && release.is_some() {
            return Ok(Vec::new());
        }
        let now = self.present_prose(document, of, at)?;
        let present = self.facts.source.release.as_str();
        if sha256.is_some_and(|sha256| sha256 != now) {
            let message = format!("this is not the hash of `{of}` in release {present}");
            let help = "read the present prose with `cargo xtask review --show`, then remove the hash; or \
                        add the `release` in which this prose was read";
            return Err(document.problem(&at.to("sha256"), message).help(help));
        }
        if release.is_some_and(|release| release != present) {
            let message = format!("the facts have the prose of release {present} only");
            let help =
                "read the present prose with `cargo xtask review --show`, then remove the release";
            return Err(document.problem(&at.to("release"), message).help(help));
        }
        let members = [("sha256", sha256, now), ("release", release, present)];
        let missing = members.into_iter().filter(|(_, value, _)| value.is_none());
        Ok(missing
            .map(|(name, _, value)| (name, value.to_owned()))
            .collect())
    }

    /// Returns the hash of the present prose.
    fn present_prose(&self, document: &Document, of: &str, at: &Pointer) -> Result<&str, Problem> {
        let at = at.to("of");
        match self.facts.prose_at(of) {
            Some(hash) if hash != prose_hash("") => Ok(hash),
            Some(_) => Err(document
                .problem(&at, format!("upstream has no prose about `{of}`"))
                .help("name the member, object or action whose prose was read")),
            None => {
                let problem = document.problem(&at, format!("the facts have no prose of `{of}`"));
                Err(match nearest(of, self.owners.iter().map(String::as_str)) {
                    Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                    None => {
                        problem.help("name `Object.Member`, an object or an action of the facts")
                    }
                })
            }
        }
    }
}

/// Returns an insertion of members after the value at a pointer. They are on one line with it, or on lines
/// of their own, like that value.
fn insertion(document: &Document, after: &Pointer, members: &[(&str, String)]) -> Option<TextEdit> {
    let (start, end) = document.range(after)?;
    let (line, indent) = line_before(document, start);
    let separator = match line.trim_start().starts_with("\"of\"") {
        true => format!("\n{indent}"),
        false => " ".to_owned(),
    };
    let text = members
        .iter()
        .map(|(name, value)| format!(",{separator}\"{name}\": {}", Value::from(value.as_str())));
    Some(TextEdit::new(document, (end, end), text.collect()))
}

/// Returns the line before a position, and its indentation.
fn line_before(document: &Document, position: usize) -> (&str, &str) {
    let before = &document.text()[..position];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = &before[line_start..];
    (line, &line[..line.len() - line.trim_start().len()])
}

/// Puts each item of a list that is on one line on a line of its own, because a hash is long.
fn on_own_lines(document: &Document, list: &Pointer, items: &[&Pointer]) -> Vec<TextEdit> {
    let ranges = items.iter().map(|item| document.range(item));
    let (Some((start, end)), Some(items)) =
        (document.range(list), ranges.collect::<Option<Vec<_>>>())
    else {
        return Vec::new();
    };
    if document.text()[start..end].contains('\n') {
        return Vec::new();
    }
    let (_, indent) = line_before(document, start);
    let edit = |range, text| TextEdit::new(document, range, text);
    let mut edits = Vec::new();
    let mut before = start + 1;
    for (position, (item, next)) in items.iter().enumerate() {
        let comma = if position == 0 { "" } else { "," };
        edits.push(edit((before, *item), format!("{comma}\n{indent}  ")));
        before = *next;
    }
    edits.push(edit((before, end - 1), format!("\n{indent}")));
    edits
}

/// Returns the members of the object, or the items of the list, that a value has under a name.
fn entries<'v>(value: &'v Value, at: &Pointer, name: &str) -> Vec<(Pointer, &'v Value)> {
    let at = at.to(name);
    match value.get(name) {
        Some(Value::Object(members)) => members
            .iter()
            .map(|(name, value)| (at.to(name), value))
            .collect(),
        Some(Value::Array(items)) => items
            .iter()
            .enumerate()
            .map(|(position, item)| (at.to(position), item))
            .collect(),
        _ => Vec::new(),
    }
}
