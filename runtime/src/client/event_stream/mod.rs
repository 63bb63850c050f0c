//! Reads responses that arrive as server-sent events, one by one.
//!
//! The call itself is in `exchange`, and the format of events in `sse`. This module contains the types for
//! users, which know the type of the response.

#[cfg(feature = "blocking")]
pub(super) mod blocking;
mod event;
mod stream;
mod streamable_call;

pub use event::Event;
pub use stream::EventStream;
pub use streamable_call::{StreamMethod, StreamableCall};
