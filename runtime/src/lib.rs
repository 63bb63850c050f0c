//! The hand-written half of a generated client.

mod action;
#[cfg(feature = "sign")]
pub mod clock;
#[cfg(feature = "sign")]
pub mod credential;
mod error_code;
mod open_enum;
pub mod redact;
#[cfg(feature = "sign")]
pub mod sign;
pub mod validate;
pub mod wire;

use std::pin::Pin;

pub use action::{Action, ActionInfo, Service, VisitActions};
pub use error_code::ErrorCode;
pub use open_enum::{OpenEnum, UnknownValue};

/// A future that can be sent between threads, behind a pointer.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
