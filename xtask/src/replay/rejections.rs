//! The documented requests that the validators reject.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::checker::Violation;
use crate::console::outln;

/// The maximum number of lines about one service.
const MAX_LINES: usize = 10;

/// A documented request that the validators reject.
#[derive(Debug, Serialize)]
pub(super) struct Rejection {
    pub(super) action: String,
    pub(super) title: String,
    pub(super) violations: Vec<Violation>,
}

/// Shows each broken rule with the number of requests that break it, the most frequent first.
pub(super) fn show(rejections: &[Rejection]) {
    let mut requests: BTreeMap<String, usize> = BTreeMap::new();
    for rejection in rejections {
        let broken = rejection.violations.iter().map(Violation::in_words);
        for rule in broken.collect::<BTreeSet<_>>() {
            *requests.entry(rule).or_default() += 1;
        }
    }
    let mut requests: Vec<(String, usize)> = requests.into_iter().collect();
    requests.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (rule, count) in requests.iter().take(MAX_LINES) {
        outln!("    {count:>6} rejected: {rule}");
    }
    if let Some(more) = requests.len().checked_sub(MAX_LINES + 1) {
        outln!("           and {} more; --json lists all", more + 1);
    }
}

impl Violation {
    /// Returns the path without positions, the keyword and the rule.
    fn in_words(&self) -> String {
        let mut words = String::new();
        let mut in_index = false;
        for character in self.path.chars() {
            match character {
                '[' => in_index = true,
                ']' => in_index = false,
                _ if in_index => continue,
                _ => {}
            }
            words.push(character);
        }
        if words.is_empty() {
            words.push_str("the request");
        }
        words.push_str(&format!(" ({}", self.keyword));
        if let Some(rule) = &self.rule {
            words.push_str(&format!(", rule {rule}"));
        }
        words + ")"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_left_out() {
        let violation = |path: &str, rule: Option<&str>| Violation {
            path: path.to_owned(),
            keyword: "anyOf".to_owned(),
            rule: rule.map(str::to_owned),
            message: String::new(),
        };
        let nested = violation("Signers[12].Ids[3]", Some("one-id"));
        assert_eq!(nested.in_words(), "Signers[].Ids[] (anyOf, rule one-id)");
        assert_eq!(violation("", None).in_words(), "the request (anyOf)");
    }
}
