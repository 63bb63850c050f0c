//! The asynchronous client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::build_error::BuildError;
use super::builder::BuildClient;
use super::credential::{Credential, CredentialError};
use super::error::Error;
use super::exchange::{
    AnswerForm, Call, CalledAction, CompletedCall, EncodedRequest, OpenStream, PreparedRequest,
    Step, SuccessResponse,
};
use super::http::HttpClient;
use super::inner::{BuildTransport, ClientInner};
use super::json_request::JsonRequest;
use super::options::CallOptions;
use super::response_future::ResponseFuture;
use crate::wire::Encode;
use crate::{Action, ActionInfo, BoxFuture};

/// Sends requests asynchronously. Clones share connections and are cheap.
#[derive(Clone)]
pub struct Transport {
    inner: Arc<ClientInner>,
    http: HttpClient,
}

impl Transport {
    /// Calls an action: waits for a permit, signs, sends, retries and decodes.
    ///
    /// Dropping the future cancels the call. The future needs a Tokio runtime with time and I/O. The
    /// client may be used in several runtimes, also at the same time; each has its own connections.
    /// This method does not validate the request; see [`CallOptions::check`].
    ///
    /// # Errors
    ///
    /// See the variants of [`Error`].
    pub async fn call<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<A::Response, Error> {
        let completed = self.send((&A::INFO).into(), request, options).await?;
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
    pub async fn call_json(
        &self,
        request: &JsonRequest,
        options: &CallOptions,
    ) -> Result<Value, Error> {
        let action = CalledAction::named(request, self.inner.service)?;
        let completed = self.send(action, request.members(), options).await?;
        completed.decode()
    }

    /// Makes a call without decoding its response. It is compiled once for all actions.
    pub(crate) async fn send<'a>(
        &'a self,
        action: CalledAction,
        request: &'a (dyn Encode + Sync),
        options: &'a CallOptions,
    ) -> Result<CompletedCall<'a>, Error> {
        self.receive(None, action, request, options, AnswerForm::Document)
            .await
    }

    /// Makes a call like [`send`](Self::send). `before_send` completes before the first byte is sent.
    #[cfg(feature = "cli")]
    pub(crate) async fn send_after<'a>(
        &'a self,
        before_send: BoxFuture<'a, ()>,
        action: &'static ActionInfo,
        request: &'a (dyn Encode + Sync),
        options: &'a CallOptions,
    ) -> Result<CompletedCall<'a>, Error> {
        let form = AnswerForm::Document;
        self.receive(Some(before_send), action.into(), request, options, form)
            .await
    }

    /// Makes a call up to the first event of its response.
    pub(crate) async fn open_stream(
        &self,
        action: &'static ActionInfo,
        request: &(dyn Encode + Sync),
        options: &CallOptions,
    ) -> Result<OpenStream, Error> {
        let completed = self
            .receive(None, action.into(), request, options, AnswerForm::Events)
            .await?;
        Ok(completed.into_stream().with_timer())
    }

    async fn receive<'a>(
        &'a self,
        before_send: Option<BoxFuture<'a, ()>>,
        action: CalledAction,
        request: &'a (dyn Encode + Sync),
        options: &'a CallOptions,
        answer: AnswerForm,
    ) -> Result<CompletedCall<'a>, Error> {
        let mut call = Call::start(&self.inner, action, request, options, answer)?;
        let outcome = self.run(&mut call, before_send).await;
        call.finish(outcome)
    }

    /// Checks whether a request can be sent, without its validation.
    ///
    /// # Errors
    ///
    /// [`Error::Unsendable`], for example if the request is too large.
    #[cfg(feature = "cli")]
    pub(crate) fn check_request(
        &self,
        action: &'static ActionInfo,
        request: &(dyn Encode + Sync),
        options: &CallOptions,
    ) -> Result<(), Error> {
        EncodedRequest::new(&self.inner, action.into(), request, options).map(drop)
    }

    /// Returns the address that the requests of an action are sent to.
    #[cfg(feature = "cli")]
    pub(crate) fn url(&self, action: &ActionInfo) -> String {
        self.inner.endpoints.of(action.name).uri().to_string()
    }

    /// Signs a request like [`Transport::call`], but does not send it.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] without a usable credential, and [`Error::Unsendable`] if the request
    /// cannot be sent.
    pub async fn prepare<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<PreparedRequest, Error> {
        self.prepare_dyn(&A::INFO, request, options).await
    }

    /// Signs a request. It is compiled once for all actions.
    pub(crate) async fn prepare_dyn(
        &self,
        action: &'static ActionInfo,
        request: &(dyn Encode + Sync),
        options: &CallOptions,
    ) -> Result<PreparedRequest, Error> {
        let request = EncodedRequest::new(&self.inner, action.into(), request, options)?;
        if !request.needs_credential() {
            return Ok(request.skip_signature(&self.inner));
        }
        let credential = self.get_credential(request.timeout()).await;
        request.prepare(&self.inner, credential)
    }

    /// Returns the options that the client was built with.
    #[must_use]
    pub fn default_options(&self) -> CallOptions {
        self.inner.options.clone()
    }

    #[cfg(feature = "tracing")]
    async fn run(
        &self,
        call: &mut Call<'_>,
        before_send: Option<BoxFuture<'_, ()>>,
    ) -> Result<SuccessResponse, Error> {
        use tracing::Instrument as _;
        let span = call.telemetry.span().clone();
        self.run_steps(call, before_send).instrument(span).await
    }

    #[cfg(not(feature = "tracing"))]
    async fn run(
        &self,
        call: &mut Call<'_>,
        before_send: Option<BoxFuture<'_, ()>>,
    ) -> Result<SuccessResponse, Error> {
        self.run_steps(call, before_send).await
    }

    async fn run_steps(
        &self,
        call: &mut Call<'_>,
        mut before_send: Option<BoxFuture<'_, ()>>,
    ) -> Result<SuccessResponse, Error> {
        if !self.http.has_runtime() {
            // Timers and reqwest would panic.
            return Err(call.without_runtime());
        }
        let mut step = call.acquire_permit();
        loop {
            step = match step {
                Step::Wait(pause) => {
                    tokio::time::sleep(pause).await;
                    call.acquire_permit()
                }
                Step::Queue(waiter) => call.on_permit(waiter.wait().await.map_err(Into::into)),
                Step::AskLimiter(acquisition) => call.on_permit(acquisition.wait().await),
                Step::GetCredential => match self.get_credential(call.time_left()).await {
                    Some(found) => call.on_credential(found),
                    None => call.on_timeout(),
                },
                Step::Send(request) => {
                    if let Some(before_send) = before_send.take() {
                        before_send.await;
                    }
                    call.on_response(self.http.send(&request).await)
                }
                Step::Done(outcome) => return outcome,
            };
        }
    }

    /// Asks the provider for a credential. Returns `None` after the time limit.
    async fn get_credential(
        &self,
        time_left: Duration,
    ) -> Option<Result<Credential, CredentialError>> {
        if let Some(cached) = self.inner.credential.cached() {
            return Some(Ok(cached));
        }
        let credential = self.inner.credential.credential();
        if !self.http.has_runtime() {
            // Only `prepare` may run without a runtime, and then no timer is available.
            return Some(credential.await);
        }
        tokio::time::timeout(time_left, credential).await.ok()
    }
}

impl BuildClient for Transport {
    type Transport = Self;
}

impl BuildTransport for Transport {
    fn build(inner: Arc<ClientInner>) -> Result<Self, BuildError> {
        let http = HttpClient::new(&inner)?;
        Ok(Self { inner, http })
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
pub fn not_stubbed<'a, T: Send + 'a>(action: &'static str) -> ResponseFuture<'a, T> {
    ResponseFuture::ready(Err(Error::NotStubbed { action }))
}
