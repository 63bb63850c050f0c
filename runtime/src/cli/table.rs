//! The table of all actions.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::CliError;
use crate::validate::Validate;
use crate::wire::{Decode, Encode, RequestJsonError, Slot, request_from_json};
use crate::{Action, ActionInfo, Service, VisitActions};

/// The actions of a service, in the order of their names.
#[derive(Debug, Default)]
pub struct Actions(Vec<ActionEntry>);

impl Actions {
    /// Collects the actions that a function visits.
    pub(super) fn visited(visit: fn(&mut Self)) -> Vec<ActionEntry> {
        let mut actions = Self::default();
        visit(&mut actions);
        actions.0
    }
}

impl VisitActions for Actions {
    fn visit<A>(&mut self)
    where
        A: Action + Decode + Serialize + DeserializeOwned + 'static,
        A::Response: Encode + Serialize + DeserializeOwned,
    {
        self.0.push(const { ActionEntry::of::<A>() });
    }
}

/// The functions of one action. Only they are compiled for each action.
#[derive(Clone, Copy, Debug)]
pub(super) struct ActionEntry {
    pub(super) info: &'static ActionInfo,
    /// Decodes a request strictly.
    pub(super) read: fn(&str) -> Result<Box<dyn Request>, RequestJsonError>,
    /// Creates a slot for a response.
    pub(super) response: fn() -> Box<dyn Slot>,
}

/// A request of any action.
pub(super) trait Request: Encode + Validate + Send + Sync {}

impl<A: Action> Request for A {}

impl ActionEntry {
    /// Creates the entry of an action.
    const fn of<A: Action + Decode + 'static>() -> Self {
        Self {
            info: &A::INFO,
            read: |text| {
                let request: A = request_from_json(text)?;
                Ok(Box::new(request))
            },
            response: || Box::new(None::<A::Response>),
        }
    }

    /// Returns the official name.
    pub(super) fn name(&self) -> &'static str {
        self.info.name
    }
}

/// Finds an action by its name.
pub(super) fn find<'a>(
    service: &Service,
    actions: &'a [ActionEntry],
    name: &str,
) -> Result<&'a ActionEntry, CliError> {
    if let Some(entry) = actions.iter().find(|entry| entry.name() == name) {
        return Ok(entry);
    }
    let likeness = |entry: &ActionEntry| {
        strsim::jaro_winkler(&entry.name().to_lowercase(), &name.to_lowercase())
    };
    let nearest = actions
        .iter()
        .map(|entry| (likeness(entry), entry.name()))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let hint = match nearest {
        Some((_, nearest)) => format!("did you mean {nearest}?"),
        None => {
            let names: Vec<_> = actions.iter().take(10).map(ActionEntry::name).collect();
            let more = if actions.len() > 10 { ", …" } else { "" };
            format!("it has {}{more}", names.join(", "))
        }
    };
    let service = format!("{} {}", service.name, service.version);
    Err(CliError::usage(format!(
        "{service} has no action `{name}` here; {hint}"
    )))
}
