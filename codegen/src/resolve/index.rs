//! All entries of the overlay files of a service, with their locations.

use std::collections::BTreeMap;

use super::location::{Located, Location};
use crate::description::{
    ActionOverlay, Enum, ErrorOverlay, ObjectOverlay, Overlay, ServiceOverlay, SharedMember,
    StateMachineOverlay,
};
use crate::diagnostics::Problem;
use crate::load::{Description, ParsedFile};

/// All entries of all overlay files.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    pub(super) service: Option<Located<'a, ServiceOverlay>>,
    pub(super) actions: BTreeMap<&'a str, Located<'a, ActionOverlay>>,
    pub(super) objects: BTreeMap<&'a str, Located<'a, ObjectOverlay>>,
    /// Documentation of members of requests and responses.
    pub(super) members: BTreeMap<&'a str, Located<'a, SharedMember>>,
    pub(super) enums: BTreeMap<&'a str, Located<'a, Enum>>,
    pub(super) errors: BTreeMap<&'a str, Located<'a, ErrorOverlay>>,
    pub(super) state_machines: BTreeMap<&'a str, Located<'a, StateMachineOverlay>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(description: &'a Description, problems: &mut Vec<Problem>) -> Self {
        let mut index = Self::default();
        for file in &description.additions.overlays {
            index.add(file, problems);
        }
        index
    }

    fn add(&mut self, file: &'a ParsedFile<Overlay>, problems: &mut Vec<Problem>) {
        let root = Location::root(&file.document);
        let overlay = &file.content;
        if let Some(value) = &overlay.service {
            let located = Located {
                value,
                at: root.to("service"),
            };
            match &self.service {
                Some(first) => problems.push(twice(&located.at, &first.at, "the service")),
                None => self.service = Some(located),
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
        gather(
            &mut self.members,
            &overlay.members,
            &root.to("members"),
            problems,
        );
        gather(&mut self.enums, &overlay.enums, &root.to("enums"), problems);
        gather(
            &mut self.errors,
            &overlay.errors,
            &root.to("errors"),
            problems,
        );
        gather(
            &mut self.state_machines,
            &overlay.state_machines,
            &root.to("state_machines"),
            problems,
        );
    }
}

fn gather<'a, T>(
    index: &mut BTreeMap<&'a str, Located<'a, T>>,
    entries: &'a BTreeMap<String, T>,
    at: &Location<'a>,
    problems: &mut Vec<Problem>,
) {
    for (name, value) in entries {
        let located = Located {
            value,
            at: at.to(name),
        };
        match index.get(name.as_str()) {
            Some(first) => problems.push(twice(&located.at, &first.at, &format!("`{name}`"))),
            None => {
                index.insert(name, located);
            }
        }
    }
}

fn twice(at: &Location<'_>, first: &Location<'_>, what: &str) -> Problem {
    at.problem(format!("{what} is described twice, here and in {first}"))
        .help("keep one of the two, or merge them")
}
