//! The limiter of a client: the default one, or one of its program.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::RateLimit;
use super::limit_rate::{FinishedAttempt, LimitRate, PermitRequest};
use super::limiter::RateLimiter;
use super::waiter::Waiter;
use crate::ActionInfo;
use crate::client::error::{PermitError, QueueTimeout};

/// A limiter that all clones of a client share: a [`RateLimit`], a [`RateLimiter`], or an [`Arc`] of a type
/// that implements [`LimitRate`].
#[derive(Clone, Debug)]
pub struct SharedRateLimiter(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Queues(RateLimiter),
    Own(Arc<dyn LimitRate>),
}

/// The answer of a limiter to a call that wants to send.
pub(crate) enum Entered {
    /// The call may send now.
    Permitted,
    /// The call waits in a queue.
    Queued(Waiter),
    /// The limiter of the program must be asked.
    Ask(Acquisition),
}

impl SharedRateLimiter {
    /// Takes a permit, or a place in the queue. `queued` is the time that the call has waited for
    /// the permits of its earlier attempts.
    pub(crate) fn enter(
        &self,
        action: &ActionInfo,
        queue_timeout: Duration,
        queued: Duration,
    ) -> Result<Entered, QueueTimeout> {
        match &self.0 {
            Kind::Queues(limiter) => {
                let waiter = limiter.enter(action, queue_timeout, queued)?;
                Ok(waiter.map_or(Entered::Permitted, Entered::Queued))
            }
            Kind::Own(limiter) => Ok(Entered::Ask(Acquisition {
                limiter: Arc::clone(limiter),
                request: PermitRequest::new(action, queue_timeout.saturating_sub(queued)),
                queue_timeout,
            })),
        }
    }

    /// Reports the outcome of an attempt.
    pub(crate) fn on_attempt(&self, attempt: &FinishedAttempt) {
        match &self.0 {
            Kind::Queues(limiter) => limiter.adapt(attempt),
            Kind::Own(limiter) => limiter.on_attempt(attempt),
        }
    }
}

impl From<RateLimit> for SharedRateLimiter {
    fn from(limit: RateLimit) -> Self {
        RateLimiter::new(limit).into()
    }
}

impl From<RateLimiter> for SharedRateLimiter {
    fn from(limiter: RateLimiter) -> Self {
        Self(Kind::Queues(limiter))
    }
}

impl<L: LimitRate + 'static> From<Arc<L>> for SharedRateLimiter {
    fn from(limiter: Arc<L>) -> Self {
        Self(Kind::Own(limiter))
    }
}

/// A call that asks the limiter of its program for a permit.
pub(crate) struct Acquisition {
    limiter: Arc<dyn LimitRate>,
    request: PermitRequest,
    queue_timeout: Duration,
}

impl Acquisition {
    /// Returns the longest time of the wait.
    #[cfg(feature = "blocking")]
    pub(crate) fn timeout(&self) -> Duration {
        self.request.timeout()
    }

    /// Waits for the permit, and returns the time that it took. Needs a Tokio runtime with time.
    pub(crate) async fn wait(self) -> Result<Duration, PermitError> {
        let started = Instant::now();
        let permit = self.limiter.acquire_permit(self.request);
        match tokio::time::timeout(self.request.timeout(), permit).await {
            Ok(permit) => permit.map(|()| started.elapsed()),
            Err(_) => Err(self.expiry().into()),
        }
    }

    /// Creates the error of a call whose time is over.
    pub(crate) fn expiry(&self) -> QueueTimeout {
        let (action, limit) = (self.request.action().name, self.queue_timeout);
        QueueTimeout::new(action, None, 0, limit, limit)
    }
}
