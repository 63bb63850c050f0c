//! The actions that can be called, whatever they are.

use super::Failure;
use crate::client::Transport;
use crate::error::Unsendable;
use crate::validate::Violations;
use crate::wire::{Decode, Encode, Encoded, RequestJsonError, request_from_json};
use crate::{Action, BoxFuture, CallOptions, Error, PreparedRequest, Service};

/// What the command line does with an action.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    name: &'static str,
    pub(super) check: fn(&str) -> Result<Result<(), Violations>, RequestJsonError>,
    pub(super) prepare: Run<PreparedRequest>,
    pub(super) call: Run<String>,
}

/// Reads a request and does something with it.
type Run<T> = for<'a> fn(&'a str, &'a Transport) -> BoxFuture<'a, Result<T, RunError>>;

/// Why nothing came of a request.
pub(super) enum RunError {
    /// The text is no request of the action.
    Json(RequestJsonError),
    /// The call failed.
    Call(Error),
}

impl Entry {
    /// The entry of an action, by its request.
    #[must_use]
    pub const fn of<A>() -> Self
    where
        A: Action + Decode,
        A::Response: Encode,
    {
        Self {
            name: A::INFO.name,
            check: |text| request_from_json::<A>(text).map(|request| request.validate()),
            prepare: |text, transport| {
                Box::pin(async move {
                    let request = read::<A>(text)?;
                    let prepared = transport.prepare(&request, &CallOptions::new()).await;
                    prepared.map_err(RunError::Call)
                })
            },
            call: |text, transport| {
                Box::pin(async move {
                    let request = read::<A>(text)?;
                    let response = transport.call(&request, &CallOptions::new()).await;
                    let response = response.map_err(RunError::Call)?;
                    let unwritable = |error| Error::Unsendable(Unsendable::json(error));
                    serde_json::to_string_pretty(&Encoded(&response))
                        .map_err(|error| RunError::Call(unwritable(error)))
                })
            },
        }
    }
}

/// Reads a request and holds it against its rules.
fn read<A: Action + Decode>(text: &str) -> Result<A, RunError> {
    let request: A = request_from_json(text).map_err(RunError::Json)?;
    let valid = request.validate();
    valid.map_err(|violations| RunError::Call(Error::Invalid(violations)))?;
    Ok(request)
}

/// The action of that name.
pub(super) fn find<'a>(
    service: &Service,
    actions: &'a [Entry],
    name: &str,
) -> Result<&'a Entry, Failure> {
    if let Some(entry) = actions.iter().find(|entry| entry.name == name) {
        return Ok(entry);
    }
    let likeness =
        |entry: &Entry| strsim::jaro_winkler(&entry.name.to_lowercase(), &name.to_lowercase());
    let nearest = actions
        .iter()
        .map(|entry| (likeness(entry), entry.name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let hint = match nearest {
        Some((_, nearest)) => format!("did you mean {nearest}?"),
        None => {
            let names: Vec<_> = actions.iter().take(10).map(|entry| entry.name).collect();
            let more = if actions.len() > 10 { ", …" } else { "" };
            format!("it has {}{more}", names.join(", "))
        }
    };
    let service = format!("{} {}", service.name, service.version);
    Err(Failure::wrong_use(format!(
        "{service} has no action `{name}` here; {hint}"
    )))
}
