//! The table of the actions that a mock answers.

use std::any::Any;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tencent_runtime::schema::schemars::{JsonSchema, schema_for};
use tencent_runtime::schema::VisitSchemas;
use tencent_runtime::validate::Violations;
use tencent_runtime::wire::{self, Decode, Encode};
use tencent_runtime::{Action, ActionInfo, Service};

/// The actions of a service. The function `actions` of a generated crate returns them.
pub trait ServiceActions {
    /// Returns the service.
    fn service(&self) -> &'static Service;

    /// Visits every action.
    fn visit(&self, visitor: &mut impl VisitSchemas);
}

/// A decoded request, of a type that the table knows.
pub(crate) type Decoded = Box<dyn Any + Send>;

/// What the mock does with the requests of an action.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) info: ActionInfo,
    pub(crate) decode: fn(&str) -> Result<Decoded, String>,
    pub(crate) validate: fn(&dyn Any) -> Result<(), Violations>,
    pub(crate) response_schema: fn() -> Value,
}

/// The actions by their names.
#[derive(Default)]
pub(crate) struct Table(pub(crate) BTreeMap<&'static str, Entry>);

impl Table {
    pub(crate) fn of(actions: &impl ServiceActions) -> Self {
        let mut table = Self::default();
        actions.visit(&mut table);
        table
    }
}

impl VisitSchemas for Table {
    fn visit<A>(&mut self)
    where
        A: Action + Decode + Serialize + DeserializeOwned + JsonSchema + 'static,
        A::Response: Encode + Serialize + DeserializeOwned + JsonSchema,
    {
        let entry = Entry {
            info: A::INFO,
            decode: |text| match wire::request_from_json::<A>(text) {
                Ok(request) => Ok(Box::new(request)),
                Err(error) => Err(error.to_string()),
            },
            validate: |request| match request.downcast_ref::<A>() {
                Some(request) => request.validate(),
                None => Ok(()),
            },
            response_schema: || schema_for!(A::Response).to_value(),
        };
        self.0.insert(A::INFO.name, entry);
    }
}
