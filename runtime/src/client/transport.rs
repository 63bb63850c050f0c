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
    Call, CalledAction, CompletedCall, EncodedRequest, PreparedRequest, Step, SuccessResponse,
};
use super::http::HttpClient;
use super::inner::{BuildTransport, ClientInner};
use super::json_request::JsonRequest;
use super::options::CallOptions;
use super::response_future::ResponseFuture;
use crate::wire::Encode;
use crate::{Action, ActionInfo};

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
        let mut call = Call::start(&self.inner, action, request, options)?;
        let outcome = self.run(&mut call).await;
        call.finish(outcome)
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
    async fn run(&self, call: &mut Call<'_>) -> Result<SuccessResponse, Error> {
        use tracing::Instrument as _;
        let span = call.telemetry.span().clone();
        self.run_steps(call).instrument(span).await
    }

    #[cfg(not(feature = "tracing"))]
    async fn run(&self, call: &mut Call<'_>) -> Result<SuccessResponse, Error> {
        self.run_steps(call).await
    }

    async fn run_steps(&self, call: &mut Call<'_>) -> Result<SuccessResponse, Error> {
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
                Step::Send(request) => call.on_response(self.http.send(&request).await),
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
