//! The values that members show.

use serde_json::Value;

use super::states::States;
use crate::description::ShownOverlay;
use crate::diagnostics::Problem;
use crate::model::{Enum, Field, JsonKind, ShownValue, State, Type};
use crate::resolve::location::Location;
use crate::resolve::member_value::member_value;

/// How a thing or a party is shown.
pub(super) struct Rules<'a> {
    pub(super) shown: &'a ShownOverlay,
    pub(super) at: Location<'a>,
    pub(super) states: &'a States<'a>,
    pub(super) enums: &'a [&'a Enum],
}

impl Rules<'_> {
    /// The value of a member. Lists, objects and bytes have none.
    pub(super) fn value(&self, field: &Field, problems: &mut Vec<Problem>) -> Option<ShownValue> {
        let kind = match field.of {
            _ if field.list => return None,
            Type::Object(_) | Type::Bytes => return None,
            Type::Text | Type::TextEnum(_) => JsonKind::Text,
            Type::Integer | Type::Unsigned | Type::Float | Type::IntegerEnum(_) => JsonKind::Number,
            Type::Bool => JsonKind::Flag,
        };
        let name = &field.wire;
        if name == "RequestId" {
            return None;
        }
        if self.states.is_of(field) {
            return Some(ShownValue::State);
        }
        if let Some(values) = self.shown.by_state.get(name) {
            let at = self.at.to("by_state").to(name);
            return Some(ShownValue::ByState(
                self.by_state(field, values, &at, problems),
            ));
        }
        if kind == JsonKind::Number && self.shown.created_at.contains(name) {
            return Some(ShownValue::CreatedAt);
        }
        if kind == JsonKind::Number && self.shown.changed_at.contains(name) {
            return Some(ShownValue::ChangedAt);
        }
        let names = std::iter::once(name).chain(self.shown.same_as.get(name));
        Some(ShownValue::Sent(kind, names.cloned().collect()))
    }

    fn by_state<'v>(
        &self,
        field: &Field,
        values: impl IntoIterator<Item = (&'v String, &'v Value)>,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Vec<(State, State)> {
        let mut found = Vec::new();
        for (key, value) in values {
            let at = at.to(key);
            let Some(state) = self.states.by_text(key) else {
                let known: Vec<String> = self
                    .states
                    .values()
                    .iter()
                    .map(|(state, _)| state.to_string())
                    .collect();
                let message = format!("the enum `{}` has no value {key}", self.states.rust());
                problems.push(at.unknown(&message, key, known.iter().map(String::as_str)));
                continue;
            };
            match member_value(field, self.enums.iter().copied(), value) {
                Ok(value) => found.push((state, value)),
                Err((message, help)) => problems.push(at.problem(message).help(help)),
            }
        }
        found
    }
}
