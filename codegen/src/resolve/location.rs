//! Locations in the files of a description, for messages.

use crate::diagnostics::{Problem, nearest};
use crate::json::{Document, Pointer};

/// A message lists at most this many names.
const MAX_NAMES: usize = 32;

/// A location in a file.
#[derive(Clone, Debug)]
pub(super) struct Location<'a> {
    document: &'a Document,
    pointer: Pointer,
}

impl<'a> Location<'a> {
    pub(super) fn root(document: &'a Document) -> Self {
        Self {
            document,
            pointer: Pointer::root(),
        }
    }

    /// The location of a member or of an item.
    pub(super) fn to(&self, step: impl ToString) -> Self {
        Self {
            document: self.document,
            pointer: self.pointer.to(step),
        }
    }

    /// The innermost member of the path.
    pub(super) fn member(&self) -> &str {
        self.pointer
            .after_last(&["members", "properties"])
            .unwrap_or_default()
    }

    /// A problem with the value at this location.
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        self.document.problem(&self.pointer, message)
    }

    /// Creates a problem with the key at this location, which is unknown. Suggests a similar name.
    pub(super) fn unknown<'k>(
        &self,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Problem {
        self.suggest(self.document.name_problem(&self.pointer, what), name, known)
    }

    /// Creates a problem with a reference at this location to an unknown name. Suggests a similar name.
    pub(super) fn dangling<'k>(
        &self,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Problem {
        self.suggest(self.problem(what), name, known)
    }

    fn suggest<'k>(
        &self,
        problem: Problem,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Problem {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(name, known.iter().copied()) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None if known.is_empty() || known.len() > MAX_NAMES => problem,
            None => problem.help(format!("expected one of: {}", known.join(", "))),
        }
    }
}

impl std::fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}", self.document.name(), self.pointer)
    }
}

/// A value and its location.
#[derive(Clone, Debug)]
pub(super) struct Located<'a, T> {
    pub(super) value: &'a T,
    pub(super) at: Location<'a>,
}
