//! What is reached from where: every object that an action sends or answers, and what that holds.

use std::collections::BTreeSet;

use super::{Action, Facts, Status};

impl Facts {
    /// These actions, as far as they are here, and the objects that they reach.
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
            source: self.source.clone(),
            krate: self.krate.clone(),
            actions,
            objects,
        }
    }

    /// The objects that some action sends, or that are a part of one that is sent.
    pub(crate) fn sent(&self) -> BTreeSet<&str> {
        let actions = self.actions.values();
        self.reached_from(actions.map(|action| action.input.as_str()))
    }

    /// The objects that some action answers, or that are a part of one that is answered.
    pub(crate) fn answered(&self) -> BTreeSet<&str> {
        let actions = self.actions.values();
        self.reached_from(actions.map(|action| action.output.as_str()))
    }

    /// The objects that an action which may still be called reaches.
    pub(crate) fn served(&self) -> BTreeSet<&str> {
        let actions = self.actions.iter();
        let served = actions.filter(|(_, action)| action.status != Status::Offline);
        self.reached_from(called_by(served))
    }

    /// These objects, and all that are a part of one of them.
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

/// The objects that actions name themselves.
pub(crate) fn called_by<'a>(
    actions: impl IntoIterator<Item = (&'a String, &'a Action)>,
) -> impl Iterator<Item = &'a str> {
    let actions = actions.into_iter();
    actions.flat_map(|(_, action)| [action.input.as_str(), action.output.as_str()])
}

/// All that is reached from the roots, one step after the other. What leads to nothing, not even to
/// an empty list, is none of it: it is no object.
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
