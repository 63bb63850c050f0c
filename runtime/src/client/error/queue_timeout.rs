//! The error of calls that the client's own rate limiter delays too long.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

/// The permit of the rate limiter did not come within the time limit of the queue. Nothing was sent.
///
/// A call fails at once if the calls before it need longer than its time limit. Then it does not
/// wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueTimeout {
    pub(crate) action: &'static str,
    /// `None` for the limiter of a program.
    pub(crate) per_second: Option<NonZeroU32>,
    /// The present pause between two requests, if the rate is below its limit.
    pub(crate) interval: Option<Duration>,
    pub(crate) waiting: usize,
    pub(crate) wait: Duration,
    pub(crate) limit: Duration,
}

impl QueueTimeout {
    /// Creates an error: for stubs in tests, or for a limiter of your own. `requests_per_second` is
    /// `None` if the limiter has no fixed limit; zero counts as one.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tencent_runtime::client::Error;
    /// use tencent_runtime::client::error::QueueTimeout;
    ///
    /// let (wait, limit) = (Duration::from_secs(70), Duration::from_secs(60));
    /// let error = Error::from(QueueTimeout::new("DescribeThings", 20, 1399, wait, limit));
    /// assert!(error.is_timeout() && error.is_retryable());
    /// ```
    #[must_use]
    pub fn new(
        action: &'static str,
        requests_per_second: impl Into<Option<u32>>,
        waiting: usize,
        wait: Duration,
        limit: Duration,
    ) -> Self {
        let per_second = requests_per_second.into();
        let at_least_one = |limit| NonZeroU32::new(limit).unwrap_or(NonZeroU32::MIN);
        Self {
            action,
            per_second: per_second.map(at_least_one),
            interval: None,
            waiting,
            wait,
            limit,
        }
    }

    /// Sets the present pause between two requests of the action, of a limiter that lowered its rate
    /// because the server throttled requests.
    #[must_use]
    pub fn with_interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Returns the action that was called.
    #[must_use]
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// Returns the rate limit: how many requests of the action the client sends per second. `None` if
    /// a limiter of the program has no fixed limit.
    #[must_use]
    pub fn requests_per_second(&self) -> Option<u32> {
        self.per_second.map(NonZeroU32::get)
    }

    /// Returns the present pause between two requests, if it is longer than the limit needs because the
    /// server throttled requests.
    #[must_use]
    pub fn interval(&self) -> Option<Duration> {
        self.interval
    }

    /// Returns how many other calls were waiting for a permit.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Returns the time that the call would have waited for its permits, in all attempts.
    #[must_use]
    pub fn wait(&self) -> Duration {
        self.wait
    }

    /// Returns the time limit of the queue,
    /// [`queue_timeout`](crate::client::CallOptions::queue_timeout).
    #[must_use]
    pub fn limit(&self) -> Duration {
        self.limit
    }
}

impl fmt::Display for QueueTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (action, waiting, limit) = (self.action, self.waiting, self.limit);
        let Some(per_second) = self.per_second else {
            return write!(
                f,
                "nothing was sent: the rate limiter of this program gave no permit for {action} within \
                 {limit:?}; check the limiter, or set a longer `queue_timeout`"
            );
        };
        write!(
            f,
            "nothing was sent: this client's own rate limiter allows {per_second} requests of {action} per \
             second"
        )?;
        if let Some(interval) = self.interval {
            let interval = milliseconds(interval);
            write!(
                f,
                " (at present one every {interval:?}, because the server throttled some)"
            )?;
        }
        let wait = milliseconds(self.wait);
        write!(
            f,
            ", and {waiting} other calls wait for it; this call would wait {wait:?}, and its limit is \
             {limit:?}; raise `rate_limit` if the account has a higher limit, make fewer calls at once, or \
             set a longer `queue_timeout`"
        )
    }
}

/// Rounds up to milliseconds: nanoseconds are noise.
fn milliseconds(time: Duration) -> Duration {
    Duration::from_millis(time.as_nanos().div_ceil(1_000_000) as u64)
}

impl std::error::Error for QueueTimeout {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_the_limiter_its_limit_the_wait_and_the_next_step() {
        let wait = Duration::from_nanos(69_950_000_001);
        let error = QueueTimeout::new("DoThing", 20, 1398, wait, Duration::from_secs(60));
        assert_eq!(
            error.to_string(),
            "nothing was sent: this client's own rate limiter allows 20 requests of DoThing per \
             second, and 1398 other calls wait for it; this call would wait 69.951s, and its limit \
             is 60s; raise `rate_limit` if the account has a higher limit, make fewer calls at \
             once, or set a longer `queue_timeout`"
        );
    }
    #[test]
    fn the_message_names_a_lowered_rate_or_the_limiter_of_the_program() {
        let second = Duration::from_secs(1);
        let lowered = QueueTimeout::new("DoThing", 20, 0, second, Duration::ZERO)
            .with_interval(Duration::from_micros(400_500))
            .to_string();
        assert!(
            lowered.contains(
                "allows 20 requests of DoThing per second (at present one every 401ms, because the server \
                 throttled some), and 0 other calls"
            ),
            "{lowered}"
        );
        let own = QueueTimeout::new("DoThing", None, 0, second, second);
        assert_eq!(
            own.to_string(),
            "nothing was sent: the rate limiter of this program gave no permit for DoThing within 1s; check \
             the limiter, or set a longer `queue_timeout`"
        );
    }
}
