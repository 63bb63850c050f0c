//! One event of a stream.

use std::fmt;

use crate::client::error::Error;
use crate::client::exchange::{ReceivedEvent, StreamState};
use crate::wire::Decode;

/// An event of a stream: a part of the response `R`.
///
/// Stubs create it with [`Event::new`], or from a response with `into`.
#[derive(Clone, PartialEq, Eq)]
pub struct Event<R> {
    response: R,
    data: String,
    event_type: Option<String>,
    id: Option<String>,
}

impl<R> Event<R> {
    /// Creates an event with that part of the response, and without data, type and id.
    #[must_use]
    pub fn new(response: R) -> Self {
        Self {
            response,
            data: String::new(),
            event_type: None,
            id: None,
        }
    }

    /// Sets the data.
    #[must_use]
    pub fn with_data(mut self, data: impl Into<String>) -> Self {
        self.data = data.into();
        self
    }

    /// Sets the type.
    #[must_use]
    pub fn with_event_type(mut self, event_type: impl Into<String>) -> Self {
        self.event_type = Some(event_type.into());
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Returns the members of the response that the event contains. The others are `None`.
    ///
    /// Members that the crate does not know are only in the [data](Self::data). Some services describe no
    /// member of their events.
    #[must_use]
    pub fn response(&self) -> &R {
        &self.response
    }

    /// Returns the members of the response that the event contains.
    #[must_use]
    pub fn into_response(self) -> R {
        self.response
    }

    /// Returns the data as the service sent it, usually JSON. It may contain personal data, so do not log it.
    #[must_use]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// Returns the type of the event, if the service named one.
    #[must_use]
    pub fn event_type(&self) -> Option<&str> {
        self.event_type.as_deref()
    }

    /// Returns the last id that the service sent, if it sent one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl<R: Decode> Event<R> {
    /// Decodes the data of an event. Only this is compiled for each type.
    pub(super) fn decode(state: &StreamState, received: ReceivedEvent) -> Result<Self, Error> {
        let mut slot: Option<R> = None;
        let store = R::STORE_WARNINGS;
        let warnings = state.decode_into(&received, store.is_some(), &mut slot)?;
        let Some(mut response) = slot else {
            return Err(state.no_value(&received));
        };
        if let Some(store) = store {
            store(&mut response, warnings);
        }
        let event = received.event;
        Ok(Self {
            response,
            data: String::from_utf8_lossy(&event.data).into_owned(),
            event_type: event.event_type,
            id: event.id,
        })
    }
}

impl<R> From<R> for Event<R> {
    fn from(response: R) -> Self {
        Self::new(response)
    }
}

impl<R: fmt::Debug> fmt::Debug for Event<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("response", &self.response)
            .field("data_bytes", &self.data.len())
            .finish_non_exhaustive()
    }
}
