//! Finds out how an action answers with server-sent events: from the facts, or from the overlay.

use super::context::{Context, Fields};
use super::location::Located;
use super::member_path::Paths;
use super::pagination::only;
use super::refusal::Refusal;
use crate::description::{self, ActionOverlay, EventStreamOverlay};
use crate::diagnostics::Problem;
use crate::model::{ErrorPaths, Field, Name, Type};

/// Names of members that ask for events.
const SWITCHES: [&str; 2] = ["Stream", "Streaming"];

/// Names of members with the message of an error.
const MESSAGES: [&str; 2] = ["Message", "Msg"];

/// The events of an action.
pub(super) struct Events {
    /// The member of the request that asks for events: its wire name and its field.
    pub(super) switch: Option<(String, Name)>,
    pub(super) error: Option<ErrorPaths>,
}

/// Resolves the events of an action. `None` if it has none.
pub(super) fn resolve(
    context: &Context<'_>,
    fields: &Fields,
    action: &description::Action,
    located: Option<&Located<'_, ActionOverlay>>,
    problems: &mut Vec<Problem>,
) -> Option<Events> {
    let input = context.type_name(&action.input);
    let response = fields.get(&context.type_name(&action.output))?;
    let error = || error(fields, response);
    let derived = || Events {
        switch: only(fields.get(&input).into_iter().flatten().filter(is_switch)).map(named),
        error: error(),
    };
    let derived = action.answers_with_events.then(derived);
    let Some(located) = located else {
        return derived;
    };
    let written = located.value.event_stream.as_ref();
    if located.value.no_event_stream.is_some() {
        let refusal = Refusal {
            action: &located.at,
            key: "no_event_stream",
            opposite: "event_stream",
            otherwise: "the action has no events",
        };
        refusal.check(written.is_some(), derived.is_some(), problems);
        return None;
    }
    let Some(EventStreamOverlay { switch }) = written else {
        return derived;
    };
    let at = located.at.to("event_stream").to("switch");
    let paths = Paths {
        context,
        fields,
        object: input,
    };
    let switch = switch.as_ref().and_then(|switch| {
        let path = paths.follow(switch, &at, problems)?;
        match path.as_slice() {
            [member] if is_flag(member) => Some(named(member)),
            _ => {
                let problem = at.problem(format!("`{switch}` is not a flag of the request itself"));
                problems.push(problem.help("name the member that is true to ask for events"));
                None
            }
        }
    });
    Some(Events {
        switch,
        error: error(),
    })
}

fn is_flag(field: &Field) -> bool {
    field.of == Type::Bool && !field.list && !field.always_present
}

fn is_switch(field: &&Field) -> bool {
    is_flag(field) && SWITCHES.contains(&field.wire.as_str())
}

fn named(field: &Field) -> (String, Name) {
    (field.wire.clone(), field.rust.clone())
}

/// Finds the members of a response with an error: an object such as `ErrorMsg` that contains a code and a
/// message, or `ErrorCode` and `ErrorMessage`.
fn error(fields: &Fields, response: &[Field]) -> Option<ErrorPaths> {
    let objects = response.iter().filter_map(|field| {
        let is_error = field.wire.starts_with("Err") && !field.list;
        let members = fields.get(field.of.name().filter(|_| is_error)?)?;
        let (code, message) = code_and_message(members, "")?;
        let path = |member: &str| vec![field.wire.clone(), member.to_owned()];
        Some([path(code), path(message)])
    });
    only(objects).or_else(|| {
        let (code, message) = code_and_message(response, "Error")?;
        Some([vec![code.to_owned()], vec![message.to_owned()]])
    })
}

/// Finds a code, which is a text or a number, and its message.
fn code_and_message<'f>(members: &'f [Field], prefix: &str) -> Option<(&'f str, &'f str)> {
    let find = |name: &str| {
        let mut members = members.iter().filter(|member| !member.list);
        members.find(|member| member.wire.strip_prefix(prefix) == Some(name))
    };
    let code = find("Code")
        .filter(|code| matches!(code.of, Type::Text | Type::Integer | Type::Unsigned))?;
    let message = MESSAGES.iter().find_map(|name| find(name))?;
    (message.of == Type::Text).then_some((code.wire.as_str(), message.wire.as_str()))
}
