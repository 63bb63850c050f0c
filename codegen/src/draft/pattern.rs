//! Regular expressions that are compiled when they are first used.

use std::sync::OnceLock;

use regex_lite::{Captures, Match, Regex};

/// A constant regular expression.
pub(super) struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) const fn new(text: &'static str) -> Self {
        Self {
            text,
            compiled: OnceLock::new(),
        }
    }

    fn regex(&self) -> Option<&Regex> {
        let compiled = self.compiled.get_or_init(|| Regex::new(self.text).ok());
        debug_assert!(compiled.is_some(), "invalid pattern: {}", self.text);
        compiled.as_ref()
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    pub(super) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.regex()?.find(text)
    }

    pub(super) fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        let regex = self.regex();
        regex
            .into_iter()
            .flat_map(|regex| regex.captures_iter(text))
    }
}
