//! The blocking client. It runs the asynchronous HTTP client on a thread of its own.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use serde_json::Value;
use tokio::runtime::Runtime;

use super::build_error::BuildError;
use super::builder::BuildClient;
use super::credential::{Credential, CredentialError};
use super::error::{Error, PermitError, TransportCause};
pub use super::event_stream::blocking::EventStream;
#[doc(hidden)]
pub use super::event_stream::blocking::StreamMethod;
use super::exchange::{
    AnswerForm, Call, CalledAction, CompletedCall, EncodedRequest, HttpResponse, OpenStream,
    PreparedRequest, ReceivedEvent, SendFailure, SendFailureReason, Step, StreamState,
    SuccessResponse,
};
use super::http::HttpClient;
use super::inner::{BuildTransport, ClientInner};
use super::json_request::JsonRequest;
use super::options::CallOptions;
pub use super::pagination::blocking::{Items, Pages, Paginator};
#[doc(hidden)]
pub use super::pagination::blocking::{StubMethod, StubbedBy};
use super::rate_limit::Acquisition;
use crate::wire::Encode;
use crate::{Action, ActionInfo};

/// The method of a stub `S` for actions that no crate contains.
pub type JsonStubMethod<S> = fn(&S, &JsonRequest, &CallOptions) -> Result<Value, Error>;

/// How much longer than the time limit of a task the caller waits for its thread.
const GRACE: Duration = Duration::from_secs(1);

/// Sends requests from a thread of its own and blocks the caller. Clones share the thread and the
/// connections, and are cheap.
#[derive(Clone)]
pub struct Transport {
    inner: Arc<ClientInner>,
    http: HttpClient,
    worker: Arc<Worker>,
}

impl Transport {
    /// Calls an action: waits for a permit, signs, sends, retries and decodes.
    ///
    /// This method does not validate the request; see [`CallOptions::check`].
    ///
    /// # Errors
    ///
    /// See the variants of [`Error`].
    pub fn call<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<A::Response, Error> {
        let completed = self.send((&A::INFO).into(), request, options)?;
        completed.decode()
    }

    /// Calls an action that no crate contains, like [`Transport::call`]. Returns the member `Response` of the
    /// answer.
    ///
    /// The call counts as idempotent if the name of the action begins with `Describe` or `List`;
    /// [`CallOptions::idempotent`] changes it.
    ///
    /// # Errors
    ///
    /// See the variants of [`Error`]. All values of the request are redacted from messages.
    pub fn call_json(&self, request: &JsonRequest, options: &CallOptions) -> Result<Value, Error> {
        let action = CalledAction::named(request, self.inner.service)?;
        let completed = self.send(action, request.members(), options)?;
        completed.decode()
    }

    /// Makes a call without decoding its response. It is compiled once for all actions.
    fn send<'a>(
        &'a self,
        action: CalledAction,
        request: &dyn Encode,
        options: &CallOptions,
    ) -> Result<CompletedCall<'a>, Error> {
        self.receive(action, request, options, AnswerForm::Document)
    }

    /// Makes a call up to the first event of its response.
    pub(super) fn open_stream(
        &self,
        action: &'static ActionInfo,
        request: &dyn Encode,
        options: &CallOptions,
    ) -> Result<WorkerStream, Error> {
        let stream = self
            .receive(action.into(), request, options, AnswerForm::Events)?
            .into_stream();
        Ok(WorkerStream {
            state: Arc::clone(stream.state()),
            stream: Some(stream),
            events: 0,
            worker: Arc::clone(&self.worker),
        })
    }

    fn receive<'a>(
        &'a self,
        action: CalledAction,
        request: &dyn Encode,
        options: &CallOptions,
        answer: AnswerForm,
    ) -> Result<CompletedCall<'a>, Error> {
        let mut call = Call::start(&self.inner, action, request, options, answer)?;
        let outcome = self.run(&mut call);
        call.finish(outcome)
    }

    /// Signs a request like [`Transport::call`], but does not send it.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] without a usable credential, and [`Error::Unsendable`] if the request
    /// cannot be sent.
    pub fn prepare<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<PreparedRequest, Error> {
        let request = EncodedRequest::new(&self.inner, (&A::INFO).into(), request, options)?;
        if !request.needs_credential() {
            return Ok(request.skip_signature(&self.inner));
        }
        let credential = self.get_credential(request.timeout());
        request.prepare(&self.inner, credential)
    }

    /// Returns the options that the client was built with.
    #[must_use]
    pub fn default_options(&self) -> CallOptions {
        self.inner.options.clone()
    }

    fn run(&self, call: &mut Call<'_>) -> Result<SuccessResponse, Error> {
        #[cfg(feature = "tracing")]
        let span = call.telemetry.span().clone();
        #[cfg(feature = "tracing")]
        let _entered = span.enter();
        let mut step = call.acquire_permit();
        loop {
            step = match step {
                Step::Wait(pause) => {
                    std::thread::sleep(pause);
                    call.acquire_permit()
                }
                Step::Queue(waiter) => call.on_permit(waiter.block().map_err(Into::into)),
                Step::AskLimiter(acquisition) => call.on_permit(self.worker.ask(acquisition)),
                Step::GetCredential => match self.get_credential(call.time_left()) {
                    Some(found) => call.on_credential(found),
                    None => call.on_timeout(),
                },
                Step::Send(request) => call.on_response(self.worker.send(&self.http, request)),
                Step::Done(outcome) => return outcome,
            };
        }
    }

    /// Asks the provider for a credential. Returns `None` after the time limit.
    ///
    /// The worker's runtime polls the provider, because it may need timers and sockets.
    fn get_credential(&self, time_left: Duration) -> Option<Result<Credential, CredentialError>> {
        if let Some(cached) = self.inner.credential.cached() {
            return Some(Ok(cached));
        }
        let inner = Arc::clone(&self.inner);
        let found =
            async move { tokio::time::timeout(time_left, inner.credential.credential()).await };
        match self.worker.run(time_left, found) {
            Ok(found) => found.ok(),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                Some(Err(CredentialError::provider("it panicked")))
            }
        }
    }
}

impl BuildClient for Transport {
    type Transport = Self;
}

impl BuildTransport for Transport {
    fn build(inner: Arc<ClientInner>) -> Result<Self, BuildError> {
        let http = HttpClient::new(&inner)?;
        let worker = Arc::new(Worker::start()?);
        Ok(Self {
            inner,
            http,
            worker,
        })
    }
}

/// The thread that drives all connections of a client.
///
/// Callers block on a channel, not on the runtime, so they may be inside another runtime.
struct Worker(Option<Runtime>);

impl Worker {
    fn start() -> Result<Self, BuildError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("tencent-runtime")
            .enable_all()
            .build();
        let runtime = runtime.map_err(BuildError::http)?;
        Ok(Self(Some(runtime)))
    }

    fn send(
        &self,
        http: &HttpClient,
        request: Box<PreparedRequest>,
    ) -> Result<HttpResponse, SendFailure> {
        let first_event = request.event_timeout().unwrap_or_default();
        let (http, timeout) = (http.clone(), request.timeout().saturating_add(first_event));
        let response = self.run(timeout, async move { http.send(&request).await });
        // A thread that stopped may have sent the request.
        response.unwrap_or(Err(SendFailure {
            reason: SendFailureReason::ThreadStopped,
            sent: true,
            status: None,
            request_id: None,
            proxy: None,
        }))
    }

    /// Asks the limiter of the program for a permit, and returns the time that it took.
    fn ask(&self, acquisition: Acquisition) -> Result<Duration, PermitError> {
        let (timeout, expiry) = (acquisition.timeout(), acquisition.expiry());
        match self.run(timeout, acquisition.wait()) {
            Ok(permit) => permit,
            Err(RecvTimeoutError::Timeout) => Err(expiry.into()),
            Err(RecvTimeoutError::Disconnected) => Err(PermitError::limiter("it panicked")),
        }
    }

    /// Runs a task on the worker's thread and waits for its result.
    fn run<T: Send + 'static>(
        &self,
        timeout: Duration,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, RecvTimeoutError> {
        #[cfg(feature = "tracing")]
        let task = tracing::Instrument::in_current_span(task);
        let (sender, receiver) = sync_channel(1);
        let runtime = self.0.as_ref().ok_or(RecvTimeoutError::Timeout)?;
        runtime.spawn(async move {
            // Sending fails only if the caller no longer waits.
            let _ = sender.send(task.await);
        });
        // The thread does not exist after a fork, and a provider may block it. Without a time limit
        // the caller would then wait forever.
        receiver.recv_timeout(timeout.saturating_add(GRACE))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Waiting for the thread would panic inside another runtime.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// A stream of events whose connection the worker's thread drives.
pub(super) struct WorkerStream {
    /// `None` if the thread stopped.
    stream: Option<OpenStream>,
    state: Arc<StreamState>,
    /// The number of events so far.
    events: u64,
    worker: Arc<Worker>,
}

impl WorkerStream {
    pub(super) fn state(&self) -> &StreamState {
        &self.state
    }

    /// Ends the stream.
    pub(super) fn stop(&mut self) {
        if let Some(stream) = &mut self.stream {
            stream.stop();
        }
    }

    /// Reads the next event. `None` is the end, also after an error.
    pub(super) fn next(&mut self) -> Option<Result<ReceivedEvent, Error>> {
        let mut stream = self.stream.take()?;
        let task = async move {
            let next = poll_fn(|context| stream.poll_next(context)).await;
            (stream, next)
        };
        let Ok((stream, next)) = self.worker.run(self.state.event_timeout(), task) else {
            return Some(Err(self.state.broken(TransportCause::Broken, self.events)));
        };
        self.stream = Some(stream);
        self.events += 1;
        next
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("service", &self.inner.service.name)
            .field("host", &self.inner.endpoints)
            .finish_non_exhaustive()
    }
}

/// Returns [`Error::NotStubbed`]: the default of every method of a stub.
///
/// # Errors
///
/// Always.
pub fn not_stubbed<T>(action: &'static str) -> Result<T, Error> {
    Err(Error::NotStubbed { action })
}
