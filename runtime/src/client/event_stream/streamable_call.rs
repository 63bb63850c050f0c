//! A call whose response can also be read event by event.

use std::fmt;

use super::stream::EventStream;
use crate::client::backend::{Backend, StubMethod};
use crate::client::error::{Error, Unsendable};
use crate::client::options::CallOptions;
use crate::client::response_future::ResponseFuture;
use crate::client::transport::Transport;
use crate::wire::{Encode, is_true_at};
use crate::{Action, ActionInfo, StreamingAction};

/// The method of a stub `S` that answers an action `A` with events.
pub type StreamMethod<S, A> =
    for<'a> fn(
        &'a S,
        &'a A,
        &'a CallOptions,
    ) -> ResponseFuture<'a, EventStream<<A as Action>::Response>>;

/// A call whose response can also be read event by event: await it for the whole response, or the future of
/// [`stream`](Self::stream) for its events.
///
/// It does nothing until it is awaited.
#[must_use = "a call is made when it is awaited"]
pub struct StreamableCall<'a, A: StreamingAction, S: ?Sized> {
    backend: &'a Backend<Transport, S>,
    request: A,
    options: &'a CallOptions,
    stub_method: StubMethod<S, A>,
    stream_method: StreamMethod<S, A>,
}

impl<S: Send + Sync + ?Sized> Backend<Transport, S> {
    /// Creates a call of the service or the stub.
    pub fn streamable_call<'a, A: StreamingAction>(
        &'a self,
        request: A,
        options: &'a CallOptions,
        stub_method: StubMethod<S, A>,
        stream_method: StreamMethod<S, A>,
    ) -> StreamableCall<'a, A, S> {
        StreamableCall {
            backend: self,
            request,
            options,
            stub_method,
            stream_method,
        }
    }
}

impl<'a, A: StreamingAction + 'a, S: Send + Sync + ?Sized> StreamableCall<'a, A, S> {
    /// Returns the future of a stream of events.
    ///
    /// If the request has a member that asks for events, such as `Stream`, this method sets it. The future
    /// is ready when the first event arrives, so it contains the errors that a call of any action can have,
    /// and the call is retried like any other until then. If the service answers with one response instead,
    /// the stream has one event.
    ///
    /// # Errors
    ///
    /// See the variants of [`Error`].
    pub fn stream(mut self) -> ResponseFuture<'a, EventStream<A::Response>> {
        self.request.ask_for_events();
        ResponseFuture::new(async move {
            let Self {
                backend,
                request,
                options,
                stream_method,
                ..
            } = self;
            options.check(&request)?;
            match backend {
                Backend::Service(transport) => {
                    let stream = transport.open_stream(&A::INFO, &request, options);
                    Ok(EventStream::from_service(stream.await?))
                }
                Backend::Stub(stub) => stream_method(stub, &request, options).await,
            }
        })
    }
}

impl<'a, A: StreamingAction + 'a, S: Send + Sync + ?Sized> IntoFuture for StreamableCall<'a, A, S> {
    type Output = Result<A::Response, Error>;
    type IntoFuture = ResponseFuture<'a, A::Response>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture::new(async move {
            refuse_events(&A::INFO, &self.request)?;
            self.backend
                .send(&self.request, self.options, self.stub_method)
                .await
        })
    }
}

impl<A: StreamingAction, S: ?Sized> fmt::Debug for StreamableCall<'_, A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamableCall")
            .field("request", &self.request)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Refuses a request for events if the caller waits for one response. The service would carry it out, and the
/// response would be lost.
pub(in crate::client) fn refuse_events(
    action: &ActionInfo,
    request: &dyn Encode,
) -> Result<(), Error> {
    match action.event_stream.and_then(|info| info.switch) {
        Some(switch) if is_true_at(request, &[switch]) => Err(Unsendable::events(switch).into()),
        _ => Ok(()),
    }
}
