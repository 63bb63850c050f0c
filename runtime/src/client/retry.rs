//! Whether and when a call is retried.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::error::Error;
use crate::{ActionInfo, ErrorCode, RetryableCode};

/// How often a call is retried, and how long the pauses are.
///
/// A call is retried
///
/// - if the server throttled it with an error code, or was not reached;
/// - if the provider of the credential failed, but may succeed later;
/// - if the server failed, the connection broke, or a response with status 429 has no error code,
///   and the action is idempotent, or the request contains an idempotency token;
/// - if the server refused it with an error code that the documentation of the action lists as retryable
///   ([`ActionInfo::retry_on`]): with the pause and within the time that are documented there, and within
///   the time limit of the call;
/// - once with a corrected clock, if the timestamp of the signature was refused;
/// - once with another credential, if the token was refused and the provider has another one.
///
/// A call is not retried if its next attempt would fail too: if the server's certificate is not
/// trusted, or the proxy refuses to connect.
///
/// The pause before the n-th retry is random, between zero and
/// `initial_backoff * 2^(n - 1)`, but at most `max_backoff`. The time in the response's `Retry-After`
/// is added to it. A call is not retried if it has less time left.
///
/// Attempts that end with a retryable code of the action do not count as attempts of `max_attempts`, but a
/// policy that never retries ([`never`](Self::never)) does not retry them either.
///
/// ```
/// use std::time::Duration;
/// use tencent_runtime::client::RetryPolicy;
///
/// let patient = RetryPolicy::new().max_attempts(6).max_backoff(Duration::from_secs(30));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The maximum number of attempts, including the first. Default: 4.
    pub max_attempts: u32,
    /// The upper bound of the first pause. Default: 200 milliseconds.
    pub initial_backoff: Duration,
    /// The upper bound of every pause. Default: 5 seconds.
    pub max_backoff: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            initial_backoff: Duration::from_millis(200),
            max_backoff: Duration::from_secs(5),
        }
    }
}

impl RetryPolicy {
    /// Creates the default policy.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a policy that never retries.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the upper bound of the first pause.
    #[must_use]
    pub fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// Sets the upper bound of every pause.
    #[must_use]
    pub fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// Returns a random pause after that many attempts.
    pub(crate) fn backoff(&self, attempts: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let bound = self.initial_backoff.saturating_mul(factor);
        bound.min(self.max_backoff).mul_f64(fastrand::f64())
    }
}

/// The reaction to an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryDecision {
    /// Return the error.
    Stop,
    /// Retry after a pause.
    Backoff,
    /// Retry after the documented pause of the code.
    Pause(&'static RetryableCode),
    /// Correct the clock, then retry.
    CorrectClock,
    /// Get another credential, then retry.
    RenewCredential,
}

impl RetryDecision {
    pub(crate) fn new(error: &Error, action: &ActionInfo, is_idempotent: bool) -> Self {
        if error.code() == Some(&ErrorCode::AUTH_FAILURE_SIGNATURE_EXPIRE) {
            return Self::CorrectClock;
        }
        if error.code() == Some(&ErrorCode::AUTH_FAILURE_TOKEN_FAILURE) {
            return Self::RenewCredential;
        }
        let unknown = error.is_retryable_if_idempotent();
        let retryable = error.code().and_then(|code| action.retryable_code(code));
        if let Some(code) = retryable.filter(|_| !unknown || is_idempotent) {
            return Self::Pause(code);
        }
        let throttled = error.code().is_some_and(ErrorCode::is_throttled);
        let unsent = matches!(error, Error::NotSent(error) if !error.is_permanent());
        let not_executed = throttled || unsent;
        if not_executed || (unknown && is_idempotent) {
            Self::Backoff
        } else {
            Self::Stop
        }
    }
}

/// Limits the retries of a client, so that they do not overload a server in trouble.
///
/// A retry costs [`COST`] tokens. A call that succeeds at the first attempt returns [`REFUND`].
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

const CAPACITY: u32 = 500;
const COST: u32 = 10;
const REFUND: u32 = 1;

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }
}

impl RetryBudget {
    /// Pays for a retry. Returns false if too few tokens are left.
    pub(crate) fn withdraw(&self) -> bool {
        self.update(|tokens| tokens.checked_sub(COST))
    }

    /// Returns tokens after a call that succeeded at the first attempt.
    pub(crate) fn refund(&self) {
        self.update(|tokens| Some((tokens + REFUND).min(CAPACITY)));
    }

    fn update(&self, update: impl FnMut(u32) -> Option<u32>) -> bool {
        let order = Ordering::Relaxed;
        self.0.fetch_update(order, order, update).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_maximum_and_are_random() {
        let policy = RetryPolicy::default();
        let longest = |attempts| {
            let pauses = (0..1_000).map(|_| policy.backoff(attempts));
            pauses.max().unwrap()
        };
        let (initial, max) = (policy.initial_backoff, policy.max_backoff);
        assert!(longest(1) <= initial && longest(1) > initial / 2);
        assert!(longest(2) <= initial * 2 && longest(2) > initial);
        assert!(longest(40) <= max && longest(40) > max / 2);
        assert_ne!(policy.backoff(9), policy.backoff(9));
    }

    #[test]
    fn the_budget_is_limited_and_refills_slowly() {
        let budget = RetryBudget::default();
        let paid = (0..1_000).filter(|_| budget.withdraw()).count();
        assert_eq!(paid, (CAPACITY / COST) as usize);
        (0..COST - 1).for_each(|_| budget.refund());
        assert!(!budget.withdraw());
        budget.refund();
        assert!(budget.withdraw() && !budget.withdraw());
        (0..10 * CAPACITY).for_each(|_| budget.refund());
        assert_eq!(budget.0.load(Ordering::Relaxed), CAPACITY);
    }
}
