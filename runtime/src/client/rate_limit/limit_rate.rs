//! The trait of rate limiters.

use std::fmt;
use std::time::{Duration, Instant};

use crate::client::error::PermitError;
use crate::{ActionInfo, BoxFuture};

/// Decides when a client may send a request.
///
/// [`RateLimiter`](super::RateLimiter) is the default. Implement this trait if the permits come from
/// another place, for example from a store that the programs of several machines share:
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::{Arc, Mutex, PoisonError};
/// use std::time::{Duration, Instant};
///
/// use tencent_runtime::BoxFuture;
/// use tencent_runtime::client::rate_limit::{
///     AttemptOutcome, FinishedAttempt, LimitRate, PermitError, PermitRequest, QueueTimeout,
/// };
///
/// /// The time of the next request of each action. It represents a table of a shared store.
/// type Table = Arc<Mutex<HashMap<&'static str, Instant>>>;
///
/// #[derive(Debug)]
/// struct StoreLimiter {
///     table: Table,
/// }
///
/// impl StoreLimiter {
///     /// Reserves the next permit of an action, and returns the time until then. A store would do this
///     /// in one transaction, and could fail.
///     async fn reserve(
///         &self,
///         action: &'static str,
///         pause: Duration,
///     ) -> Result<Duration, std::io::Error> {
///         let now = Instant::now();
///         let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
///         let next = table.entry(action).or_insert(now);
///         let at = now.max(*next);
///         *next = at + pause;
///         Ok(at - now)
///     }
/// }
///
/// impl LimitRate for StoreLimiter {
///     fn acquire_permit(&self, request: PermitRequest) -> BoxFuture<'_, Result<(), PermitError>> {
///         Box::pin(async move {
///             let Some(limit) = request.requests_per_second() else {
///                 return Ok(());
///             };
///             let (action, timeout) = (request.action().name, request.timeout());
///             let reserved = self.reserve(action, Duration::from_secs(1) / limit).await;
///             let wait = reserved.map_err(PermitError::limiter)?;
///             if wait > timeout {
///                 return Err(QueueTimeout::new(action, limit, 0, wait, timeout).into());
///             }
///             tokio::time::sleep(wait).await;
///             Ok(())
///         })
///     }
///
///     fn on_attempt(&self, attempt: &FinishedAttempt) {
///         if let AttemptOutcome::Throttled { retry_after, .. } = attempt.outcome() {
///             let pause = retry_after.unwrap_or(Duration::from_secs(1));
///             let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
///             table.insert(attempt.action().name, Instant::now() + pause);
///         }
///     }
/// }
///
/// # static SERVICE: tencent_runtime::Service =
/// #     tencent_runtime::Service::new("demo", "2020-01-01", "demo.example.com");
/// # use tencent_runtime::client::{ClientBuilder, Transport};
/// let limiter = Arc::new(StoreLimiter { table: Table::default() });
/// let builder = ClientBuilder::<Transport>::new(&SERVICE).rate_limit(limiter);
/// ```
pub trait LimitRate: fmt::Debug + Send + Sync {
    /// Waits until a request may be sent. Each attempt of a call needs a permit, also a retry.
    ///
    /// Both clients await it inside a Tokio runtime with timers and I/O. They drop the future, and fail the
    /// call with [`QueueTimeout`](super::QueueTimeout), after [`PermitRequest::timeout`]. It must not block
    /// the thread, because other calls may use it.
    ///
    /// # Errors
    ///
    /// The call fails without a retry, and nothing is sent. Return `Ok` if requests should rather be sent
    /// without a limit while a store cannot be reached.
    fn acquire_permit(&self, request: PermitRequest) -> BoxFuture<'_, Result<(), PermitError>>;

    /// Reports the outcome of an attempt. Default: does nothing.
    ///
    /// It must not block. A call that is dropped while it waits for its answer has no outcome. A call with
    /// [`CallOptions::rate_limit(false)`](crate::client::CallOptions::rate_limit) has one, but asked for no
    /// permit.
    fn on_attempt(&self, attempt: &FinishedAttempt) {
        let _ = attempt;
    }
}

/// A request that a call wants to send.
#[derive(Clone, Copy, Debug)]
pub struct PermitRequest {
    action: ActionInfo,
    timeout: Duration,
}

impl PermitRequest {
    /// Creates a value, for tests of a limiter.
    #[must_use]
    pub fn new(action: &ActionInfo, timeout: Duration) -> Self {
        Self {
            action: *action,
            timeout,
        }
    }

    /// Returns the action, with its service.
    #[must_use]
    pub fn action(&self) -> &ActionInfo {
        &self.action
    }

    /// Returns the documented limit of the action: requests of an account per second.
    #[must_use]
    pub fn requests_per_second(&self) -> Option<u32> {
        self.action.requests_per_second
    }

    /// Returns the time that the call may still wait for permits: its
    /// [`queue_timeout`](crate::client::CallOptions::queue_timeout), without the waits of its earlier
    /// attempts.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }
}

/// The outcome of an attempt, as far as it concerns the rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttemptOutcome {
    /// The server answered with a response, or with an error that does not concern the rate.
    Accepted,
    /// The server refused the request because of a rate limit.
    #[non_exhaustive]
    Throttled {
        /// The time of the header `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// The server was not reached, or its answer could not be read.
    Unanswered,
}

impl AttemptOutcome {
    /// Creates [`AttemptOutcome::Throttled`].
    #[must_use]
    pub fn throttled(retry_after: Option<Duration>) -> Self {
        Self::Throttled { retry_after }
    }
}

/// An attempt that has an outcome.
#[derive(Clone, Copy, Debug)]
pub struct FinishedAttempt {
    action: ActionInfo,
    sent_at: Instant,
    outcome: AttemptOutcome,
}

impl FinishedAttempt {
    /// Creates a value: for tests of a limiter, or to report requests that were sent in another way, such
    /// as [`PreparedRequest`](crate::client::PreparedRequest).
    #[must_use]
    pub fn new(action: &ActionInfo, sent_at: Instant, outcome: AttemptOutcome) -> Self {
        Self {
            action: *action,
            sent_at,
            outcome,
        }
    }

    /// Returns the action, with its service.
    #[must_use]
    pub fn action(&self) -> &ActionInfo {
        &self.action
    }

    /// Returns when the request was sent.
    #[must_use]
    pub fn sent_at(&self) -> Instant {
        self.sent_at
    }

    /// Returns the outcome.
    #[must_use]
    pub fn outcome(&self) -> AttemptOutcome {
        self.outcome
    }
}
