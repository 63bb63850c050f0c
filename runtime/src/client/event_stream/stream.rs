//! The stream of events of one response.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::event::Event;
use crate::client::error::Error;
use crate::client::exchange::OpenStream;
use crate::wire::Decode;

/// The events of a response `R`, in the order in which the service sends them. It ends after an error.
///
/// Dropping it closes the connection, so the service can stop. Each event has a
/// [time limit](crate::client::CallOptions::event_timeout), the stream has none. If the connection breaks, or
/// an event is late, the last item is [`Error::Ambiguous`].
///
/// It implements [`Stream`]. [`next`](Self::next) needs no other crate.
///
/// Stubs create it with [`from_events`](Self::from_events):
///
/// ```
/// use tencent_runtime::client::{Error, Event, EventStream};
///
/// fn answer<R: Send + 'static>(parts: Vec<R>, last: Error) -> EventStream<R> {
///     let parts = parts.into_iter().map(|part| Ok(Event::new(part)));
///     EventStream::from_events(parts.chain([Err(last)]))
/// }
/// ```
#[must_use = "dropping a stream of events closes its connection"]
pub struct EventStream<R> {
    source: Source<R>,
}

enum Source<R> {
    Service(Box<OpenStream>),
    Stub(Pin<Box<dyn Stream<Item = Result<Event<R>, Error>> + Send>>),
}

impl<R> EventStream<R> {
    pub(super) fn from_service(stream: OpenStream) -> Self {
        let source = Source::Service(Box::new(stream));
        Self { source }
    }

    /// Returns the request id in the header of the response. Tencent's support asks for it. `None` if the
    /// service sent none, and for a stub.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match &self.source {
            Source::Service(stream) => stream.state().request_id(),
            Source::Stub(_) => None,
        }
    }
}

impl<R: 'static> EventStream<R> {
    /// Creates a stream of these events, which are ready at once, for stubs.
    pub fn from_events<I>(events: I) -> Self
    where
        I: IntoIterator<Item = Result<Event<R>, Error>, IntoIter: Send + 'static>,
    {
        Self::from_stream(Ready(events.into_iter()))
    }

    /// Creates a stream from another one, for stubs that also imitate the times of events.
    pub fn from_stream(
        events: impl Stream<Item = Result<Event<R>, Error>> + Send + 'static,
    ) -> Self {
        let source = Source::Stub(Box::pin(events));
        Self { source }
    }
}

impl<R: Decode> EventStream<R> {
    /// Returns the next event. `None` after the last one, or after an error.
    ///
    /// Dropping the future does not lose an event: the next call continues with it.
    pub async fn next(&mut self) -> Option<Result<Event<R>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Nothing in it is pinned: streams of stubs are in a box.
impl<R> Unpin for EventStream<R> {}

impl<R: Decode> Stream for EventStream<R> {
    type Item = Result<Event<R>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let stream = match &mut self.source {
            Source::Stub(events) => return events.as_mut().poll_next(context),
            Source::Service(stream) => stream,
        };
        let next = ready!(stream.poll_next(context));
        Poll::Ready(next.map(|received| {
            let event = received.and_then(|received| Event::decode(stream.state(), received));
            event.inspect_err(|_| stream.stop())
        }))
    }
}

impl<R> fmt::Debug for EventStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

/// Events that are ready at once.
struct Ready<I>(I);

// The iterator is not pinned.
impl<I> Unpin for Ready<I> {}

impl<I: Iterator> Stream for Ready<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}
