//! The settings of a server.

use std::num::NonZeroU32;
#[cfg(feature = "callback")]
use std::time::Duration;

#[cfg(feature = "callback")]
use tencent_runtime::callback::Protection;

use crate::actions::Actions;
#[cfg(feature = "callback")]
use crate::callback::Backoff;
use crate::scenario::Scenario;

/// The number of received requests that a server keeps by default.
const MAX_RECEIVED: usize = 10_000;

/// Configures a server, and starts it. [`MockServer::builder`](crate::MockServer::builder) creates it.
///
/// ```
/// use tencent_mock::{Actions, MockServer};
/// use tencent_runtime::Service;
///
/// static SERVICE: Service = Service::new("demo", "2020-01-01", "demo.example.com");
/// // A generated crate has a function `actions`, which returns all actions of its service.
/// let mock = MockServer::builder(Actions::new(&SERVICE)).lenient(true).seed(7).start().unwrap();
/// ```
#[derive(Debug)]
#[must_use]
pub struct MockServerBuilder {
    pub(crate) actions: Actions,
    pub(crate) port: u16,
    pub(crate) lenient: bool,
    pub(crate) seed: u64,
    pub(crate) scenario: Scenario,
    pub(crate) max_received: usize,
    pub(crate) requests_per_second: Option<NonZeroU32>,
    #[cfg(feature = "callback")]
    pub(crate) callback_url: Option<String>,
    #[cfg(feature = "callback")]
    pub(crate) callback_protection: Protection,
    #[cfg(feature = "callback")]
    pub(crate) callback_backoff: Backoff,
}

impl MockServerBuilder {
    pub(crate) fn new(actions: Actions) -> Self {
        Self {
            actions,
            port: 0,
            lenient: false,
            seed: 0,
            scenario: Scenario::none(),
            max_received: MAX_RECEIVED,
            requests_per_second: None,
            #[cfg(feature = "callback")]
            callback_url: None,
            #[cfg(feature = "callback")]
            callback_protection: Protection::none(),
            #[cfg(feature = "callback")]
            callback_backoff: Backoff::default(),
        }
    }

    /// Sets the port. Default: 0, which means any free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets whether the server accepts requests that break rules, have unknown members, or contain ids
    /// that no action created. Default: false. [`Received::violations`](crate::Received::violations)
    /// lists the broken rules in any case.
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }

    /// Sets the seed of ids, and of the choice of faults. Default: 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the scenario. Default: [`Scenario::none`].
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// Sets the number of requests that [`MockServer::received`](crate::MockServer::received) returns at most, the latest ones of
    /// all actions. Default: 10,000.
    pub fn max_received(mut self, requests: usize) -> Self {
        self.max_received = requests;
        self
    }

    /// Sets how many requests of each action the server accepts within any second. It answers
    /// `RequestLimitExceeded` to the others. Default: no limit.
    ///
    /// The limit belongs to the credential, so it counts the requests of all clients. Requests with a wrong
    /// signature do not count, but refused requests do: a client that goes on sending is refused for ever.
    pub fn requests_per_second(mut self, requests: NonZeroU32) -> Self {
        self.requests_per_second = Some(requests);
        self
    }

    /// Sets the URL that receives callbacks, with the scheme `http`, such as `http://127.0.0.1:8080/callbacks`.
    /// Default: none, and then no callbacks are sent. [`start`](Self::start) reports an invalid URL.
    ///
    /// The server posts a message after each change of a state that the service reports, and sends it again until
    /// the answer has status 200. The messages about one thing are sent in order. Those that wait are in memory.
    #[cfg(feature = "callback")]
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.callback_url = Some(url.into());
        self
    }

    /// Sets the key that encrypts callbacks and the token that signs them. Default: [`Protection::none`].
    #[cfg(feature = "callback")]
    pub fn callback_protection(mut self, protection: Protection) -> Self {
        self.callback_protection = protection;
        self
    }

    /// Sets the pauses before a callback is sent again: the first one, which doubles with each attempt, and the
    /// longest one. Default: 100 milliseconds and 10 seconds. The service does not publish its pauses; they are
    /// probably longer.
    #[cfg(feature = "callback")]
    pub fn callback_backoff(mut self, initial: Duration, max: Duration) -> Self {
        self.callback_backoff = Backoff { initial, max };
        self
    }
}
