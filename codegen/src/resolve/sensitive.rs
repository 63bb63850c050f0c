//! Members whose values are never shown.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use crate::description::{Facts, Member, MemberOverlay};
use crate::sensitive::is_sensitive_name;

/// The sensitive members of each object.
#[derive(Debug, Default)]
pub(super) struct SensitiveMembers<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

impl<'a> SensitiveMembers<'a> {
    pub(super) fn new(facts: &'a Facts, index: &Index<'a>) -> Self {
        let overlay = |object: &str, member: &Member| -> Option<&'a MemberOverlay> {
            index.objects.get(object)?.value.members.get(&member.name)
        };
        let members = || {
            let objects = facts.objects.iter();
            objects.flat_map(|(name, object)| object.members.iter().map(move |it| (name, it)))
        };
        // A flag of the overlay also applies to members of other objects with the same name and type.
        let flagged: BTreeSet<(&str, &str)> = members()
            .filter(|(object, member)| overlay(object, member).is_some_and(|it| it.sensitive))
            .map(|(_, member)| (&*member.name, &*member.of))
            .collect();
        let mut sensitive = Self::default();
        for (object, member) in members() {
            if flagged.contains(&(&*member.name, &*member.of))
                || overlay(object, member).is_some_and(|it| it.sensitive_by_prose)
                || is_text(member) && is_sensitive_name(&member.name)
            {
                sensitive.0.entry(object).or_default().insert(&member.name);
            }
        }
        sensitive
    }

    /// Returns the names of the sensitive members of an object.
    pub(super) fn of(&self, object: &str) -> impl Iterator<Item = &'a str> {
        self.0.get(object).into_iter().flatten().copied()
    }

    pub(super) fn contains(&self, object: &str, member: &str) -> bool {
        let members = self.0.get(object);
        members.is_some_and(|members| members.contains(member))
    }
}

/// Whether the value is a text. Numbers of tokens and flags such as `CheckPassword` are not secrets.
fn is_text(member: &Member) -> bool {
    ["string", "binary"].contains(&&*member.of)
}
