//! The overlay of a service as one: every entry once, with its place.

use std::collections::BTreeMap;

use crate::description::{
    ActionOverlay, Enum, ErrorOverlay, ObjectOverlay, Overlay, ServiceOverlay,
};
use crate::diagnostics::{Problem, nearest};
use crate::load::{Description, Document, Loaded, Pointer};

/// A list of more names than this helps nobody.
const MOST_NAMES: usize = 32;

/// Where something is said.
#[derive(Clone, Debug)]
pub(super) struct At<'a> {
    document: &'a Document,
    pointer: Pointer,
}

impl<'a> At<'a> {
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

impl std::fmt::Display for At<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}", self.document.name(), self.pointer)
    }
}

/// Something that is said, and where.
#[derive(Clone, Debug)]
pub(super) struct Said<'a, T> {
    pub(super) value: &'a T,
    pub(super) at: At<'a>,
}

/// All entries of all overlay files.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    pub(super) service: Option<Said<'a, ServiceOverlay>>,
    pub(super) actions: BTreeMap<&'a str, Said<'a, ActionOverlay>>,
    pub(super) objects: BTreeMap<&'a str, Said<'a, ObjectOverlay>>,
    pub(super) enums: BTreeMap<&'a str, Said<'a, Enum>>,
    pub(super) errors: BTreeMap<&'a str, Said<'a, ErrorOverlay>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(description: &'a Description, problems: &mut Vec<Problem>) -> Self {
        let mut index = Self::default();
        for file in &description.overlays {
            index.add(file, problems);
        }
        index
    }

    fn add(&mut self, file: &'a Loaded<Overlay>, problems: &mut Vec<Problem>) {
        let root = At::root(&file.document);
        let overlay = &file.content;
        if let Some(value) = &overlay.service {
            let said = Said {
                value,
                at: root.to("service"),
            };
            match &self.service {
                Some(first) => problems.push(twice(&said.at, &first.at, "the service")),
                None => self.service = Some(said),
            }
        }
        gather(
            &mut self.actions,
            &overlay.actions,
            &root.to("actions"),
            problems,
        );
        gather(
            &mut self.objects,
            &overlay.objects,
            &root.to("objects"),
            problems,
        );
        gather(&mut self.enums, &overlay.enums, &root.to("enums"), problems);
        gather(
            &mut self.errors,
            &overlay.errors,
            &root.to("errors"),
            problems,
        );
    }
}

fn gather<'a, T>(
    index: &mut BTreeMap<&'a str, Said<'a, T>>,
    entries: &'a BTreeMap<String, T>,
    at: &At<'a>,
    problems: &mut Vec<Problem>,
) {
    for (name, value) in entries {
        let said = Said {
            value,
            at: at.to(name),
        };
        match index.get(name.as_str()) {
            Some(first) => problems.push(twice(&said.at, &first.at, &format!("`{name}`"))),
            None => {
                index.insert(name, said);
            }
        }
    }
}

fn twice(at: &At<'_>, first: &At<'_>, what: &str) -> Problem {
    at.problem(format!("{what} is described twice, here and in {first}"))
        .help("keep one of the two, or merge them")
}
