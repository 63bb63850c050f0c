//! The things whose states the mock knows.

use std::collections::{BTreeMap, HashMap};

use crate::resource::Resource;

/// The number of things whose states are kept.
const MAX_RESOURCES: usize = 10_000;

/// The member with an id, and the id.
type Key = (&'static str, String);

/// The latest things by their ids. The one that did not change for the longest time is forgotten if there are
/// too many, so that memory does not grow with the number of calls.
#[derive(Debug, Default)]
pub(crate) struct Resources {
    /// Each thing with the number of its last change.
    known: HashMap<Key, (u64, Resource)>,
    by_change: BTreeMap<u64, Key>,
    changes: u64,
}

impl Resources {
    pub(crate) fn get(&self, member: &'static str, id: &str) -> Option<&Resource> {
        let (_, resource) = self.known.get(&(member, id.to_owned()))?;
        Some(resource)
    }

    /// Adds a thing, or replaces it after a change.
    pub(crate) fn set(&mut self, member: &'static str, id: &str, resource: Resource) {
        let key = (member, id.to_owned());
        self.changes += 1;
        self.by_change.insert(self.changes, key.clone());
        if let Some((change, _)) = self.known.insert(key, (self.changes, resource)) {
            self.by_change.remove(&change);
        }
        while self.known.len() > MAX_RESOURCES {
            let Some((_, oldest)) = self.by_change.pop_first() else {
                break;
            };
            self.known.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::Scalar;

    #[test]
    fn the_thing_that_changed_least_recently_is_forgotten() {
        let mut resources = Resources::default();
        let mut set = |id: usize| {
            resources.set(
                "BoxId",
                &id.to_string(),
                Resource::assumed(Scalar::Integer(1)),
            );
        };
        (0..MAX_RESOURCES).for_each(&mut set);
        set(0);
        set(MAX_RESOURCES);
        let is_known = |id: usize| resources.get("BoxId", &id.to_string()).is_some();
        assert!(is_known(0) && !is_known(1) && is_known(2) && is_known(MAX_RESOURCES));
        assert!(resources.get("LidId", "0").is_none());
        assert_eq!(resources.by_change.len(), MAX_RESOURCES);
    }
}
