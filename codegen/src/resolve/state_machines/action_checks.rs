//! Finds mistakes in the changes that actions make.

use std::collections::BTreeSet;

use serde_json::Value;

use super::steps::Steps;
use crate::description::{ActionOverlay, TransitionOverlay};
use crate::diagnostics::Problem;
use crate::resolve::location::Location;

impl Steps<'_> {
    /// Reports a creation without an id or a state.
    pub(super) fn report_creation(
        &self,
        name: &str,
        written: &TransitionOverlay,
        overlay: Option<&ActionOverlay>,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let id = &self.located.value.id;
        if !overlay.is_some_and(|overlay| overlay.creates.contains(id)) {
            let problem = at.problem(format!("`{name}` creates no `{id}`, and `from` is missing"));
            problems.push(problem.help("add `from`, or list the id in `creates` of the action"));
        }
        let has_parties = self.located.value.parties.is_some();
        for (is_missing, key) in [
            (written.to.is_none(), "to"),
            (has_parties && written.parties.is_none(), "parties"),
        ] {
            if is_missing {
                let problem = at.problem(format!("the first state is unknown without `{key}`"));
                problems.push(problem.help(format!("add `{key}`")));
            }
        }
        for (is_present, key) in [
            (written.party.is_some(), "party"),
            (written.last.is_some(), "last"),
            (!written.denied.is_empty(), "denied"),
        ] {
            if is_present {
                let problem = at
                    .to(key)
                    .problem("an action without `from` creates the thing");
                problems.push(problem.help("remove it, or add `from`"));
            }
        }
    }

    /// Reports a request without the id.
    pub(super) fn report_missing_id(
        &self,
        name: &str,
        input: &str,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let facts = self.around.context.facts;
        let objects = facts.reached_from([input]);
        let objects = objects
            .into_iter()
            .filter_map(|object| facts.objects.get(object));
        let members = objects.flat_map(|object| object.members.iter());
        let names = members.map(|member| member.name.as_str());
        let names: BTreeSet<&str> = names
            .map(|name| name.strip_suffix('s').unwrap_or(name))
            .collect();
        let id = self.located.value.id.as_str();
        if !names.contains(id) {
            let message = format!("no request of `{name}` has a member `{id}` or `{id}s`");
            let problem = at.unknown(&message, id, names);
            problems.push(problem);
        }
    }

    /// Reports codes that the action does not list, and states in which it is possible.
    pub(super) fn report_codes(
        &self,
        written: &TransitionOverlay,
        overlay: Option<&ActionOverlay>,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let mut listed: Vec<&Value> = written.from.iter().collect();
        for (code, states) in &written.denied {
            let at = at.to("denied").to(code);
            let known = || overlay.into_iter().flat_map(|overlay| &overlay.errors);
            if !known().any(|known| known == code) {
                let message = "the action does not list this error code in `errors`";
                problems.push(at.unknown(message, code, known().map(String::as_str)));
            }
            for (position, state) in states.iter().enumerate() {
                if listed.contains(&state) {
                    let problem = at
                        .to(position)
                        .problem(format!("the state {state} is listed before"));
                    problems.push(problem.help("list it in `from`, or for one of the codes"));
                }
                listed.push(state);
            }
        }
    }

    /// Reports actions that create the thing, but have no first state.
    pub(super) fn report_unlisted(&self, at: &Location<'_>, problems: &mut Vec<Problem>) {
        let written = self.located.value;
        for (name, located) in &self.around.context.index.actions {
            let creates = located.value.creates.contains(&written.id);
            if creates && !written.actions.contains_key(*name) {
                let message = format!("`{name}` creates `{}`, but has no first state", written.id);
                problems.push(at.problem(message).help(format!("add `{name}` with `to`")));
            }
        }
    }
}
