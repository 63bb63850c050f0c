//! The asynchronous client: a thin shell over what a call is without its I/O.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{DATE, LOCATION};
use reqwest::redirect;

use crate::builder::{BuildError, Open};
use crate::exchange::{Call, Core, PreparedRequest, RawAnswer, SendFailure, Step};
use crate::options::CallOptions;
use crate::{Action, BoxFuture, Error, tls};

/// Sets up an asynchronous client `C`.
pub type ClientBuilder<C> = crate::builder::ClientBuilder<Transport, C>;

/// Servers close idle connections after a minute; those that are kept are younger.
const IDLE: Duration = Duration::from_secs(50);

/// Sends requests with reqwest. It is cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Transport {
    core: Arc<Core>,
    http: reqwest::Client,
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
            let mut call = Call::start(&self.core, &A::INFO, request, options);
            self.drive(&mut call).await;
            call.response()
        })
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
        let options = CallOptions::new().rate_limit(false).or(options);
        let mut call = Call::start(&self.core, &A::INFO, request, &options);
        if let Step::Credential = call.next() {
            call.credential(self.core.credential.credential().await);
        }
        call.prepared()
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
                    let answer = tokio::time::timeout(request.timeout(), self.send(&request)).await;
                    call.answered(answer.unwrap_or(Err(SendFailure::Timeout)));
                }
                Step::Done => return,
            }
        }
    }

    async fn send(&self, request: &PreparedRequest) -> Result<RawAnswer, SendFailure> {
        let mut sent = self
            .http
            .post(request.uri().to_string())
            .headers(request.header_map())
            .body(request.bytes())
            .send()
            .await
            .map_err(failure)?;
        let header = |name| {
            sent.headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let mut answer = RawAnswer {
            status: sent.status().as_u16(),
            date: header(DATE).map(str::to_owned),
            location: header(LOCATION).map(str::to_owned),
            body: Vec::new(),
        };
        while let Some(chunk) = sent.chunk().await.map_err(failure)? {
            if answer.body.len() + chunk.len() > self.core.limits.response_bytes {
                let status = answer.status;
                return Err(SendFailure::TooLarge { status });
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

impl Open for Transport {
    fn open(core: Arc<Core>) -> Result<Self, BuildError> {
        let failed = |error: &dyn std::error::Error| BuildError::Http(error.to_string());
        let tls = tls::client_config().map_err(|error| failed(&error))?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .connect_timeout(core.limits.connect)
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(|error| failed(&error))?;
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

fn failure(error: reqwest::Error) -> SendFailure {
    let error = error.without_url();
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => SendFailure::ConnectTimeout,
        (true, false) => SendFailure::Connect(error.into()),
        (false, true) => SendFailure::Timeout,
        (false, false) => SendFailure::Broken(error.into()),
    }
}
