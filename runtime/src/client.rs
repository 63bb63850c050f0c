//! The asynchronous client: a thin shell over what a call is without its I/O.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::builder::{BuildError, Open};
use crate::credential::{Credential, CredentialError};
use crate::exchange::{Answer, Answered, Call, Core, Draft, PreparedRequest, Step};
use crate::http::Http;
use crate::options::CallOptions;
use crate::wire::Encode;
use crate::{Action, ActionInfo, Error, Reply};

/// Sets up an asynchronous client `C`.
pub type ClientBuilder<C> = crate::builder::ClientBuilder<Transport, C>;

/// Sends requests with reqwest. It is cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Transport {
    core: Arc<Core>,
    http: Http,
}

impl Transport {
    /// Calls an action: waits for its turn, signs, sends, tries again, decodes.
    ///
    /// Dropping the future ends the call. It needs a Tokio runtime whose time and I/O are enabled. The
    /// request is not validated here; see [`CallOptions::check`].
    ///
    /// # Errors
    ///
    /// [`Error`] says what went wrong.
    pub async fn call<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<A::Response, Error> {
        let answered = self.exchange(&A::INFO, request, options).await?;
        answered.response()
    }

    /// Makes a call, of whatever action. All but the response's type is compiled once.
    pub(crate) async fn exchange<'a>(
        &'a self,
        action: &'static ActionInfo,
        request: &'a (dyn Encode + Sync),
        options: &'a CallOptions,
    ) -> Result<Answered<'a>, Error> {
        let mut call = Call::start(&self.core, action, request, options)?;
        let outcome = self.drive(&mut call).await;
        call.over(outcome)
    }

    /// Signs a request as [`Transport::call`] does, and does not send it.
    ///
    /// # Errors
    ///
    /// Where there is no credential, or the request cannot be sent.
    pub async fn prepare<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<PreparedRequest, Error> {
        self.prepared(&A::INFO, request, options).await
    }

    /// Signs a request, of whatever action.
    pub(crate) async fn prepared(
        &self,
        action: &'static ActionInfo,
        request: &(dyn Encode + Sync),
        options: &CallOptions,
    ) -> Result<PreparedRequest, Error> {
        let draft = Draft::new(&self.core, action, request, options)?;
        if !draft.needs_credential() {
            return Ok(draft.unsigned(&self.core));
        }
        let limit = draft.limit();
        let credential = self.find_credential(limit).await;
        draft.sealed(&self.core, credential)
    }

    /// The options that the client was set up with.
    #[must_use]
    pub fn default_options(&self) -> CallOptions {
        self.core.options.clone()
    }

    #[cfg(feature = "tracing")]
    async fn drive(&self, call: &mut Call<'_>) -> Result<Answer, Error> {
        use tracing::Instrument as _;
        let span = call.telemetry.span().clone();
        self.steps(call).instrument(span).await
    }

    #[cfg(not(feature = "tracing"))]
    async fn drive(&self, call: &mut Call<'_>) -> Result<Answer, Error> {
        self.steps(call).await
    }

    async fn steps(&self, call: &mut Call<'_>) -> Result<Answer, Error> {
        if tokio::runtime::Handle::try_current().is_err() {
            // Without a runtime there is no clock to wait with, and reqwest would panic.
            return call.without_runtime();
        }
        let mut step = call.turn();
        loop {
            step = match step {
                Step::Wait(pause) => {
                    tokio::time::sleep(pause).await;
                    call.turn()
                }
                Step::Credential => match self.find_credential(call.left()).await {
                    Some(found) => call.credential(found),
                    None => call.out_of_time(),
                },
                Step::Send(request) => call.answered(self.http.send(&request).await),
                Step::Done(outcome) => return outcome,
            };
        }
    }

    /// Asks for a credential for that long.
    async fn find_credential(&self, left: Duration) -> Option<Result<Credential, CredentialError>> {
        if let Some(found) = self.core.credential.at_hand() {
            return Some(Ok(found));
        }
        let credential = self.core.credential.credential();
        if tokio::runtime::Handle::try_current().is_err() {
            // Only a request that is not sent comes here, and there is no clock to wait with.
            return Some(credential.await);
        }
        tokio::time::timeout(left, credential).await.ok()
    }
}

impl Open for Transport {
    fn open(core: Arc<Core>) -> Result<Self, BuildError> {
        let http = Http::open(&core)?;
        Ok(Self { core, http })
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("service", &self.core.service.name)
            .field("host", &self.core.endpoint.host())
            .finish_non_exhaustive()
    }
}

/// What a stub answers where it implements nothing.
pub fn not_stubbed<'a, T: Send + 'a>(action: &'static str) -> Reply<'a, T> {
    Reply::ready(Err(Error::NotStubbed { action }))
}
