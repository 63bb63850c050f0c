//! Finds members that people described already: in other objects, with the same prose.

use std::collections::BTreeMap;

use super::entry::Target;
use super::present::Present;
use crate::description::{Facts, Member, MemberOverlay};

/// The described members, by the facts that must be equal.
pub(super) struct DescribedMembers<'a>(BTreeMap<Described<'a>, &'a MemberOverlay>);

impl<'a> DescribedMembers<'a> {
    pub(super) fn new(present: &'a [Present<'a>], facts: &'a Facts) -> Self {
        let objects = present.iter().flat_map(|file| &file.overlay.objects);
        let members = objects.flat_map(|(object, overlay)| {
            let members = overlay.members.iter();
            members.filter_map(move |(name, overlay)| {
                let object = facts.objects.get(object)?;
                let member = object.members.iter().find(|member| member.name == *name)?;
                let is_done = overlay.proposed.is_empty()
                    && overlay.doc.as_ref().is_some_and(|doc| !doc.is_empty());
                is_done.then(|| (Described::of(member), overlay))
            })
        });
        Self(members.collect())
    }

    /// Returns the entry of a described member for another member with the same prose.
    pub(super) fn repeat(&self, target: &Target<'_>) -> Option<MemberOverlay> {
        let known = self.0.get(&Described::of(target.member))?;
        Some(same_again(known, target))
    }
}

/// Members with the same name, type and prose mean the same.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Described<'a> {
    name: &'a str,
    of: &'a str,
    list: bool,
    prose: Option<&'a str>,
}

impl<'a> Described<'a> {
    fn of(member: &'a Member) -> Self {
        Self {
            name: &member.name,
            of: &member.of,
            list: member.list,
            prose: member.prose.as_deref(),
        }
    }
}

/// Repeats the entry of another member with the same prose, which a person read.
fn same_again(known: &MemberOverlay, target: &Target<'_>) -> MemberOverlay {
    let mut entry = MemberOverlay {
        always_required: false,
        always_present: false,
        provenance: Vec::new(),
        ..known.clone()
    };
    if !target.is_sent {
        entry.constraint = None;
        entry.default = None;
    }
    if entry.constraint.is_some() {
        entry.provenance = vec![target.provenance.clone()];
    }
    entry
}
