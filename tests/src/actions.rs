//! Lists every action of the generated crate by name, so that tests are data and contain no names of
//! actions.

use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tencent_runtime::client::{CallOptions, Error, blocking};
use tencent_runtime::schema::VisitSchemas;
use tencent_runtime::validate::Violation;
use tencent_runtime::wire::{Decode, Encode};
use tencent_runtime::{Action, ActionInfo, BoxFuture, client, wire};

use crate::schema::{self, Broken, Example};

/// The functions that tests call for an action.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The static information about the action.
    pub info: ActionInfo,
    /// Decodes a request, and returns its violations and warnings.
    pub check: fn(&str) -> Result<Checked, String>,
    /// Decodes a request and encodes it again.
    pub request: fn(&str) -> Result<Value, String>,
    /// Decodes a response and encodes it again.
    pub response: fn(&str) -> Result<Value, String>,
    /// Calls the action with a request as JSON text. Returns the response as JSON.
    pub call: for<'a> fn(&'a client::Transport, &'a str) -> BoxFuture<'a, Result<Value, Error>>,
    /// Calls the action with the blocking client.
    pub call_blocking: fn(&blocking::Transport, &str) -> Result<Value, Error>,
    /// Formats a request with `Debug`.
    pub debug_request: fn(&str) -> Result<String, String>,
    /// Formats a response with `Debug`.
    pub debug_response: fn(&str) -> Result<String, String>,
    /// Returns the JSON Schema of a request.
    pub request_schema: fn() -> Value,
    /// Returns the JSON Schema of a response.
    pub response_schema: fn() -> Value,
}

/// The results of validating a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The violations, in order.
    pub violations: Vec<Broken>,
    /// The warnings, in order.
    pub warnings: Vec<Broken>,
    /// The messages of both.
    pub messages: Vec<String>,
    /// Both, as the validators returned them.
    pub found: Vec<Violation>,
}

/// Returns every action.
#[must_use]
pub fn all() -> Vec<Entry> {
    let mut table = Table(Vec::new());
    tencent_ess::visit_schemas(&mut table);
    table.0
}

/// Returns the action with that name.
#[must_use]
pub fn named(name: &str) -> Entry {
    all()
        .into_iter()
        .find(|entry| entry.info.name == name)
        .unwrap()
}

/// Returns a documented call for tests that need any: it is valid and succeeds, the action is
/// idempotent, and the response contains an object.
#[must_use]
pub fn example() -> Example {
    let suits = |example: &Example| {
        let response = example.response["Response"].as_object();
        named(&example.action).info.idempotent
            && example.violations.is_empty()
            && response.is_some_and(|members| {
                !members.contains_key("Error") && members.values().any(Value::is_object)
            })
    };
    schema::examples().into_iter().find(suits).unwrap()
}

struct Table(Vec<Entry>);

impl VisitSchemas for Table {
    fn visit<A>(&mut self)
    where
        A: Action + Decode + Serialize + DeserializeOwned + JsonSchema + 'static,
        A::Response: Encode + Serialize + DeserializeOwned + JsonSchema,
    {
        self.0.push(Entry {
            info: A::INFO,
            check: check::<A>,
            request: |text| read::<A>(text).map(|request| serde_json::to_value(request).unwrap()),
            response: |text| {
                let response: A::Response = serde_json::from_str(text).map_err(said)?;
                Ok(serde_json::to_value(response).unwrap())
            },
            call: |transport, text| {
                let request: A = read(text).unwrap();
                Box::pin(async move {
                    let options = CallOptions::new();
                    let response = transport.call(&request, &options).await?;
                    Ok(serde_json::to_value(response).unwrap())
                })
            },
            call_blocking: |transport, text| {
                let request: A = read(text).unwrap();
                let response = transport.call(&request, &CallOptions::new())?;
                Ok(serde_json::to_value(response).unwrap())
            },
            debug_request: |text| read::<A>(text).map(|request| format!("{request:?}{request:#?}")),
            debug_response: |text| {
                let response: A::Response = serde_json::from_str(text).map_err(said)?;
                Ok(format!("{response:?}{response:#?}"))
            },
            request_schema: || schema_for!(A).to_value(),
            response_schema: || schema_for!(A::Response).to_value(),
        });
    }
}

fn read<A: Action + Decode>(text: &str) -> Result<A, String> {
    wire::request_from_json(text).map_err(said)
}

fn check<A: Action + Decode>(text: &str) -> Result<Checked, String> {
    let request: A = read(text)?;
    let violations: Vec<Violation> = request
        .validate()
        .map_or_else(|found| found.into_iter().collect(), |()| Vec::new());
    let warnings = request.warnings();
    let broken = |violation: &Violation| Broken {
        path: violation.path().to_owned(),
        keyword: violation.keyword().to_string(),
    };
    Ok(Checked {
        violations: violations.iter().map(broken).collect(),
        warnings: warnings.iter().map(broken).collect(),
        messages: violations
            .iter()
            .chain(&warnings)
            .map(ToString::to_string)
            .collect(),
        found: violations.into_iter().chain(warnings).collect(),
    })
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
