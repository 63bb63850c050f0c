//! The state that all clones of a client share.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::build_error::BuildError;
use super::clock::{self, Clock, ClockCorrection, SystemClock};
use super::credential::ProvideCredential;
use super::endpoints::Endpoints;
use super::http::settings::HttpSettings;
use super::options::{CallOptions, longer_than_server};
use super::rate_limit::{RateLimit, SharedRateLimiter};
use super::retry::{RetryBudget, RetryPolicy};
use super::sign::Signer;
use crate::{ActionInfo, EnvironmentInfo, Service};

/// The default value of `X-TC-RequestClient`.
pub(super) const REQUEST_CLIENT: &str = concat!("tencent-runtime-rust_", env!("CARGO_PKG_VERSION"));

/// A transport that [`ClientBuilder`](super::ClientBuilder) can build.
pub trait BuildTransport: Sized {
    /// Builds the transport.
    #[doc(hidden)]
    fn build(inner: Arc<ClientInner>) -> Result<Self, BuildError>;
}

/// The settings and the state of a client.
#[derive(Debug)]
pub struct ClientInner {
    pub(crate) service: &'static Service,
    /// The environment, if the service has environments.
    pub(crate) environment: Option<&'static EnvironmentInfo>,
    pub(crate) endpoints: Endpoints,
    pub(crate) credential: Arc<dyn ProvideCredential>,
    pub(crate) request_client: String,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limiter: SharedRateLimiter,
    pub(crate) limits: Limits,
    pub(crate) http: HttpSettings,
    pub(crate) options: CallOptions,
    pub(crate) signer: Signer,
    pub(crate) clock_correction: ClockCorrection,
    pub(crate) retry_budget: RetryBudget,
}

impl ClientInner {
    /// Creates the state of a client with the default settings.
    pub(crate) fn new(
        service: &'static Service,
        endpoints: Endpoints,
        credential: Arc<dyn ProvideCredential>,
    ) -> Self {
        Self {
            service,
            environment: None,
            endpoints,
            credential,
            request_client: REQUEST_CLIENT.to_owned(),
            clock: Arc::new(SystemClock),
            retry: RetryPolicy::default(),
            rate_limiter: RateLimit::default().into(),
            limits: Limits::default(),
            http: HttpSettings::default(),
            options: CallOptions::default(),
            signer: Signer::default(),
            clock_correction: ClockCorrection::default(),
            retry_budget: RetryBudget::default(),
        }
    }

    /// Returns the time limit of an attempt. By default, it is longer than that of the server, whose answer says
    /// whether the request was executed.
    pub(crate) fn attempt_timeout(&self, action: &ActionInfo) -> Duration {
        let default = || longer_than_server(ATTEMPT_TIMEOUT, action);
        self.limits.attempt_timeout.unwrap_or_else(default)
    }

    /// Returns the server's time in seconds since the Unix epoch, as far as it is known.
    pub(crate) fn now(&self) -> u64 {
        self.clock_correction.apply(self.clock.now())
    }

    /// Returns the server's time as a [`SystemTime`].
    pub(crate) fn system_time(&self) -> SystemTime {
        clock::system_time(self.now()).unwrap_or_else(SystemTime::now)
    }
}

/// The default maximum size of a response body, in bytes.
pub(crate) const MAX_RESPONSE_BYTES: usize = 16 * 1024 * 1024;

/// The default time limit of an attempt, for a server without a documented one.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(20);

/// Limits of a client that no call can override.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) connect_timeout: Duration,
    /// Default: by the action.
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_response_bytes: usize,
    pub(crate) pool_max_idle_per_host: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            attempt_timeout: None,
            max_response_bytes: MAX_RESPONSE_BYTES,
            pool_max_idle_per_host: 100,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::credential::Credential;
    use super::super::endpoint::Endpoint;
    use super::*;

    static SERVICE: Service = Service::new("demo", "2020-01-01", "demo.example.com");

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn an_attempt_takes_longer_than_the_server_unless_it_is_set() {
        let endpoints = Endpoints::new(Endpoint::parse(SERVICE.host).unwrap());
        let credential = Arc::new(Credential::new("id", "key"));
        let mut inner = ClientInner::new(&SERVICE, endpoints, credential);
        let action = ActionInfo::new("Do", &SERVICE);
        let slow = |limit| action.server_timeout(seconds(limit));
        assert_eq!(inner.attempt_timeout(&action), seconds(20));
        assert_eq!(inner.attempt_timeout(&slow(5)), seconds(20));
        assert_eq!(inner.attempt_timeout(&slow(30)), seconds(35));
        inner.limits.attempt_timeout = Some(seconds(1));
        assert_eq!(inner.attempt_timeout(&slow(30)), seconds(1));
    }

    #[test]
    fn no_time_limit_of_a_server_is_too_long() {
        let action = ActionInfo::new("Do", &SERVICE).server_timeout(Duration::MAX);
        assert_eq!(longer_than_server(seconds(60), &action), Duration::MAX);
    }
}
