//! The hand-written half of a generated client.
//!
//! A generated crate holds the types of a service, and lists what is particular to each: members,
//! rules, names. Everything that would repeat from one to the next is here: how objects travel as
//! JSON ([`wire`]), what validators are made of ([`validate`]), how a call is signed ([`sign`]), sent
//! and sent again ([`client`], [`blocking`]), what can go wrong with it ([`Error`]), and JSON Schemas
//! ([`schema`]).
//!
//! Without features there is no HTTP stack.

mod action;
#[cfg(feature = "call")]
mod backend;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "call")]
mod builder;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "call")]
pub mod clock;
#[cfg(feature = "call")]
pub mod credential;
#[cfg(feature = "call")]
mod endpoint;
#[cfg(feature = "call")]
pub mod error;
mod error_code;
#[cfg(feature = "call")]
mod exchange;
#[cfg(feature = "call")]
mod http;
#[cfg(feature = "call")]
mod limiter;
mod open_enum;
#[cfg(feature = "call")]
mod options;
#[cfg(feature = "replay")]
#[doc(hidden)]
pub mod replay;
#[cfg(feature = "client")]
mod reply;
#[cfg(feature = "call")]
mod retry;
#[cfg(feature = "schemars")]
pub mod schema;
#[cfg(feature = "call")]
pub mod sign;
#[cfg(feature = "call")]
mod telemetry;
#[cfg(feature = "call")]
mod tls;
pub mod validate;
pub mod wire;

use std::pin::Pin;

pub use action::{Action, ActionInfo, Service, VisitActions};
#[cfg(feature = "call")]
pub use backend::Backend;
#[cfg(feature = "call")]
pub use builder::{BuildError, ClientBuilder, Open};
#[cfg(feature = "call")]
pub use error::Error;
pub use error_code::ErrorCode;
#[cfg(feature = "call")]
pub use exchange::PreparedRequest;
#[cfg(feature = "call")]
pub use limiter::RateLimit;
pub use open_enum::{OpenEnum, UnknownValue};
#[cfg(feature = "call")]
pub use options::{CallOptions, Language};
#[cfg(feature = "client")]
pub use reply::Reply;
#[cfg(feature = "call")]
pub use retry::RetryPolicy;

/// The list of whatever a setter was given.
#[doc(hidden)]
#[must_use]
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// A future that can be sent between threads, behind a pointer.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
