//! The limiter of a client, unless its program has its own.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::RateLimit;
use super::limit_rate::{AttemptOutcome, FinishedAttempt, LimitRate, PermitRequest};
use super::queue::Queue;
use super::waiter::{Waiter, change};
use crate::client::error::{PermitError, QueueTimeout};
use crate::{Action, ActionInfo, BoxFuture};

/// Gives permits to send requests, in order of arrival, for each action separately.
///
/// Every client has a limiter, and its clones share it. To share one between clients, for example an
/// asynchronous and a blocking one that use the same account, give each a clone of it:
///
/// ```
/// # use tencent_runtime::Service;
/// # use tencent_runtime::client::{ClientBuilder, RateLimit, RateLimiter, Transport};
/// # static SERVICE: Service = Service::new("demo", "2020-01-01", "demo.example.com");
/// let limiter = RateLimiter::new(RateLimit::Documented);
/// let builder = ClientBuilder::<Transport>::new(&SERVICE).rate_limit(limiter.clone());
/// ```
///
/// A call that waits for its permit stays in the queue at most for its
/// [`queue_timeout`](crate::client::CallOptions::queue_timeout). A call that is dropped leaves the queue,
/// and the calls behind it move up.
///
/// # Several programs with one account
///
/// The server counts the requests of an account. So several programs that each send the limit exceed it.
/// The limiter therefore adapts to throttling answers, for each action separately:
///
/// - If the server throttles a request, no request of the action is sent for a second (or for the time of
///   `Retry-After`, up to a minute), and the rate falls to a half, or to 80 % of the limit if it was the
///   limit. It falls further if the server accepted fewer requests: to 80 % of those per second since the
///   rate fell before, but never below 2 % of the limit. Requests that were sent before the rate fell do not
///   lower it again.
/// - Each accepted request raises the rate by 0.03 % of the limit, up to the limit, while the rate is used.
///
/// So ten programs settle at about a tenth of the limit each, and the server throttles about one request
/// in a hundred. A program whose requests are not throttled is not slower. [`adaptive`](Self::adaptive)
/// turns this off.
#[derive(Clone, Default)]
pub struct RateLimiter {
    limit: RateLimit,
    /// Whether the rate stays the same if the server throttles requests.
    is_fixed: bool,
    queues: Arc<Mutex<HashMap<Key, Arc<Mutex<Queue>>>>>,
}

/// The names of a service and an action.
type Key = (&'static str, &'static str);

impl RateLimiter {
    /// Creates a limiter. Its clones share their permits.
    #[must_use]
    pub fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            is_fixed: false,
            queues: Arc::default(),
        }
    }

    /// Sets whether the rate of an action adapts to throttling answers. Default: true.
    ///
    /// Turn it off if requests are throttled for another reason than their rate. Clones that were made
    /// before keep their setting.
    #[must_use]
    pub fn adaptive(mut self, adaptive: bool) -> Self {
        self.is_fixed = !adaptive;
        self
    }

    /// Takes the permit for one request of an action if that is possible without waiting.
    ///
    /// Use it to refuse work early instead of queueing it. Then make the call with
    /// [`CallOptions::rate_limit(false)`](crate::client::CallOptions::rate_limit), because it has its permit.
    /// Retries of that call do not ask for another permit.
    ///
    /// ```
    /// use tencent_runtime::Action;
    /// use tencent_runtime::client::{CallOptions, Error, RateLimiter, Transport};
    ///
    /// /// Makes a call, or fails at once.
    /// async fn call_now<A: Action>(
    ///     client: &Transport,
    ///     limiter: &RateLimiter,
    ///     request: &A,
    /// ) -> Result<A::Response, Error> {
    ///     limiter.try_acquire::<A>()?;
    ///     let options = CallOptions::new().rate_limit(false);
    ///     client.call(request, &options).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`QueueTimeout`] if no permit is available, or if other calls wait for one.
    /// [`QueueTimeout::wait`] is the time until this call would get its permit.
    pub fn try_acquire<A: Action>(&self) -> Result<(), QueueTimeout> {
        let entered = self.enter(&A::INFO, Duration::ZERO, Duration::ZERO);
        // Without time to wait, there is never a waiter.
        entered.map(drop)
    }

    /// Waits for the permit for one request of an action. Calls do so themselves; use it for
    /// requests that you send in another way, such as [`PreparedRequest`](crate::client::PreparedRequest).
    ///
    /// Dropping the future gives up the place in the queue. The future needs a Tokio runtime with
    /// time.
    ///
    /// # Errors
    ///
    /// [`QueueTimeout`] if the permit would come later than after `queue_timeout`.
    pub async fn acquire<A: Action>(&self, queue_timeout: Duration) -> Result<(), QueueTimeout> {
        match self.enter(&A::INFO, queue_timeout, Duration::ZERO)? {
            Some(waiter) => waiter.wait().await.map(drop),
            None => Ok(()),
        }
    }

    /// Takes a permit, or a place in the queue. `queued` is the time that the call has waited for
    /// the permits of its earlier attempts.
    ///
    /// # Errors
    ///
    /// [`QueueTimeout`] if the permit would come too late.
    pub(crate) fn enter(
        &self,
        action: &ActionInfo,
        queue_timeout: Duration,
        queued: Duration,
    ) -> Result<Option<Waiter>, QueueTimeout> {
        let Some(per_second) = self.per_second(action) else {
            return Ok(None);
        };
        let queue = self.queue(action, per_second);
        let refused = change(&queue, |queue, now| match queue.try_acquire(now) {
            Ok(()) => Ok(None),
            Err(wait) if queued.saturating_add(wait) <= queue_timeout => {
                Ok(Some((queue.enter(now), now)))
            }
            Err(wait) => {
                let wait = queued.saturating_add(wait);
                Err((queue.waiting(), queue.lowered_interval(), wait))
            }
        });
        let timeout = |(waiting, interval, wait)| QueueTimeout {
            action: action.name,
            per_second: Some(per_second),
            interval,
            waiting,
            wait,
            limit: queue_timeout,
        };
        let place = refused.map_err(timeout)?;
        Ok(place.map(|(ticket, now)| {
            let expiry = timeout((0, None, queue_timeout));
            Waiter::new(queue, ticket, now, queued, expiry)
        }))
    }

    /// Adapts the rate of the action to the outcome of a request.
    pub(crate) fn adapt(&self, attempt: &FinishedAttempt) {
        let action = attempt.action();
        let Some(per_second) = self.per_second(action).filter(|_| !self.is_fixed) else {
            return;
        };
        let queue = self.queue(action, per_second);
        match attempt.outcome() {
            AttemptOutcome::Accepted => change(&queue, |queue, _| queue.on_accepted()),
            AttemptOutcome::Throttled { retry_after } => {
                let sent_at = Instant::from_std(attempt.sent_at());
                let spread = fastrand::f64();
                change(&queue, |queue, now| {
                    queue.on_throttled(sent_at, retry_after, spread, now);
                });
            }
            AttemptOutcome::Unanswered => {}
        }
    }

    fn queue(&self, action: &ActionInfo, per_second: NonZeroU32) -> Arc<Mutex<Queue>> {
        let key = (action.service.name, action.name);
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queues
            .entry(key)
            .or_insert_with(|| Arc::new(Mutex::new(Queue::new(per_second, Instant::now()))));
        Arc::clone(queue)
    }

    fn per_second(&self, action: &ActionInfo) -> Option<NonZeroU32> {
        match self.limit {
            RateLimit::Documented => NonZeroU32::new(action.requests_per_second?),
            RateLimit::PerSecond(limit) => Some(limit),
            RateLimit::Unlimited => None,
        }
    }
}

impl LimitRate for RateLimiter {
    fn acquire_permit(&self, request: PermitRequest) -> BoxFuture<'_, Result<(), PermitError>> {
        Box::pin(async move {
            let entered = self.enter(request.action(), request.timeout(), Duration::ZERO)?;
            if let Some(waiter) = entered {
                waiter.wait().await?;
            }
            Ok(())
        })
    }

    fn on_attempt(&self, attempt: &FinishedAttempt) {
        self.adapt(attempt);
    }
}

impl From<RateLimit> for RateLimiter {
    fn from(limit: RateLimit) -> Self {
        Self::new(limit)
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiter")
            .field("limit", &self.limit)
            .field("adaptive", &!self.is_fixed)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Service;

    static DEMO: Service = Service::new("demo", "2020-01-01", "demo.example.com");
    static OTHER: Service = Service::new("other", "2020-01-01", "other.example.com");
    const ACTION: ActionInfo = ActionInfo::new("DoThing", &DEMO).requests_per_second(2);

    /// Asks for a permit without waiting.
    fn permit(limiter: &RateLimiter, action: &ActionInfo) -> Result<(), Duration> {
        let entered = limiter.enter(action, Duration::ZERO, Duration::ZERO);
        entered.map(drop).map_err(|refused| refused.wait())
    }

    #[test]
    fn the_second_request_waits() {
        let limiter = RateLimiter::new(RateLimit::Documented);
        assert_eq!(permit(&limiter, &ACTION), Ok(()));
        let wait = permit(&limiter.clone(), &ACTION).unwrap_err();
        assert!(
            wait > Duration::ZERO && wait <= Duration::from_millis(500),
            "{wait:?}"
        );
    }

    #[test]
    fn each_action_of_each_service_has_its_own_permits() {
        let limiter = RateLimiter::new(RateLimit::Documented);
        for action in [
            ACTION,
            ActionInfo::new("DoOther", &DEMO).requests_per_second(2),
            ActionInfo::new("DoThing", &OTHER).requests_per_second(2),
        ] {
            assert_eq!(permit(&limiter, &action), Ok(()));
            assert!(permit(&limiter, &action).is_err());
        }
    }

    #[test]
    fn a_limit_can_be_replaced_and_turned_off() {
        let own = RateLimiter::new(RateLimit::PerSecond(NonZeroU32::MIN));
        assert_eq!(permit(&own, &ACTION), Ok(()));
        assert!(permit(&own, &ACTION).unwrap_err() > Duration::from_millis(500));
        for (limit, action) in [
            (RateLimit::Unlimited, ACTION),
            (RateLimit::Documented, ActionInfo::new("DoOther", &DEMO)),
        ] {
            let limiter = RateLimiter::new(limit);
            assert!((0..100).all(|_| permit(&limiter, &action).is_ok()));
        }
    }

    #[test]
    fn a_call_that_would_wait_too_long_is_refused_at_once() {
        let limiter = RateLimiter::new(RateLimit::Documented);
        let second = Duration::from_secs(1);
        let enter = || limiter.enter(&ACTION, second, Duration::ZERO);
        assert!(enter().unwrap().is_none());
        let waiters = [enter().unwrap().unwrap(), enter().unwrap().unwrap()];
        let refused = enter().err().unwrap();
        assert_eq!((refused.waiting(), refused.limit()), (2, second));
        assert!(refused.wait() > second, "{refused}");
        let queued = limiter.enter(&ACTION, 2 * second, 2 * second);
        assert!(queued.is_err(), "earlier attempts count");
        drop(waiters);
        assert!(enter().unwrap().is_some());
    }
}
