//! The blocking client's use of events.

use std::fmt;

use super::event::Event;
use super::streamable_call::refuse_events;
use crate::client::backend::Backend;
use crate::client::blocking::{StubMethod, Transport, WorkerStream};
use crate::client::error::Error;
use crate::client::options::CallOptions;
use crate::wire::Decode;
use crate::{Action, StreamingAction};

/// The method of a blocking stub `S` that answers an action `A` with events.
pub type StreamMethod<S, A> =
    fn(&S, &A, &CallOptions) -> Result<EventStream<<A as Action>::Response>, Error>;

impl<S: ?Sized> Backend<Transport, S> {
    /// Calls an action that can also answer with events, and waits for one response.
    ///
    /// # Errors
    ///
    /// See the variants of [`Error`].
    pub fn call_streamable<A: StreamingAction>(
        &self,
        request: A,
        options: &CallOptions,
        stub_method: StubMethod<S, A>,
    ) -> Result<A::Response, Error> {
        refuse_events(&A::INFO, &request)?;
        self.call(request, options, stub_method)
    }

    /// Opens a stream of events of the service or the stub.
    ///
    /// # Errors
    ///
    /// See the variants of [`Error`].
    pub fn stream<A: StreamingAction>(
        &self,
        mut request: A,
        options: &CallOptions,
        stream_method: StreamMethod<S, A>,
    ) -> Result<EventStream<A::Response>, Error> {
        request.ask_for_events();
        options.check(&request)?;
        match self {
            Self::Service(transport) => {
                let stream = transport.open_stream(&A::INFO, &request, options)?;
                let source = Source::Service(stream);
                Ok(EventStream { source })
            }
            Self::Stub(stub) => stream_method(stub, &request, options),
        }
    }
}

/// The events of a response `R`, like the asynchronous
/// [`EventStream`](crate::client::EventStream). The iterator ends after an error.
#[must_use = "dropping a stream of events closes its connection"]
pub struct EventStream<R> {
    source: Source<R>,
}

enum Source<R> {
    Service(WorkerStream),
    Stub(Box<dyn Iterator<Item = Result<Event<R>, Error>> + Send>),
}

impl<R> EventStream<R> {
    /// Creates a stream of these events, for stubs.
    pub fn from_events<I>(events: I) -> Self
    where
        I: IntoIterator<Item = Result<Event<R>, Error>, IntoIter: Send + 'static>,
    {
        let source = Source::Stub(Box::new(events.into_iter()));
        Self { source }
    }

    /// Returns the request id in the header of the response. `None` if the service sent none, and for a stub.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match &self.source {
            Source::Service(stream) => stream.state().request_id(),
            Source::Stub(_) => None,
        }
    }
}

impl<R: Decode> Iterator for EventStream<R> {
    type Item = Result<Event<R>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = match &mut self.source {
            Source::Stub(events) => return events.next(),
            Source::Service(stream) => stream,
        };
        let received = stream.next()?;
        let event = received.and_then(|received| Event::decode(stream.state(), received));
        if event.is_err() {
            stream.stop();
        }
        Some(event)
    }
}

impl<R> fmt::Debug for EventStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}
