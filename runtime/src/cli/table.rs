//! The actions that can be called, whatever they are.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Failure;
use crate::validate::Validate;
use crate::wire::{Decode, Encode, Place, RequestJsonError, request_from_json};
use crate::{Action, ActionInfo, Service, VisitActions};

/// The actions of a service, in the order of their names.
#[derive(Debug, Default)]
pub struct Actions(Vec<Entry>);

impl Actions {
    /// Those that the function visits.
    pub(super) fn visited(visit: fn(&mut Self)) -> Vec<Entry> {
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
        self.0.push(const { Entry::of::<A>() });
    }
}

/// What the command line knows of an action. All else is compiled once for all actions.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) info: &'static ActionInfo,
    /// Reads a request, without letting anything get lost.
    pub(super) read: fn(&str) -> Result<Box<dyn Request>, RequestJsonError>,
    /// A place that a response is read into.
    pub(super) response: fn() -> Box<dyn Place>,
}

/// A request, of whatever action.
pub(super) trait Request: Encode + Validate + Send + Sync {}

impl<A: Action> Request for A {}

impl Entry {
    /// The entry of an action, by its request.
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

    /// The official name.
    pub(super) fn name(&self) -> &'static str {
        self.info.name
    }
}

/// The action of that name.
pub(super) fn find<'a>(
    service: &Service,
    actions: &'a [Entry],
    name: &str,
) -> Result<&'a Entry, Failure> {
    if let Some(entry) = actions.iter().find(|entry| entry.name() == name) {
        return Ok(entry);
    }
    let likeness =
        |entry: &Entry| strsim::jaro_winkler(&entry.name().to_lowercase(), &name.to_lowercase());
    let nearest = actions
        .iter()
        .map(|entry| (likeness(entry), entry.name()))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let hint = match nearest {
        Some((_, nearest)) => format!("did you mean {nearest}?"),
        None => {
            let names: Vec<_> = actions.iter().take(10).map(Entry::name).collect();
            let more = if actions.len() > 10 { ", …" } else { "" };
            format!("it has {}{more}", names.join(", "))
        }
    };
    let service = format!("{} {}", service.name, service.version);
    Err(Failure::wrong_use(format!(
        "{service} has no action `{name}` here; {hint}"
    )))
}
