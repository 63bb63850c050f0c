//! The hand-written half of a generated client.

mod action;
mod open_enum;
pub mod redact;
pub mod validate;
pub mod wire;

pub use action::{Action, ActionInfo, Service};
pub use open_enum::{OpenEnum, UnknownValue};
