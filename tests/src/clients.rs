//! Runs each test with both clients through one interface.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tencent_runtime::client::clock::{Clock, SystemClock};
use tencent_runtime::client::credential::{Credential, ProvideCredential};
use tencent_runtime::client::rate_limit::SharedRateLimiter;
use tencent_runtime::client::{
    BuildClient, BuildError, CallOptions, ClientBuilder, Error, JsonRequest, RateLimit,
    RetryPolicy, blocking,
};
use tencent_runtime::{Action, client};

use crate::actions::{self, Entry};
use crate::server::{SECRET_ID, SECRET_KEY, Server};

/// The settings of a client.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address of the server.
    pub endpoint: String,
    /// The source of the credential that signs.
    pub credential: Arc<dyn ProvideCredential>,
    /// The clock for signatures.
    pub clock: Arc<dyn Clock>,
    /// The retry policy.
    pub retry: RetryPolicy,
    /// The time limit of an attempt.
    pub attempt_timeout: Duration,
    /// The time limit of a call.
    pub timeout: Duration,
    /// The maximum size of a response.
    pub max_response_bytes: usize,
    /// The rate limit.
    pub rate_limit: SharedRateLimiter,
    /// Whether requests are validated.
    pub validate: bool,
}

impl Settings {
    /// Returns settings for a test: short pauses, and the credential that the server accepts.
    #[must_use]
    pub fn to(server: &Server) -> Self {
        Self::of(server.url(), Credential::new(SECRET_ID, SECRET_KEY))
    }

    /// Returns the same settings for another address and credential.
    #[must_use]
    pub fn of(endpoint: String, credential: Credential) -> Self {
        Self {
            endpoint,
            credential: Arc::new(credential),
            clock: Arc::new(SystemClock),
            retry: RetryPolicy::new()
                .max_attempts(3)
                .initial_backoff(Duration::from_millis(1)),
            attempt_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_response_bytes: 1 << 20,
            rate_limit: RateLimit::Unlimited.into(),
            validate: true,
        }
    }

    fn open<T: BuildClient>(&self) -> Result<T, BuildError> {
        ClientBuilder::<T>::new(&tencent_ess::SERVICE)
            .endpoint(self.endpoint.clone())
            .credential(Arc::clone(&self.credential))
            .clock(Arc::clone(&self.clock))
            .retry(self.retry)
            .rate_limit(self.rate_limit.clone())
            .validate(self.validate)
            .attempt_timeout(self.attempt_timeout)
            .timeout(self.timeout)
            .max_response_bytes(self.max_response_bytes)
            .region("ap-guangzhou")
            .build()
    }
}

/// The asynchronous or the blocking client.
#[derive(Debug)]
pub enum AnyClient {
    /// The asynchronous client, with its runtime.
    Async(client::Transport, tokio::runtime::Runtime),
    /// The blocking client.
    Blocking(blocking::Transport),
}

impl AnyClient {
    /// Creates the asynchronous client.
    #[must_use]
    pub fn asynchronous(settings: &Settings) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        Self::Async(settings.open().unwrap(), runtime)
    }

    /// Creates the blocking client.
    #[must_use]
    pub fn blocking(settings: &Settings) -> Self {
        Self::Blocking(settings.open().unwrap())
    }

    /// Calls an action.
    ///
    /// # Errors
    ///
    /// The error of the client.
    pub fn call(&self, action: &Entry, request: &str) -> Result<Value, Error> {
        match self {
            Self::Async(transport, runtime) => runtime.block_on((action.call)(transport, request)),
            Self::Blocking(transport) => (action.call_blocking)(transport, request),
        }
    }

    /// Calls the first documented example.
    ///
    /// # Errors
    ///
    /// The error of the client.
    pub fn example(&self) -> Result<Value, Error> {
        let example = actions::example();
        self.call(
            &actions::named(&example.action),
            &example.request.to_string(),
        )
    }

    /// Sends a request.
    ///
    /// # Errors
    ///
    /// The error of the client.
    pub fn send<A: Action>(&self, request: &A) -> Result<A::Response, Error> {
        self.send_with(request, &CallOptions::new())
    }

    /// Calls an action that no crate contains.
    ///
    /// # Errors
    ///
    /// The error of the client.
    pub fn call_json(&self, request: &JsonRequest, options: &CallOptions) -> Result<Value, Error> {
        match self {
            Self::Async(transport, runtime) => {
                runtime.block_on(transport.call_json(request, options))
            }
            Self::Blocking(transport) => transport.call_json(request, options),
        }
    }

    /// Sends a request with options.
    ///
    /// # Errors
    ///
    /// The error of the client.
    pub fn send_with<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<A::Response, Error> {
        match self {
            Self::Async(transport, runtime) => runtime.block_on(transport.call(request, options)),
            Self::Blocking(transport) => transport.call(request, options),
        }
    }
}

/// Runs a test with each client.
pub fn each(test: impl Fn(fn(&Settings) -> AnyClient)) {
    test(AnyClient::asynchronous);
    test(AnyClient::blocking);
}
