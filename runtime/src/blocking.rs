//! The blocking client: a thin shell over what a call is without its I/O.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use ureq::http::header::{DATE, LOCATION};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Timeout};

use crate::builder::{BuildError, Open};
use crate::exchange::{Call, Core, PreparedRequest, RawAnswer, SendFailure, Step};
use crate::options::CallOptions;
use crate::{Action, Error, tls};

/// Sets up a blocking client `C`.
pub type ClientBuilder<C> = crate::builder::ClientBuilder<Transport, C>;

/// Servers close idle connections after a minute; those that are kept are younger.
const IDLE: Duration = Duration::from_secs(50);

/// Sends requests with ureq. It is cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Transport {
    core: Arc<Core>,
    http: Agent,
}

impl Transport {
    /// Calls an action: waits for its turn, signs, sends, tries again, decodes.
    ///
    /// The request is not validated here; see [`CallOptions::check`].
    ///
    /// # Errors
    ///
    /// [`Error`] says what went wrong.
    pub fn call<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<A::Response, Error> {
        let mut call = Call::start(&self.core, &A::INFO, request, options);
        self.drive(&mut call);
        call.response()
    }

    /// Signs a request as [`Transport::call`] does, and does not send it.
    ///
    /// # Errors
    ///
    /// Where there is no credential, or the request cannot be sent.
    pub fn prepare<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<PreparedRequest, Error> {
        let options = CallOptions::new().rate_limit(false).or(options);
        let mut call = Call::start(&self.core, &A::INFO, request, &options);
        if let Step::Credential = call.next() {
            call.credential(self.core.credential.credential_blocking());
        }
        call.prepared()
    }

    /// The options that the client was set up with.
    #[must_use]
    pub fn default_options(&self) -> CallOptions {
        self.core.options.clone()
    }

    fn drive(&self, call: &mut Call<'_>) {
        #[cfg(feature = "tracing")]
        let span = call.telemetry.span().clone();
        #[cfg(feature = "tracing")]
        let _inside = span.enter();
        loop {
            match call.next() {
                Step::Wait(pause) => std::thread::sleep(pause),
                Step::Credential => call.credential(self.core.credential.credential_blocking()),
                Step::Send(request) => call.answered(self.send(&request)),
                Step::Done => return,
            }
        }
    }

    fn send(&self, request: &PreparedRequest) -> Result<RawAnswer, SendFailure> {
        let mut sending = self.http.post(request.uri());
        if let Some(headers) = sending.headers_mut() {
            *headers = request.header_map();
        }
        let mut sent = sending
            .config()
            .timeout_global(Some(request.timeout()))
            .build()
            .send(request.body())
            .map_err(failure)?;
        let status = sent.status().as_u16();
        let header = |name| {
            let value = sent.headers().get(name);
            value
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let (date, location) = (header(DATE), header(LOCATION));
        let limit = u64::try_from(self.core.limits.response_bytes).unwrap_or(u64::MAX);
        let body = sent.body_mut().with_config().limit(limit).read_to_vec();
        let body = body.map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => SendFailure::TooLarge { status },
            other => failure(other),
        })?;
        Ok(RawAnswer {
            status,
            date,
            location,
            body,
        })
    }
}

impl Open for Transport {
    fn open(core: Arc<Core>) -> Result<Self, BuildError> {
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::WebPki)
            .unversioned_rustls_crypto_provider(tls::provider())
            .build();
        let http = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(core.limits.connect))
            .max_idle_age(IDLE)
            .build()
            .new_agent();
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
///
/// # Errors
///
/// Always [`Error::NotStubbed`].
pub fn not_stubbed<T>(action: &'static str) -> Result<T, Error> {
    Err(Error::NotStubbed { action })
}

fn failure(error: ureq::Error) -> SendFailure {
    match &error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => SendFailure::ConnectTimeout,
        ureq::Error::Timeout(_) => SendFailure::Timeout,
        ureq::Error::Io(io) if !is_connecting(io) => SendFailure::Broken(error.into()),
        ureq::Error::Protocol(_) | ureq::Error::BodyStalled => SendFailure::Broken(error.into()),
        _ => SendFailure::Connect(error.into()),
    }
}

/// Whether the system failed before a connection was there.
fn is_connecting(error: &io::Error) -> bool {
    let refused = matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::AddrNotAvailable
    );
    let inner = error.get_ref();
    refused || inner.is_some_and(|inner| inner.downcast_ref::<rustls::Error>().is_some())
}
