//! Finds the objects that actions reach: requests, responses, and the objects in them.

use std::collections::BTreeSet;

use super::{Action, Facts, Status};

impl Facts {
    /// Returns the facts of these actions and of the objects that they reach. Ignores unknown actions.
    #[must_use]
    pub fn selecting<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let entries = names
            .into_iter()
            .filter_map(|name| self.actions.get_key_value(name));
        let actions = entries
            .map(|(name, action)| (name.clone(), action.clone()))
            .collect();
        let mut objects = self.objects.clone();
        let reached = self.reached_from(called_by(&actions));
        objects.retain(|name, _| reached.contains(name.as_str()));
        Self {
            schema: self.schema.clone(),
            service: self.service.clone(),
            version: self.version.clone(),
            requires_region: self.requires_region,
            source: self.source.clone(),
            krate: self.krate.clone(),
            actions,
            objects,
            received: BTreeSet::new(),
        }
    }

    /// Returns the objects that requests contain.
    pub(crate) fn sent(&self) -> BTreeSet<&str> {
        let actions = self.actions.values();
        self.reached_from(actions.map(|action| action.input.as_str()))
    }

    /// Returns the objects that responses and callbacks contain.
    pub(crate) fn answered(&self) -> BTreeSet<&str> {
        let actions = self.actions.values();
        let answers = actions.map(|action| action.output.as_str());
        self.reached_from(answers.chain(self.callback_data()))
    }

    /// Whether an object is the request or the response of an action.
    pub(crate) fn is_called(&self, object: &str) -> bool {
        called_by(&self.actions).any(|called| called == object)
    }

    /// Returns the objects of all callbacks and of all actions that are not offline.
    pub(crate) fn served(&self) -> BTreeSet<&str> {
        let actions = self.actions.iter();
        let served = actions.filter(|(_, action)| action.status != Status::Offline);
        self.reached_from(called_by(served).chain(self.callback_data()))
    }

    fn callback_data(&self) -> impl Iterator<Item = &str> {
        self.received.iter().map(String::as_str)
    }

    /// Returns these objects, and all objects in them.
    pub(crate) fn reached_from<'a>(
        &'a self,
        roots: impl IntoIterator<Item = &'a str>,
    ) -> BTreeSet<&'a str> {
        closure(roots, |name| {
            let members = self.objects.get(name)?.members.iter();
            Some(members.map(|member| member.of.as_str()))
        })
    }
}

/// Returns the requests and responses of actions.
pub(crate) fn called_by<'a>(
    actions: impl IntoIterator<Item = (&'a String, &'a Action)>,
) -> impl Iterator<Item = &'a str> {
    let actions = actions.into_iter();
    actions.flat_map(|(_, action)| [action.input.as_str(), action.output.as_str()])
}

/// Returns all names that are reachable from the roots. Excludes names for which `leads_to` returns `None`,
/// because they do not name objects.
pub(crate) fn closure<'a, Next>(
    roots: impl IntoIterator<Item = &'a str>,
    leads_to: impl Fn(&'a str) -> Option<Next>,
) -> BTreeSet<&'a str>
where
    Next: Iterator<Item = &'a str>,
{
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = roots.into_iter().collect();
    while let Some(name) = open.pop() {
        if !reached.contains(name)
            && let Some(next) = leads_to(name)
        {
            reached.insert(name);
            open.extend(next);
        }
    }
    reached
}
