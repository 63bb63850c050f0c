//! Callbacks: the messages that report changes of states, posted to a URL of the application.

mod backoff;
mod delivery;
mod message;
mod outbox;
mod target;
mod undelivered;

pub(crate) use backoff::Backoff;
pub(crate) use delivery::deliver;
pub(crate) use outbox::Outbox;
pub(crate) use target::Target;
pub use undelivered::{UndeliveredCallback, UndeliveredCallbacks};
