//! Compares the enums of an overlay with the prose that they were read from.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Place;
use crate::description::Enum;
use crate::diagnostics::Problem;
use crate::draft::listed_values;
use crate::hash::prose_hash;
use crate::upstream::Upstream;

/// Returns a problem for each value that the prose does not contain, and for each value that it lists and that
/// is neither in the enum nor in `omitted`.
pub(super) fn problems(named: &Enum, place: &Place<'_>, upstream: &Upstream) -> Vec<Problem> {
    let entry = prose(named, upstream).map(|prose| Entry {
        place,
        named,
        prose,
    });
    entry.map(|entry| entry.problems()).unwrap_or_default()
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
    place: &'a Place<'a>,
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
                let at = self.place.at.to("values").to(position).to("value");
                let message = format!("the prose of {owners} does not contain {}", known.value);
                let help =
                    "correct the value, or add the member whose prose lists it to `provenance`";
                problems.push(self.place.document.problem(&at, message).help(help));
            }
        }
        for (position, omitted) in self.named.omitted.iter().enumerate() {
            if !self.is_mentioned(omitted) {
                let at = self.place.at.to("omitted").to(position);
                let message = format!("the prose of {owners} does not contain {omitted}");
                problems.push(self.place.document.problem(&at, message).help("remove it"));
            }
        }
        let mut known: BTreeSet<String> = self.known_values();
        let are_numbers = self
            .named
            .values
            .iter()
            .all(|known| known.value.is_number());
        for (of, prose) in &self.prose {
            for value in listed_values(prose, are_numbers) {
                if known.insert(self.folded(&text(&value))) {
                    let at = self.place.at.to("values");
                    let message =
                        format!("the prose of `{of}` lists {value}, and the enum lacks it");
                    let help = "add it, or put it into `omitted` if it is left out on purpose";
                    problems.push(self.place.document.problem(&at, message).help(help));
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

/// Whether a text contains a value as a word of its own.
fn mentions(prose: &str, value: &str, ignore_case: bool) -> bool {
    let fold = |text: &str| match ignore_case {
        true => text.to_ascii_lowercase(),
        false => text.to_owned(),
    };
    let (prose, value) = (fold(prose), fold(value));
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_number = value.starts_with(|c: char| c.is_ascii_digit());
    prose.match_indices(&value).any(|(start, _)| {
        let (before, after) = (&prose[..start], &prose[start + value.len()..]);
        // The 2 of `-2` is another number, and the 2 of `1-2` is not.
        let is_negative = before
            .strip_suffix('-')
            .is_some_and(|before| is_number && !before.ends_with(is_word));
        !before.ends_with(is_word) && !after.starts_with(is_word) && !is_negative
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_a_word_of_its_own() {
        assert!(mentions("值为1。", "1", false) && !mentions("值为10", "1", false));
        assert!(mentions("SMS：短信", "sms", true) && !mentions("SMS", "sms", false));
        assert!(mentions("<li>-2：甲</li>", "-2", false));
        assert!(!mentions("<li>-2：甲</li>", "2", false) && mentions("1-2", "2", false));
    }
}
