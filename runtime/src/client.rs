//! The asynchronous client: a thin shell over what a call is without its I/O.

use std::fmt;
use std::sync::Arc;

use crate::builder::{BuildError, Open};
use crate::exchange::{Call, Core, PreparedRequest, SendFailure, Step};
use crate::http::Http;
use crate::options::CallOptions;
use crate::wire::Encode;
use crate::{Action, ActionInfo, BoxFuture, Error};

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
    /// Dropping the future ends the call. The request is not validated here; see
    /// [`CallOptions::check`].
    ///
    /// # Errors
    ///
    /// [`Error`] says what went wrong.
    pub fn call<'a, A: Action>(
        &'a self,
        request: &'a A,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<A::Response, Error>> {
        Box::pin(async move {
            let call = self.exchange(&A::INFO, request, options).await;
            call.response()
        })
    }

    /// Makes a call, of whatever action. All but the response's type is compiled once.
    pub(crate) async fn exchange<'a>(
        &'a self,
        action: &'static ActionInfo,
        request: &'a (dyn Encode + Sync),
        options: &'a CallOptions,
    ) -> Call<'a> {
        let mut call = Call::start(&self.core, action, request, options);
        self.drive(&mut call).await;
        call
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
        let options = CallOptions::new().rate_limit(false).or(options);
        let mut call = Call::start(&self.core, action, request, &options);
        let next = call.next();
        if let Step::Credential = next {
            call.credential(self.core.credential.credential().await);
        }
        call.prepared(next)
    }

    /// The options that the client was set up with.
    #[must_use]
    pub fn default_options(&self) -> CallOptions {
        self.core.options.clone()
    }

    #[cfg(feature = "tracing")]
    async fn drive(&self, call: &mut Call<'_>) {
        use tracing::Instrument as _;
        let span = call.telemetry.span().clone();
        self.steps(call).instrument(span).await;
    }

    #[cfg(not(feature = "tracing"))]
    async fn drive(&self, call: &mut Call<'_>) {
        self.steps(call).await;
    }

    async fn steps(&self, call: &mut Call<'_>) {
        if tokio::runtime::Handle::try_current().is_err() {
            // Without a runtime there is no clock to wait with, and reqwest would panic.
            return call.answered(Err(SendFailure::NoRuntime));
        }
        loop {
            match call.next() {
                Step::Wait(pause) => tokio::time::sleep(pause).await,
                Step::Credential => {
                    let credential = self.core.credential.credential();
                    match tokio::time::timeout(call.left(), credential).await {
                        Ok(found) => call.credential(found),
                        Err(_) => call.out_of_time(),
                    }
                }
                Step::Send(request) => {
                    call.answered(self.http.send(&request).await);
                }
                Step::Done => return,
            }
        }
    }
}

impl Open for Transport {
    fn open(core: Arc<Core>) -> Result<Self, BuildError> {
        let http = Http::open(&core.limits)?;
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
#[must_use]
pub fn not_stubbed<'a, T: Send + 'a>(action: &'static str) -> BoxFuture<'a, Result<T, Error>> {
    Box::pin(std::future::ready(Err(Error::NotStubbed { action })))
}
