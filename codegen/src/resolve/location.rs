//! Places in the files of a description, for messages.

use crate::diagnostics::{Problem, nearest};
use crate::load::{Document, Pointer};

/// A list of more names than this helps nobody.
const MOST_NAMES: usize = 32;

/// Where something is said.
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

    /// The place of a member or an item of what stands here.
    pub(super) fn to(&self, step: impl ToString) -> Self {
        Self {
            document: self.document,
            pointer: self.pointer.to(step),
        }
    }

    /// The member that is spoken of here: the last one on the way.
    pub(super) fn member(&self) -> &str {
        self.pointer
            .after_last(&["members", "properties"])
            .unwrap_or_default()
    }

    /// A problem with what is said here.
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        self.document.problem(&self.pointer, message)
    }

    /// A problem with the name of the member here: there is nothing of that name.
    pub(super) fn unknown<'k>(
        &self,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Problem {
        self.suggest(self.document.name_problem(&self.pointer, what), name, known)
    }

    /// A problem with a reference here: there is nothing of that name.
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
            None if known.is_empty() || known.len() > MOST_NAMES => problem,
            None => problem.help(format!("expected one of: {}", known.join(", "))),
        }
    }
}

impl std::fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}", self.document.name(), self.pointer)
    }
}

/// Something that is said, and where.
#[derive(Clone, Debug)]
pub(super) struct Located<'a, T> {
    pub(super) value: &'a T,
    pub(super) at: Location<'a>,
}
