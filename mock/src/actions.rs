//! The actions that a mock answers.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::OnceLock;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tencent_runtime::schema::VisitSchemas;
use tencent_runtime::schema::schemars::{JsonSchema, schema_for};
use tencent_runtime::validate::Violations;
use tencent_runtime::wire::{self, Decode, Encode, RequestJsonError};
use tencent_runtime::{Action, ActionInfo, Service};

use crate::machine::{IdLink, StateMachine};

/// The actions of a service. The function `actions` of a generated crate returns them.
///
/// ```
/// use tencent_mock::Actions;
///
/// fn names(actions: &Actions) -> Vec<&'static str> {
///     actions.names().collect()
/// }
/// ```
pub struct Actions {
    pub(crate) service: &'static Service,
    pub(crate) entries: BTreeMap<&'static str, Entry>,
    pub(crate) state_machines: Vec<&'static StateMachine>,
}

/// The documentation of an action, as far as a mock uses it.
///
/// ```
/// use tencent_mock::Documented;
///
/// const DOCUMENTED: Documented = Documented::new().creates(&["TaskId"]);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Documented {
    errors: &'static [&'static str],
    creates: &'static [&'static str],
    ids: &'static [IdLink],
    examples: &'static [(&'static str, &'static str)],
}

/// A decoded request.
pub(crate) type Request = Box<dyn Any + Send>;

/// What the mock does with the requests of an action.
pub(crate) struct Entry {
    pub(crate) info: ActionInfo,
    /// Decodes a request strictly: unknown members are errors.
    pub(crate) decode: fn(&str) -> Result<Request, RequestJsonError>,
    /// Decodes a request, and skips unknown members.
    pub(crate) decode_leniently: fn(&str) -> Result<Request, String>,
    pub(crate) validate: fn(&dyn Any) -> Result<(), Violations>,
    pub(crate) errors: &'static [&'static str],
    pub(crate) creates: &'static [&'static str],
    pub(crate) ids: &'static [IdLink],
    examples: &'static [(&'static str, &'static str)],
    response_schema: fn() -> Value,
    parsed: OnceLock<Parsed>,
}

/// The data for default answers. They are parsed when the first request of the action arrives.
pub(crate) struct Parsed {
    pub(crate) response_schema: Value,
    /// The documented requests, and the content of `Response` of their responses.
    pub(crate) examples: Vec<(Value, Value)>,
}

impl Actions {
    /// Creates an empty table for a service.
    #[must_use]
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            entries: BTreeMap::new(),
            state_machines: Vec::new(),
        }
    }

    /// Adds the documentation of an action. It has no effect if the table does not contain the action.
    pub fn document(&mut self, action: &str, documented: Documented) {
        if let Some(entry) = self.entries.get_mut(action) {
            entry.errors = documented.errors;
            entry.creates = documented.creates;
            entry.ids = documented.ids;
            entry.examples = documented.examples;
        }
    }

    /// Adds a thing whose state the mock changes.
    #[doc(hidden)]
    pub fn add_state_machine(&mut self, machine: &'static StateMachine) {
        self.state_machines.push(machine);
    }

    /// Returns the names of the actions, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.entries.keys().copied()
    }

    /// Returns the names of the members with ids that the actions create.
    pub(crate) fn created_ids(&self) -> BTreeSet<&'static str> {
        let entries = self.entries.values();
        entries
            .flat_map(|entry| entry.creates.iter().copied())
            .collect()
    }
}

impl fmt::Debug for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Actions")
            .field("service", &self.service.name)
            .field("names", &self.entries.keys())
            .finish()
    }
}

impl Documented {
    /// Creates a value without content.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            errors: &[],
            creates: &[],
            ids: &[],
            examples: &[],
        }
    }

    /// Sets the error codes of the action.
    #[must_use]
    pub const fn errors(mut self, codes: &'static [&'static str]) -> Self {
        self.errors = codes;
        self
    }

    /// Sets the members of the response whose ids the action creates.
    #[must_use]
    pub const fn creates(mut self, members: &'static [&'static str]) -> Self {
        self.creates = members;
        self
    }

    /// Sets the members of the request with ids of another name.
    #[doc(hidden)]
    #[must_use]
    pub const fn ids(mut self, links: &'static [IdLink]) -> Self {
        self.ids = links;
        self
    }

    /// Sets the documented calls: the body of a request and the body of its response.
    #[must_use]
    pub const fn examples(mut self, examples: &'static [(&'static str, &'static str)]) -> Self {
        self.examples = examples;
        self
    }
}

impl Entry {
    pub(crate) fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| Parsed {
            response_schema: (self.response_schema)(),
            examples: self.examples().collect(),
        })
    }

    /// Parses the documented calls.
    pub(crate) fn examples(&self) -> impl Iterator<Item = (Value, Value)> {
        self.examples.iter().filter_map(example)
    }
}

fn example((request, response): &(&str, &str)) -> Option<(Value, Value)> {
    let request = serde_json::from_str(request).ok()?;
    let mut response: Value = serde_json::from_str(response).ok()?;
    Some((request, response.get_mut("Response")?.take()))
}

impl VisitSchemas for Actions {
    fn visit<A>(&mut self)
    where
        A: Action + Decode + Serialize + DeserializeOwned + JsonSchema + 'static,
        A::Response: Encode + Serialize + DeserializeOwned + JsonSchema,
    {
        let entry = Entry {
            info: A::INFO,
            decode: |text| Ok(Box::new(wire::request_from_json::<A>(text)?)),
            decode_leniently: |text| match serde_json::from_str::<A>(text) {
                Ok(request) => Ok(Box::new(request)),
                Err(error) => Err(error.to_string()),
            },
            validate: |request| match request.downcast_ref::<A>() {
                Some(request) => request.validate(),
                None => Ok(()),
            },
            errors: &[],
            creates: &[],
            ids: &[],
            examples: &[],
            response_schema: || schema_for!(A::Response).to_value(),
            parsed: OnceLock::new(),
        };
        self.entries.insert(A::INFO.name, entry);
    }
}
