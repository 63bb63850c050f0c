//! Limits the requests of a client per second.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota};

use crate::ActionInfo;

/// How many requests a client sends per second.
///
/// Requests of one action are spaced evenly, so that no second contains more than the limit. The
/// server would refuse a burst, and refused requests count too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateLimit {
    /// The documented limit of each action; no limit without documentation.
    #[default]
    Documented,
    /// The same limit for each action. Use it if the account has another limit, or shares it with
    /// other programs.
    PerSecond(NonZeroU32),
    /// No limit.
    Unlimited,
}

/// Gives permits to send requests, for each action separately.
pub(crate) struct RateLimiter {
    limit: RateLimit,
    clock: DefaultClock,
    actions: Mutex<HashMap<&'static str, Arc<DefaultDirectRateLimiter>>>,
}

impl RateLimiter {
    pub(crate) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            clock: DefaultClock::default(),
            actions: Mutex::default(),
        }
    }

    /// Takes a permit for one request.
    ///
    /// # Errors
    ///
    /// The time until the next attempt if none is left.
    pub(crate) fn acquire_permit(&self, action: &ActionInfo) -> Result<(), Duration> {
        let Some(quota) = self.quota(action) else {
            return Ok(());
        };
        let limiter = {
            let mut actions = self.actions.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(DefaultDirectRateLimiter::direct(quota));
            Arc::clone(actions.entry(action.name).or_insert_with(new))
        };
        limiter
            .check()
            .map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    fn quota(&self, action: &ActionInfo) -> Option<Quota> {
        let limit = match self.limit {
            RateLimit::Documented => NonZeroU32::new(action.requests_per_second?)?,
            RateLimit::PerSecond(limit) => limit,
            RateLimit::Unlimited => return None,
        };
        Some(Quota::per_second(limit).allow_burst(NonZeroU32::MIN))
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RateLimiter").field(&self.limit).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Service;

    static DEMO: Service = Service::new("demo", "2020-01-01", "demo.example.com");
    const ACTION: ActionInfo = ActionInfo::new("DoThing", &DEMO).requests_per_second(2);

    #[test]
    fn the_second_request_waits() {
        let limiter = RateLimiter::new(RateLimit::Documented);
        assert_eq!(limiter.acquire_permit(&ACTION), Ok(()));
        let wait = limiter.acquire_permit(&ACTION).unwrap_err();
        assert!(
            wait > Duration::ZERO && wait <= Duration::from_millis(500),
            "{wait:?}"
        );
        let other = ActionInfo::new("DoOther", &DEMO).requests_per_second(2);
        assert_eq!(limiter.acquire_permit(&other), Ok(()));
    }

    #[test]
    fn a_limit_can_be_replaced_and_turned_off() {
        let own = RateLimiter::new(RateLimit::PerSecond(NonZeroU32::MIN));
        assert_eq!(own.acquire_permit(&ACTION), Ok(()));
        assert!(own.acquire_permit(&ACTION).unwrap_err() > Duration::from_millis(500));
        for (limit, action) in [
            (RateLimit::Unlimited, ACTION),
            (RateLimit::Documented, ActionInfo::new("DoOther", &DEMO)),
        ] {
            let limiter = RateLimiter::new(limit);
            assert!((0..100).all(|_| limiter.acquire_permit(&action).is_ok()));
        }
    }
}
