//! The owners of upstream's prose, and their paths.

use std::fmt;

use super::Facts;

/// An owner of prose. An action and an object can have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ProseOwner<'a> {
    Action(&'a str),
    Object(&'a str),
    /// The names of an object and of its member.
    Member(&'a str, &'a str),
}

impl<'a> ProseOwner<'a> {
    /// Returns the possible owners for a path, the most likely first.
    pub(crate) fn named(path: &'a str) -> impl Iterator<Item = Self> {
        let (first, second) = match path.split_once('.') {
            Some((object, member)) => (Self::Member(object, member), None),
            None => (Self::Action(path), Some(Self::Object(path))),
        };
        std::iter::once(first).chain(second)
    }
}

impl fmt::Display for ProseOwner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action(name) | Self::Object(name) => f.write_str(name),
            Self::Member(object, member) => write!(f, "{object}.{member}"),
        }
    }
}

impl Facts {
    /// Returns all owners of prose with the hashes of their prose.
    pub(crate) fn prose(&self) -> impl Iterator<Item = (ProseOwner<'_>, Option<&str>)> {
        let actions = self.actions.iter();
        let actions =
            actions.map(|(name, action)| (ProseOwner::Action(name), action.prose.as_deref()));
        let objects = self.objects.iter().flat_map(|(name, object)| {
            let members = object.members.iter();
            let members = members.map(move |member| {
                (
                    ProseOwner::Member(name, &member.name),
                    member.prose.as_deref(),
                )
            });
            std::iter::once((ProseOwner::Object(name), object.prose.as_deref())).chain(members)
        });
        actions.chain(objects)
    }

    /// Returns the hash of the prose at a path.
    pub(crate) fn prose_at(&self, path: &str) -> Option<&str> {
        ProseOwner::named(path).find_map(|owner| self.prose_of(owner))
    }

    fn prose_of(&self, owner: ProseOwner<'_>) -> Option<&str> {
        let hash = match owner {
            ProseOwner::Action(name) => &self.actions.get(name)?.prose,
            ProseOwner::Object(name) => &self.objects.get(name)?.prose,
            ProseOwner::Member(object, name) => {
                let members = &self.objects.get(object)?.members;
                &members.iter().find(|member| member.name == name)?.prose
            }
        };
        hash.as_deref()
    }
}
