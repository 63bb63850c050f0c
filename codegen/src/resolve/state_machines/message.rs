//! The callback that reports changes.

use serde_json::Value;

use super::surroundings::Surroundings;
use crate::description::StateMessageOverlay;
use crate::diagnostics::Problem;
use crate::model::{Callbacks, Field, Given, State};
use crate::resolve::location::Location;
use crate::resolve::member_value::member_value;

/// A message with the members of its data.
pub(super) struct MessageObject<'a> {
    pub(super) msg_type: &'a str,
    pub(super) version: &'a str,
    pub(super) callbacks: &'a Callbacks,
    pub(super) fields: &'a [Field],
    /// The values that all messages have.
    values: Given,
}

impl<'a> MessageObject<'a> {
    /// Finds the message. Reports one that does not exist or has no known members.
    pub(super) fn find(
        around: &'a Surroundings<'a>,
        written: &'a StateMessageOverlay,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        // Callbacks with problems are reported elsewhere.
        if around.callbacks.is_none() && around.description.additions.callbacks.is_some() {
            return None;
        }
        let name = written.of.as_str();
        let messages = || around.callbacks.into_iter().flat_map(|it| &it.messages);
        let Some(known) = messages().find(|message| message.wire == name) else {
            let message = format!("there is no message `{name}`");
            let known = messages().map(|message| message.wire.as_str());
            problems.push(at.to("type").dangling(&message, name, known));
            return None;
        };
        let callbacks = around.callbacks?;
        let mut objects = callbacks.objects.iter();
        let Some(object) = objects.find(|object| Some(&object.rust) == known.data.as_ref()) else {
            let problem = at
                .to("type")
                .problem(format!("the members of `{name}` are unknown"));
            problems.push(problem.help("name its object in `data` of the message"));
            return None;
        };
        let mut found = Self {
            msg_type: &known.wire,
            version: &callbacks.version,
            callbacks,
            fields: &object.fields,
            values: Vec::new(),
        };
        found.values = found.given(&written.values, &at.to("values"), problems);
        Some(found)
    }

    /// Converts the values of members. Reports unknown members and wrong values.
    pub(super) fn given<'v>(
        &self,
        written: impl IntoIterator<Item = (&'v String, &'v Value)>,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Vec<(String, State)> {
        let mut given = self.values.clone();
        for (name, value) in written {
            let at = at.to(name);
            let Some(field) = self.fields.iter().find(|field| field.wire == *name) else {
                let message = format!("the data of `{}` has no member `{name}`", self.msg_type);
                let known = self.fields.iter().map(|field| field.wire.as_str());
                problems.push(at.unknown(&message, name, known));
                continue;
            };
            if field.list {
                problems.push(at.problem(format!("`{name}` is a list")).help("remove it"));
                continue;
            }
            match member_value(field, &self.callbacks.enums, value) {
                Ok(value) => given.push((name.clone(), value)),
                Err((message, help)) => problems.push(at.problem(message).help(help)),
            }
        }
        given
    }
}
