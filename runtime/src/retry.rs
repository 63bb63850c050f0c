//! Whether a call that failed is made again, and when.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::{ActionInfo, Error, ErrorCode};

/// How often a call is made again, and after which pauses.
///
/// A call is made again
///
/// - when the server refused it because there were too many, or was not reached;
/// - when the server failed, or the connection broke, and the action is described as safe to
///   repeat;
/// - once with a corrected clock, when its signature was too old or too new;
/// - once with a fresh credential, where there is one, when its token was refused.
///
/// The pause before the n-th repetition is a random part of `base * 2^(n - 1)`, at most `longest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How many attempts there are at most, the first included. Default: 4.
    pub attempts: u32,
    /// The pause that the others are computed from. Default: 200 milliseconds.
    pub base: Duration,
    /// The longest pause. Default: 5 seconds.
    pub longest: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            base: Duration::from_millis(200),
            longest: Duration::from_secs(5),
        }
    }
}

impl RetryPolicy {
    /// The default policy.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A policy that never makes a call again.
    #[must_use]
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Sets how many attempts there are at most, the first included.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the pause that the others are computed from.
    #[must_use]
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the longest pause.
    #[must_use]
    pub fn longest(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// The pause after that many attempts.
    pub(crate) fn pause(&self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let bound = self.base.saturating_mul(doubled).min(self.longest);
        bound.mul_f64(fastrand::f64())
    }
}

/// What is done about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Nothing helps.
    None,
    /// The same again, after a pause.
    Pause,
    /// Again with the server's time.
    CorrectClock,
    /// Again with a fresh credential.
    RenewCredential,
}

impl Remedy {
    pub(crate) fn of(error: &Error, action: &ActionInfo) -> Self {
        if error.code() == Some(&ErrorCode::AUTH_FAILURE_SIGNATURE_EXPIRE) {
            return Self::CorrectClock;
        }
        if error.code() == Some(&ErrorCode::AUTH_FAILURE_TOKEN_FAILURE) {
            return Self::RenewCredential;
        }
        let undone = matches!(error, Error::NotSent(_)) || error.is_throttled();
        if undone || (error.leaves_open() && action.safe_to_repeat) {
            Self::Pause
        } else {
            Self::None
        }
    }
}

/// What a client may spend on repetitions: when a server is in trouble, repeating every call would
/// only add to it.
///
/// Each repetition takes ten; each call that succeeds at once brings one back.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

const FULL: u32 = 500;
const COST: u32 = 10;
const EARNED: u32 = 1;

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl RetryBudget {
    /// Pays for a repetition, if there is enough.
    pub(crate) fn spend(&self) -> bool {
        self.change(|left| left.checked_sub(COST))
    }

    /// A call succeeded at once.
    pub(crate) fn earn(&self) {
        self.change(|left| Some((left + EARNED).min(FULL)));
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        let order = Ordering::Relaxed;
        self.0.fetch_update(order, order, change).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_are_random() {
        let policy = RetryPolicy::default();
        let longest = |attempts| {
            let pauses = (0..1_000).map(|_| policy.pause(attempts));
            pauses.max().unwrap()
        };
        assert!(longest(1) <= policy.base && longest(1) > policy.base / 2);
        assert!(longest(2) <= policy.base * 2 && longest(2) > policy.base);
        assert!(longest(40) <= policy.longest && longest(40) > policy.longest / 2);
        assert_ne!(policy.pause(9), policy.pause(9));
    }

    #[test]
    fn the_budget_ends_and_comes_back_slowly() {
        let budget = RetryBudget::default();
        let paid = (0..1_000).filter(|_| budget.spend()).count();
        assert_eq!(paid, (FULL / COST) as usize);
        (0..COST - 1).for_each(|_| budget.earn());
        assert!(!budget.spend());
        budget.earn();
        assert!(budget.spend() && !budget.spend());
        (0..10 * FULL).for_each(|_| budget.earn());
        assert_eq!(budget.0.load(Ordering::Relaxed), FULL);
    }
}
