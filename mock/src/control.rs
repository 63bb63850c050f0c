//! The commands over HTTP: `POST /_mock/<command>`.

use http::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::command_error::CommandError;
use crate::machine::{Command, Scalar, StateMachine};
use crate::response::{self, ResponseBody};
use crate::state::State;

/// The beginning of the paths. The path of the service is `/`.
const PREFIX: &str = "/_mock";

/// Why a request is not executed.
struct Refusal {
    status: StatusCode,
    reason: String,
}

impl Refusal {
    fn new(status: StatusCode, reason: impl Into<String>) -> Self {
        Self {
            status,
            reason: reason.into(),
        }
    }
}

/// Returns the path behind the prefix, if a request is for the mock itself.
pub(crate) fn path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(PREFIX)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_start_matches('/'))
}

/// Answers a request for the mock itself.
pub(crate) fn answer(
    state: &State,
    method: &Method,
    path: &str,
    body: &[u8],
) -> Response<ResponseBody> {
    let answered = match (method, path) {
        (&Method::GET, "") => return response::text(StatusCode::OK, list(state)),
        #[cfg(feature = "callback")]
        (&Method::GET, "callbacks") => Ok(undelivered(state)),
        (&Method::POST, command) => execute(state, command, body),
        _ => {
            let reason = format!(
                "{method} {PREFIX}/{path} is unknown; use GET {PREFIX}/ or POST {PREFIX}/<command>"
            );
            Err(Refusal::new(StatusCode::NOT_FOUND, reason))
        }
    };
    match answered {
        Ok(value) => response::json(&value),
        Err(Refusal { status, reason }) => {
            let commands: Vec<Value> = commands(state)
                .map(|(machine, command)| {
                    let states = command.transition.from.iter();
                    let states: Vec<String> =
                        states.map(|state| machine.in_words(*state)).collect();
                    json!({ "command": command.name, "id": machine.id, "states": states })
                })
                .collect();
            let value = json!({ "error": reason, "commands": commands });
            response::json_with_status(status, &value)
        }
    }
}

/// Runs a command. The body is an object with the id.
fn execute(state: &State, command: &str, body: &[u8]) -> Result<Value, Refusal> {
    let same: Vec<_> = commands(state)
        .filter(|(_, known)| known.name == command)
        .collect();
    let Some((first, _)) = same.first() else {
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            format!("there is no command `{command}`"),
        ));
    };
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let mut named = same.iter().filter_map(|(machine, command)| {
        Some((*machine, *command, body.get(machine.id)?.as_str()?))
    });
    let Some((machine, command, id)) = named.next() else {
        let example = json!({ first.id: "<id>" });
        let reason = format!("the body names no id; send JSON such as {example}");
        return Err(Refusal::new(StatusCode::BAD_REQUEST, reason));
    };
    match state.command(machine, command, id) {
        Ok(state) => Ok(changed(machine, id, state)),
        Err(error) => {
            let status = match error {
                CommandError::UnknownId { .. } => StatusCode::NOT_FOUND,
                CommandError::NotAllowed { .. } => StatusCode::CONFLICT,
            };
            Err(Refusal::new(status, error.to_string()))
        }
    }
}

fn changed(machine: &StateMachine, id: &str, state: Scalar) -> Value {
    let name = machine.states.iter().find(|(known, _)| *known == state);
    let name = name.map(|(_, name)| *name);
    json!({
        machine.id: id,
        "state": state.to_value(),
        "name": name,
        "possible": machine.possible(state),
    })
}

fn commands(state: &State) -> impl Iterator<Item = (&'static StateMachine, &'static Command)> {
    let machines = state.actions.state_machines.iter().copied();
    machines.flat_map(|machine| {
        machine
            .commands
            .iter()
            .map(move |command| (machine, command))
    })
}

/// Returns the list of the commands, for people.
fn list(state: &State) -> String {
    let service = state.actions.service;
    let mut text = format!(
        "Commands of the mock of {} {}\n",
        service.name, service.version
    );
    let mut is_empty = true;
    for (machine, command) in commands(state) {
        is_empty = false;
        let states = command.transition.from.iter();
        let states: Vec<String> = states.map(|state| machine.in_words(*state)).collect();
        let body = json!({ machine.id: "<id>" });
        text += &format!(
            "\nPOST {PREFIX}/{} {body}\n  {}\n  States: {}\n",
            command.name,
            command.summary,
            states.join(", "),
        );
    }
    if is_empty {
        text += "\nThis service has no commands.\n";
    }
    #[cfg(feature = "callback")]
    {
        text += &format!(
            "\nGET {PREFIX}/callbacks\n  Lists the callbacks that are not delivered yet.\n"
        );
    }
    text
}

#[cfg(feature = "callback")]
fn undelivered(state: &State) -> Value {
    let callbacks = state.outbox.as_ref().map(|outbox| outbox.undelivered());
    let callbacks = callbacks.unwrap_or_default().into_iter().map(|callback| {
        json!({
            "id": callback.id,
            "MsgType": callback.msg_type,
            "MsgId": callback.msg_id,
            "attempts": callback.attempts,
            "last_error": callback.last_error,
        })
    });
    callbacks.collect()
}
