//! The changes of a state: by actions, and by commands.

use std::collections::BTreeMap;

use serde_json::Value;

use super::message::MessageObject;
use super::states::States;
use super::surroundings::Surroundings;
use crate::description::{StateMachineOverlay, TransitionOverlay};
use crate::diagnostics::Problem;
use crate::model::{Given, State, Transition};
use crate::resolve::location::{Located, Location};

/// Resolves the changes of a state.
pub(super) struct Steps<'a> {
    pub(super) around: &'a Surroundings<'a>,
    pub(super) located: &'a Located<'a, StateMachineOverlay>,
    pub(super) states: &'a States<'a>,
    pub(super) parties: Option<&'a States<'a>>,
    pub(super) message: Option<&'a MessageObject<'a>>,
}

impl Steps<'_> {
    /// Resolves the changes by actions.
    pub(super) fn actions(&self, problems: &mut Vec<Problem>) -> Vec<(String, Transition)> {
        let at = self.located.at.to("actions");
        let facts = &self.around.context.facts.actions;
        let mut found = Vec::new();
        for (name, written) in &self.located.value.actions {
            let at = at.to(name);
            let Some(action) = facts.get(name) else {
                if !self.around.context.has_other_facts {
                    let message = format!("the facts have no action `{name}`");
                    let known = facts.keys().map(String::as_str);
                    problems.push(at.unknown(&message, name, known));
                }
                continue;
            };
            if let Some(text) = &written.doc {
                let problem = at
                    .to("doc")
                    .problem(format!("nothing shows the text {text:?}"));
                problems.push(problem.help("remove it; the action has its own documentation"));
            }
            let overlay = self.around.context.index.actions.get(name.as_str());
            let overlay = overlay.map(|located| located.value);
            if written.from.is_empty() {
                self.report_creation(name, written, overlay, &at, problems);
            } else {
                self.report_missing_id(name, &action.input, &at, problems);
            }
            self.report_codes(written, overlay, &at, problems);
            if let Some(transition) = self.transition(written, &at, problems) {
                found.push((name.clone(), transition));
            }
        }
        self.report_unlisted(&at, problems);
        found
    }

    /// Resolves a command.
    pub(super) fn command(
        &self,
        written: &TransitionOverlay,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Transition> {
        for (is_missing, key) in [
            (written.doc.is_none(), "doc"),
            (written.from.is_empty(), "from"),
        ] {
            if is_missing {
                problems.push(at.problem(format!("a command has `{key}`")).help("add it"));
            }
        }
        if !written.denied.is_empty() {
            let problem = at
                .to("denied")
                .problem("a command has no error code of the service");
            problems
                .push(problem.help("remove it; the error lists the commands that are possible"));
        }
        self.transition(written, at, problems)
    }

    fn transition(
        &self,
        written: &TransitionOverlay,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Transition> {
        let before = problems.len();
        let to =
            |value: &Option<Value>, states: &States<'_>, key: &str, problems: &mut Vec<Problem>| {
                let value = value.as_ref()?;
                states.state(value, &at.to(key), problems)
            };
        let mut transition = Transition {
            from: self.listed(&written.from, &at.to("from"), problems),
            to: to(&written.to, self.states, "to", problems),
            messages: self.messages(&written.messages, &at.to("messages"), problems),
            ..Transition::default()
        };
        match self.parties {
            Some(states) => {
                transition.party = to(&written.party, states, "party", problems);
                transition.parties = to(&written.parties, states, "parties", problems);
            }
            None => self.report_parties(written, at, problems),
        }
        if let Some(last) = &written.last {
            let at = at.to("last");
            if written.party.is_none() {
                problems.push(
                    at.problem("no party acts")
                        .help("add `party`, or remove `last`"),
                );
            }
            let messages = self.messages(&last.messages, &at.to("messages"), problems);
            let to = self.states.state(&last.to, &at.to("to"), problems);
            transition.last = to.map(|to| (to, messages));
        }
        for (code, states) in &written.denied {
            let states = self.listed(states, &at.to("denied").to(code), problems);
            transition.denied.push((code.clone(), states));
        }
        self.report_final(&transition, at, problems);
        (problems.len() == before).then_some(transition)
    }

    /// Converts a list of states. Reports repeated ones.
    fn listed(
        &self,
        values: &[Value],
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Vec<State> {
        let mut states = Vec::new();
        for (position, value) in values.iter().enumerate() {
            let at = at.to(position);
            match self.states.state(value, &at, problems) {
                Some(state) if states.contains(&state) => {
                    let problem = at.problem(format!("the state {value} is listed twice"));
                    problems.push(problem.help("remove one of the two"));
                }
                state => states.extend(state),
            }
        }
        states
    }

    fn messages(
        &self,
        written: &[BTreeMap<String, Value>],
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Vec<Given> {
        let Some(message) = self.message else {
            if !written.is_empty() && self.located.value.message.is_none() {
                let problem = at.problem("the state machine does not name the message");
                problems.push(problem.help("add `message` to the state machine, or remove this"));
            }
            return Vec::new();
        };
        let given = written.iter().enumerate();
        given
            .map(|(position, values)| message.given(values, &at.to(position), problems))
            .collect()
    }

    /// Reports changes of parties that do not exist.
    fn report_parties(
        &self,
        written: &TransitionOverlay,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) {
        if self.located.value.parties.is_some() {
            return;
        }
        for (value, key) in [(&written.party, "party"), (&written.parties, "parties")] {
            if value.is_some() {
                let problem = at.to(key).problem("the state machine has no parties");
                problems.push(problem.help("add `parties` to the state machine, or remove this"));
            }
        }
    }

    /// Reports changes that leave a final state, and states that no callback can report.
    fn report_final(
        &self,
        transition: &Transition,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let last = transition.last.as_ref();
        let next = [
            ("to", transition.to.as_ref(), &transition.messages[..]),
            (
                "last",
                last.map(|(to, _)| to),
                last.map_or(&[][..], |(_, messages)| messages),
            ),
        ];
        for (key, state, messages) in next {
            let Some(state) = state else { continue };
            let at = at.to(key);
            for previous in &transition.from {
                if !self.states.may_follow(state, previous) {
                    let message = format!(
                        "the state {state} cannot follow {previous}, which `callbacks.json` calls final"
                    );
                    let help = "remove it from `from`, or correct `final` or `may_become` there";
                    problems.push(at.problem(message).help(help));
                }
            }
            if !messages.is_empty() && !self.states.is_reported(state) {
                let message = format!("`callbacks.json` does not know the state {state}");
                problems.push(
                    at.problem(message)
                        .help("add it to the enum there, or remove the messages"),
                );
            }
        }
    }
}
