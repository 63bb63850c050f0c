//! The rate limit of the account.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The time in which requests are counted.
const WINDOW: Duration = Duration::from_secs(1);

/// Refuses requests of an action if too many came within a second before them. Refused requests count too.
#[derive(Debug)]
pub(crate) struct RateLimit {
    per_second: NonZeroU32,
    /// The times of the latest requests of each action, at most as many as the limit.
    latest: Mutex<BTreeMap<&'static str, VecDeque<Instant>>>,
}

impl RateLimit {
    pub(crate) fn new(per_second: NonZeroU32) -> Self {
        Self {
            per_second,
            latest: Mutex::default(),
        }
    }

    /// Returns the limit: requests of one action per second.
    pub(crate) fn per_second(&self) -> NonZeroU32 {
        self.per_second
    }

    /// Counts a request, and returns whether it is accepted.
    pub(crate) fn accepts(&self, action: &'static str, now: Instant) -> bool {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = latest.entry(action).or_default();
        latest.push_back(now);
        if latest.len() <= self.per_second.get() as usize {
            return true;
        }
        let earlier = latest.pop_front();
        earlier.is_none_or(|earlier| now.saturating_duration_since(earlier) >= WINDOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn limit() -> RateLimit {
        RateLimit::new(NonZeroU32::new(2).unwrap())
    }

    #[test]
    fn the_limit_counts_each_action_within_any_second() {
        let (limit, start) = (limit(), Instant::now());
        let accepted =
            [0, 600, 999, 1_000, 1_600, 1_999].map(|ms| limit.accepts("DoThing", start + MS * ms));
        // The requests after 600 and 999 milliseconds count at 1,000, also the refused one.
        assert_eq!(accepted, [true, true, false, false, false, false]);
        assert!(limit.accepts("DoOther", start + MS * 1_999));
        assert!(limit.accepts("DoThing", start + MS * 2_999));
    }

    #[test]
    fn requests_at_the_limit_are_accepted() {
        let (limit, start) = (limit(), Instant::now());
        assert!((0..100).all(|request| limit.accepts("DoThing", start + MS * 500 * request)));
    }
}
