//! The states of a thing or of its parties.

use serde_json::Value;

use super::surroundings::Surroundings;
use crate::description::CallbackEnum;
use crate::diagnostics::Problem;
use crate::model::{Command, Enum, Field, Name, State, Transition, Variants};
use crate::resolve::location::Location;

/// The enum of the states of a thing or of its parties.
pub(super) struct States<'a> {
    named: &'a Enum,
    /// The enum of the same name in the callbacks.
    in_callbacks: Option<&'a CallbackEnum>,
}

impl<'a> States<'a> {
    /// Finds the enum. Reports one that does not exist.
    pub(super) fn find(
        around: &'a Surroundings<'a>,
        name: &str,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let enums = &around.context.enums;
        let Some(named) = enums.get(name) else {
            if !around.context.has_other_facts {
                let known = enums.keys().copied();
                problems.push(at.dangling(&format!("there is no enum `{name}`"), name, known));
            }
            return None;
        };
        Some(Self {
            named,
            in_callbacks: around.callback_enum(name),
        })
    }

    /// The type of the enum.
    pub(super) fn rust(&self) -> &'a Name {
        &self.named.rust
    }

    /// Whether a member has this enum.
    pub(super) fn is_of(&self, field: &Field) -> bool {
        !field.list && field.of.name() == Some(&self.named.rust)
    }

    /// Converts a value to a state. Reports an unknown one.
    pub(super) fn state(
        &self,
        value: &Value,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<State> {
        if self.named.variant(value).is_some() {
            return State::of(value);
        }
        let message = format!("the enum `{}` has no value {value}", self.named.rust);
        let help = format!("its values are {}", self.named.values().join(", "));
        problems.push(at.problem(message).help(help));
        None
    }

    /// Converts the text of a key to a state.
    pub(super) fn by_text(&self, text: &str) -> Option<State> {
        self.values()
            .into_iter()
            .map(|(state, _)| state)
            .find(|state| state.to_string() == text)
    }

    /// The values with the names of their variants.
    pub(super) fn values(&self) -> Vec<(State, &'a Name)> {
        match &self.named.variants {
            Variants::Integer(known) => known
                .iter()
                .map(|known| (State::Integer(known.value), &known.rust))
                .collect(),
            Variants::Text(known) => known
                .iter()
                .map(|known| (State::Text(known.value.clone()), &known.rust))
                .collect(),
        }
    }

    /// The states that transitions use.
    pub(super) fn used(
        &self,
        actions: &[(String, Transition)],
        commands: &[Command],
    ) -> Vec<(State, Name)> {
        let actions = actions.iter().map(|(_, transition)| transition);
        let all: Vec<&Transition> = actions
            .chain(commands.iter().map(|command| &command.transition))
            .collect();
        let is_used = |state: &State| {
            all.iter().any(|transition| {
                let last = transition.last.as_ref().map(|(to, _)| to);
                let mut next = transition.to.iter().chain(last);
                transition.from.contains(state) || next.any(|next| next == state)
            })
        };
        let values = self
            .values()
            .into_iter()
            .filter(|(state, _)| is_used(state));
        values.map(|(state, name)| (state, name.clone())).collect()
    }

    /// A state with its name.
    pub(super) fn in_words(&self, state: &State) -> String {
        let values = self.values();
        let name = values
            .iter()
            .find(|(known, _)| known == state)
            .map(|(_, name)| name.as_str());
        let rust = &self.named.rust;
        match name {
            Some(name) => format!("[`{name}`](crate::model::{rust}::{name})"),
            None => format!("`{state}`"),
        }
    }

    /// Whether callbacks know a state, as far as they describe states.
    pub(super) fn is_reported(&self, state: &State) -> bool {
        let Some(named) = self.in_callbacks else {
            return true;
        };
        let mut values = named.values.iter();
        values.any(|known| State::of(&known.value).as_ref() == Some(state))
    }

    /// Whether a state can follow another one. An unknown state is not final.
    pub(super) fn may_follow(&self, next: &State, previous: &State) -> bool {
        let values = self
            .in_callbacks
            .into_iter()
            .flat_map(|named| &named.values);
        let is = |value: &Value, state: &State| State::of(value).as_ref() == Some(state);
        let mut previous_values = values.filter(|known| is(&known.value, previous));
        previous == next
            || previous_values.all(|known| {
                !known.is_final || known.may_become.iter().any(|known| is(known, next))
            })
    }
}
