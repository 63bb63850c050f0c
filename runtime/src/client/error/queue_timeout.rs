//! The error of calls that the client's own rate limiter delays too long.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

/// The permit of the client's own rate limiter did not come within the time limit of the queue.
/// Nothing was sent.
///
/// A call fails at once if the calls before it need longer than its time limit. Then it does not
/// wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueTimeout {
    pub(crate) action: &'static str,
    pub(crate) per_second: NonZeroU32,
    pub(crate) waiting: usize,
    pub(crate) wait: Duration,
    pub(crate) limit: Duration,
}

impl QueueTimeout {
    /// Creates an error, for stubs in tests. Zero requests per second count as one.
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
        requests_per_second: u32,
        waiting: usize,
        wait: Duration,
        limit: Duration,
    ) -> Self {
        Self {
            action,
            per_second: NonZeroU32::new(requests_per_second).unwrap_or(NonZeroU32::MIN),
            waiting,
            wait,
            limit,
        }
    }

    /// Returns the action that was called.
    #[must_use]
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// Returns the rate limit: how many requests of the action the client sends per second.
    #[must_use]
    pub fn requests_per_second(&self) -> u32 {
        self.per_second.get()
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
        let Self {
            action,
            per_second,
            waiting,
            limit,
            ..
        } = self;
        // Nanoseconds are noise.
        let wait = Duration::from_millis(self.wait.as_nanos().div_ceil(1_000_000) as u64);
        write!(
            f,
            "nothing was sent: this client's own rate limiter allows {per_second} requests of \
             {action} per second, and {waiting} other calls wait for it; this call would wait \
             {wait:?}, and its limit is {limit:?}; raise `rate_limit` if the account has a higher \
             limit, make fewer calls at once, or set a longer `queue_timeout`"
        )
    }
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
}
