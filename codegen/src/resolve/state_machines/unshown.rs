//! Finds names of members that no object shows.

use std::collections::BTreeSet;

use super::views::Views;
use crate::description::ShownOverlay;
use crate::diagnostics::Problem;
use crate::model::{Shown, ShownValue, View};
use crate::resolve::location::Location;

impl Views<'_> {
    /// Reports names that no object shows.
    pub(super) fn report(
        &self,
        views: &[View],
        message: Option<&[Shown]>,
        problems: &mut Vec<Problem>,
    ) {
        if self.around.context.has_other_facts {
            return;
        }
        let (written, at) = (self.located.value, &self.located.at);
        if views.is_empty() {
            let (id, states) = (&written.id, &written.states);
            let message = format!(
                "no object of a response has both `{id}` and a member with the enum `{states}`"
            );
            let help =
                "name the enum in the member that shows the state, or remove the state machine";
            problems.push(at.to("states").problem(message).help(help));
        }
        let lists = views
            .iter()
            .map(|view| view.members.as_slice())
            .chain(message);
        let lists: Vec<&[Shown]> = lists.collect();
        report_unused(&written.shown, &at.to("shown"), &lists, problems);
        let Some(parties) = &written.parties else {
            return;
        };
        let inner: Vec<&[Shown]> = lists.iter().flat_map(|list| party_members(list)).collect();
        let at = at.to("parties");
        report_unused(&parties.shown, &at.to("shown"), &inner, problems);
        let shown = lists.iter().flat_map(|list| list.iter());
        let shown: BTreeSet<&str> = shown.map(|shown| shown.wire.as_str()).collect();
        let facts = self.around.context.facts.objects.values();
        let facts: BTreeSet<&str> = facts
            .flat_map(|object| object.members.iter().filter(|member| member.list))
            .map(|member| member.name.as_str())
            .collect();
        for (position, member) in parties.members.iter().enumerate() {
            if !shown.contains(member.as_str()) && !facts.contains(member.as_str()) {
                let at = at.to("members").to(position);
                let message = format!("no object has a list `{member}`");
                problems.push(at.dangling(&message, member, facts.iter().copied()));
            }
        }
    }
}

/// The members of the parties in a list of members.
fn party_members(list: &[Shown]) -> Vec<&[Shown]> {
    let inner = list.iter().filter_map(|shown| match &shown.value {
        ShownValue::Parties(members) => Some(members.as_slice()),
        _ => None,
    });
    inner.collect()
}

fn report_unused(
    written: &ShownOverlay,
    at: &Location<'_>,
    lists: &[&[Shown]],
    problems: &mut Vec<Problem>,
) {
    let all = || lists.iter().flat_map(|list| list.iter());
    let is_shown = |name: &str, is: fn(&ShownValue) -> bool| {
        all().any(|shown| shown.wire == name && is(&shown.value))
    };
    let mut report = |at: Location<'_>, name: &str, what: &str| {
        let message = format!("no object that shows the state has a {what} `{name}`");
        let known = all().map(|shown| shown.wire.as_str());
        let known: BTreeSet<&str> = known.filter(|known| *known != name).collect();
        problems.push(at.dangling(&message, name, known));
    };
    for (key, names, is) in [
        (
            "created_at",
            &written.created_at,
            is_created_at as fn(&ShownValue) -> bool,
        ),
        ("changed_at", &written.changed_at, is_changed_at),
    ] {
        for (position, name) in names.iter().enumerate() {
            if !is_shown(name, is) {
                report(at.to(key).to(position), name, "number");
            }
        }
    }
    for name in written.same_as.keys() {
        if !is_shown(name, |value| matches!(value, ShownValue::Sent(..))) {
            report(at.to("same_as").to(name), name, "member");
        }
    }
    for name in written.by_state.keys() {
        if !is_shown(name, |value| matches!(value, ShownValue::ByState(_))) {
            report(at.to("by_state").to(name), name, "member");
        }
    }
}

fn is_created_at(value: &ShownValue) -> bool {
    matches!(value, ShownValue::CreatedAt)
}

fn is_changed_at(value: &ShownValue) -> bool {
    matches!(value, ShownValue::ChangedAt)
}
