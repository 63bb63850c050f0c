//! Both clients behind one face, so that every test is one of both.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tencent_runtime::client::clock::{Clock, SystemClock};
use tencent_runtime::client::credential::{Credential, ProvideCredential};
use tencent_runtime::client::{
    BuildClient, BuildError, CallOptions, ClientBuilder, Error, RateLimit, RetryPolicy, blocking,
};
use tencent_runtime::{Action, client};

use crate::actions::{self, Entry};
use crate::schema;
use crate::server::{SECRET_ID, SECRET_KEY, Server};

/// How a client is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where requests go.
    pub endpoint: String,
    /// Who signs.
    pub credential: Arc<dyn ProvideCredential>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How often calls are made again.
    pub retry: RetryPolicy,
    /// How long an attempt may take.
    pub attempt_timeout: Duration,
    /// How long a call may take.
    pub timeout: Duration,
    /// The largest answer that is taken.
    pub max_response_bytes: usize,
    /// How many requests are sent in a second.
    pub rate_limit: RateLimit,
}

impl Settings {
    /// Settings for a test: short pauses, and the key that the server knows.
    #[must_use]
    pub fn to(server: &Server) -> Self {
        Self {
            endpoint: server.url(),
            credential: Arc::new(Credential::new(SECRET_ID, SECRET_KEY)),
            clock: Arc::new(SystemClock),
            retry: RetryPolicy::new()
                .max_attempts(3)
                .initial_backoff(Duration::from_millis(1)),
            attempt_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_response_bytes: 1 << 20,
            rate_limit: RateLimit::Unlimited,
        }
    }

    fn open<T: BuildClient>(&self) -> Result<T, BuildError> {
        ClientBuilder::<T>::new(&tencent_ess::SERVICE)
            .endpoint(self.endpoint.clone())
            .credential(Arc::clone(&self.credential))
            .clock(Arc::clone(&self.clock))
            .retry(self.retry)
            .rate_limit(self.rate_limit)
            .attempt_timeout(self.attempt_timeout)
            .timeout(self.timeout)
            .max_response_bytes(self.max_response_bytes)
            .region("ap-guangzhou")
            .build()
    }
}

/// A client of either kind.
#[derive(Debug)]
pub enum Caller {
    /// One that waits, with what it waits in.
    Waiting(client::Transport, tokio::runtime::Runtime),
    /// One that blocks.
    Blocking(blocking::Transport),
}

impl Caller {
    /// The client that waits.
    #[must_use]
    pub fn waiting(settings: &Settings) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        Self::Waiting(settings.open().unwrap(), runtime)
    }

    /// The client that blocks.
    #[must_use]
    pub fn blocking(settings: &Settings) -> Self {
        Self::Blocking(settings.open().unwrap())
    }

    /// Calls an action.
    ///
    /// # Errors
    ///
    /// What the client says.
    pub fn call(&self, action: &Entry, request: &str) -> Result<Value, Error> {
        match self {
            Self::Waiting(transport, runtime) => {
                runtime.block_on((action.call)(transport, request))
            }
            Self::Blocking(transport) => (action.call_blocking)(transport, request),
        }
    }

    /// Calls the first documented example.
    ///
    /// # Errors
    ///
    /// What the client says.
    pub fn example(&self) -> Result<Value, Error> {
        let example = schema::examples().remove(0);
        self.call(
            &actions::named(&example.action),
            &example.request.to_string(),
        )
    }

    /// Sends a request that the test made.
    ///
    /// # Errors
    ///
    /// What the client says.
    pub fn send<A: Action>(&self, request: &A) -> Result<A::Response, Error> {
        self.send_with(request, &CallOptions::new())
    }

    /// Sends a request that the test made, with options.
    ///
    /// # Errors
    ///
    /// What the client says.
    pub fn send_with<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<A::Response, Error> {
        match self {
            Self::Waiting(transport, runtime) => runtime.block_on(transport.call(request, options)),
            Self::Blocking(transport) => transport.call(request, options),
        }
    }
}

/// Runs a test with each kind of client.
pub fn each(test: impl Fn(fn(&Settings) -> Caller)) {
    test(Caller::waiting);
    test(Caller::blocking);
}
