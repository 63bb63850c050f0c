//! Compares an overlay with the prose that it was read from.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::description::Enum;
use crate::diagnostics::{Diagnostics, Problem};
use crate::hash::prose_hash;
use crate::json::{Document, Pointer};
use crate::listed_values::{listed_values, mentions};
use crate::snapshot::Snapshot;
use crate::upstream::Upstream;

/// Checks the enums of an overlay against upstream's prose: each value occurs in it, and each value that it
/// lists is in the enum or in `omitted`. Skips enums whose prose changed after a person read it; `review` lists
/// these.
///
/// # Errors
///
/// A problem for each contradiction, with its place in the overlay.
pub fn contradictions(snapshot: &Snapshot, upstream: &Upstream) -> Result<(), Diagnostics> {
    let mut problems = Vec::new();
    for file in &snapshot.description.overlays {
        for (name, named) in &file.content.enums {
            let at = Pointer::root().to("enums").to(name);
            if let Some(prose) = prose(named, upstream) {
                let entry = Entry {
                    document: &file.document,
                    at,
                    named,
                    prose,
                };
                problems.extend(entry.problems());
            }
        }
    }
    Diagnostics::check(problems)
}

/// Returns the prose that an enum was read from, each with its owner. `None` if a part of it is not known.
fn prose<'a>(named: &'a Enum, upstream: &'a Upstream) -> Option<Vec<(&'a str, &'a str)>> {
    let sources = named.provenance.iter();
    let found: Option<Vec<_>> = sources
        .map(|source| {
            let text = upstream.prose(&source.of)?;
            (prose_hash(text) == source.sha256).then_some((source.of.as_str(), text))
        })
        .collect();
    found.filter(|found| !found.is_empty())
}

/// An enum of the overlay, and the prose that it was read from.
struct Entry<'a> {
    document: &'a Document,
    at: Pointer,
    named: &'a Enum,
    prose: Vec<(&'a str, &'a str)>,
}

impl Entry<'_> {
    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let owners: Vec<String> = self.prose.iter().map(|(of, _)| format!("`{of}`")).collect();
        let owners = owners.join(", ");
        for (position, known) in self.named.values.iter().enumerate() {
            if !self.is_mentioned(&known.value) {
                let at = self.at.to("values").to(position).to("value");
                let message = format!("the prose of {owners} does not contain {}", known.value);
                let help =
                    "correct the value, or add the member whose prose lists it to `provenance`";
                problems.push(self.document.problem(&at, message).help(help));
            }
        }
        for (position, omitted) in self.named.omitted.iter().enumerate() {
            if !self.is_mentioned(omitted) {
                let at = self.at.to("omitted").to(position);
                let message = format!("the prose of {owners} does not contain {omitted}");
                problems.push(self.document.problem(&at, message).help("remove it"));
            }
        }
        let mut known: BTreeSet<String> = self.known_values();
        for (of, text) in &self.prose {
            for value in listed_values(text) {
                if self.fits(&value) && known.insert(self.folded(&value)) {
                    let at = self.at.to("values");
                    let message =
                        format!("the prose of `{of}` lists `{value}`, and the enum lacks it");
                    let help = "add it, or put it into `omitted` if it is left out on purpose";
                    problems.push(self.document.problem(&at, message).help(help));
                }
            }
        }
        problems
    }

    fn is_mentioned(&self, value: &Value) -> bool {
        let value = text(value);
        let mut prose = self.prose.iter();
        prose.any(|(_, text)| mentions(text, &value, self.named.ignore_case))
    }

    fn known_values(&self) -> BTreeSet<String> {
        let values = self.named.values.iter().map(|known| &known.value);
        let values = values.chain(&self.named.omitted);
        values.map(|value| self.folded(&text(value))).collect()
    }

    /// Whether a listed code has the type of the values: prose can list values of several members.
    fn fits(&self, value: &str) -> bool {
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
        let mut values = self.named.values.iter();
        values.all(|known| known.value.is_string() != is_number)
    }

    fn folded(&self, value: &str) -> String {
        match self.named.ignore_case {
            true => value.to_ascii_lowercase(),
            false => value.to_owned(),
        }
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
