//! The runtime of generated Tencent Cloud clients.
//!
//! A generated crate contains the types of one service, and tables of what is specific to each of
//! them: members, rules and names. This crate contains the rest:
//!
//! - [`wire`] encodes and decodes objects as JSON.
//! - [`validate`] contains the checks that generated validators call.
//! - `client` makes calls: settings, credentials, signatures, retries, transport and errors. It
//!   needs the feature `client`, and its blocking client the feature `blocking`.
//! - `callback` receives messages that the service posts, with the feature `callback`.
//! - [`setter`] contains the traits for arguments of setters.
//! - `schema` provides JSON Schemas, with the feature `schemars`.
//!
//! Without features, the crate does not depend on an HTTP stack.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod action;
#[cfg(feature = "callback")]
pub mod callback;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "client")]
pub mod client;
mod environment;
mod error_code;
mod one_line;
mod open_enum;
mod paginate;
mod region;
#[cfg(feature = "replay")]
#[doc(hidden)]
pub mod replay;
#[cfg(feature = "schemars")]
pub mod schema;
pub mod setter;
pub mod validate;
pub mod wire;

use std::pin::Pin;

/// JSON values, such as those of `Client::call_json`.
pub use serde_json;

pub use action::{
    Action, ActionInfo, BodyForm, EventStreamInfo, RetryableCode, Service, StreamingAction,
    VisitActions,
};
#[doc(hidden)]
pub use environment::environment_from_str;
pub use environment::{EnvironmentInfo, ServiceEnvironment, UnknownEnvironment};
pub use error_code::ErrorCode;
pub use open_enum::{OpenEnum, UnknownValue};
pub use region::Region;

/// Collects the argument of a generated setter.
#[doc(hidden)]
#[must_use]
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// A boxed future that can be sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
