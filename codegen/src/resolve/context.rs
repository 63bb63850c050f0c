//! The lookup tables of the resolution.

use std::collections::{BTreeMap, BTreeSet};

use super::cycles::Cycles;
use super::index::Index;
use super::location::Location;
use super::rules::Rules;
use super::sensitive::SensitiveMembers;
use super::{enums, pages, reach};
use crate::description::{Facts, Member};
use crate::diagnostics::Problem;
use crate::load::{Call, Description};
use crate::model::{Direction, Enum, Field, Name};
use crate::names::Scope;

/// The fields of every object, by its Rust name.
pub(super) type Fields = BTreeMap<Name, Vec<Field>>;

#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) facts: &'a Facts,
    pub(super) facts_at: Location<'a>,
    pub(super) calls: &'a [Call],
    /// Whether the facts may lack items that the overlay names.
    pub(super) has_other_facts: bool,
    pub(super) index: Index<'a>,
    pub(super) rules: Rules<'a>,
    pub(super) sensitive: SensitiveMembers<'a>,
    directions: BTreeMap<&'a str, Direction>,
    /// Whether all references are valid. Otherwise the directions are incomplete.
    is_whole: bool,
    types: BTreeMap<&'a str, Name>,
    modules: BTreeMap<&'a str, Name>,
    pages: BTreeMap<&'a str, String>,
    pub(super) enums: BTreeMap<&'a str, Enum>,
    /// The objects that contain each other. A list can be empty, so it does not count.
    pub(super) cycles: Cycles<'a>,
    /// The objects whose every value contains a value of the other.
    pub(super) endless: Cycles<'a>,
}

impl<'a> Context<'a> {
    pub(super) fn new(description: &'a Description, problems: &mut Vec<Problem>) -> Self {
        let facts = &description.facts.content;
        let index = Index::new(description, problems);
        let (mut type_scope, mut module_scope) = (Scope::default(), Scope::default());
        let mut types = BTreeMap::new();
        let mut modules = BTreeMap::new();
        let actions = facts.actions.values();
        let called: BTreeSet<&String> = actions
            .flat_map(|action| [&action.input, &action.output])
            .collect();
        for name in facts.objects.keys() {
            let rust = if called.contains(name) {
                type_scope.call_type_name(name)
            } else {
                type_scope.type_name(name)
            };
            modules.insert(name.as_str(), module_scope.module(rust.as_str()));
            types.insert(name.as_str(), rust);
        }
        let directions = reach::directions(facts);
        let is_whole = reach::is_whole(facts);
        let enums = enums::resolve(&index, &mut type_scope, &mut module_scope, problems);
        Self {
            facts,
            cycles: Cycles::of(facts, &|_, member| !member.list),
            endless: Cycles::of(facts, &|object, member| {
                is_always_there(&index, &directions, object, member)
            }),
            calls: &description.additions.calls,
            has_other_facts: description.has_other_facts,
            facts_at: Location::root(&description.facts.document),
            pages: pages::of_objects(facts, &index),
            sensitive: SensitiveMembers::new(facts, &index),
            rules: Rules::new(facts, &index, is_whole, problems),
            index,
            directions,
            is_whole,
            types,
            modules,
            enums,
        }
    }

    /// Whether every value of an object contains this member.
    pub(super) fn is_always_there(&self, object: &str, member: &Member) -> bool {
        is_always_there(&self.index, &self.directions, object, member)
    }

    /// The Rust name of an object. An unknown object is reported elsewhere, and its placeholder never
    /// reaches a model.
    pub(super) fn type_name(&self, object: &str) -> Name {
        self.types
            .get(object)
            .cloned()
            .unwrap_or_else(|| Name::new("Unresolved".to_owned()))
    }

    pub(super) fn module(&self, object: &str) -> Option<&Name> {
        self.modules.get(object)
    }

    /// Upstream's page about an object: the page of an action that uses it.
    pub(super) fn page(&self, object: &str) -> Option<&str> {
        self.pages.get(object).map(String::as_str)
    }

    pub(super) fn direction(&self, object: &str) -> Direction {
        let nowhere = Direction {
            request: false,
            response: false,
        };
        self.directions.get(object).copied().unwrap_or(nowhere)
    }

    /// Returns why no request contains an object. `None` if a request contains it, or if an invalid
    /// reference makes that unknown.
    pub(super) fn never_sent(&self, object: &str) -> Option<&'static str> {
        match self.direction(object) {
            Direction { request: true, .. } => None,
            _ if !self.is_whole => None,
            Direction { response: true, .. } => Some("occurs in responses only"),
            _ => Some("is reached by no action"),
        }
    }

    /// Whether no response contains an object, and no request either. `always_present` of a member of requests
    /// is reported as such.
    pub(super) fn never_answered(&self, object: &str) -> bool {
        let served = self.facts.served();
        self.is_whole && (self.never_sent(object).is_some()) && !served.contains(object)
    }

    /// The documentation that people wrote about a member: its own, or the one that requests or responses share.
    pub(super) fn written_doc(&self, object: &str, member: &str) -> Option<&'a str> {
        let own = self.index.objects.get(object);
        let own = own.and_then(|located| located.value.members.get(member)?.doc.as_deref());
        own.or_else(|| {
            let shared = self.index.members.get(member)?.value;
            self.facts.is_called(object).then_some(shared.doc.as_str())
        })
    }

    /// Whether a word is the name of a member of the object, or `Object.Member` with a member of another
    /// object.
    pub(super) fn names_member(&self, object: &str, word: &str) -> bool {
        let (object, member) = word.split_once('.').unwrap_or((object, word));
        let object = self.facts.objects.get(object);
        let mut members = object.into_iter().flat_map(|object| &object.members);
        members.any(|known| known.name == member)
    }

    pub(super) fn enum_named(&self, rust: &Name) -> Option<&Enum> {
        self.enums.values().find(|named| named.rust == *rust)
    }

    /// The members of an object in the facts, also those that could not be resolved.
    pub(super) fn members(&self, rust: &Name) -> &'a [Member] {
        let object = self.types.iter().find(|(_, known)| *known == rust);
        object
            .and_then(|(name, _)| self.facts.objects.get(*name))
            .map_or(&[], |object| &object.members)
    }
}

fn is_always_there(
    index: &Index<'_>,
    directions: &BTreeMap<&str, Direction>,
    object: &str,
    member: &Member,
) -> bool {
    let overlay = index.objects.get(object);
    let located = overlay.and_then(|overlay| overlay.value.members.get(&member.name));
    let is_sent = directions.get(object).is_some_and(|it| it.request);
    !member.list
        && located.is_some_and(|located| match is_sent {
            true => located.always_required,
            false => located.always_present,
        })
}
