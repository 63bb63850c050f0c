//! Keeps a client from sending more than the server will take.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota};

use crate::ActionInfo;

/// How many requests a client sends in a second.
///
/// Requests of one action are spaced evenly, so that no second holds more than the limit: a burst
/// would be refused, and the refusals count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateLimit {
    /// As many as the action's description says; no limit where it says nothing.
    #[default]
    Described,
    /// This many of each action: the account has another limit, or shares it with other programs.
    PerSecond(NonZeroU32),
    /// As many as are asked for.
    Unlimited,
}

/// Gives each action its turns.
pub(crate) struct Limiter {
    limit: RateLimit,
    clock: DefaultClock,
    actions: Mutex<HashMap<&'static str, Arc<DefaultDirectRateLimiter>>>,
}

impl Limiter {
    pub(crate) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            clock: DefaultClock::default(),
            actions: Mutex::default(),
        }
    }

    /// Takes a turn, or tells how long to wait before asking again.
    pub(crate) fn take(&self, action: &ActionInfo) -> Result<(), Duration> {
        let Some(quota) = self.quota(action) else {
            return Ok(());
        };
        let turns = {
            let mut actions = self.actions.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(DefaultDirectRateLimiter::direct(quota));
            Arc::clone(actions.entry(action.name).or_insert_with(new))
        };
        turns
            .check()
            .map_err(|not_yet| not_yet.wait_time_from(self.clock.now()))
    }

    fn quota(&self, action: &ActionInfo) -> Option<Quota> {
        let limit = match self.limit {
            RateLimit::Described => NonZeroU32::new(action.requests_per_second?)?,
            RateLimit::PerSecond(limit) => limit,
            RateLimit::Unlimited => return None,
        };
        Some(Quota::per_second(limit).allow_burst(NonZeroU32::MIN))
    }
}

impl std::fmt::Debug for Limiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Limiter").field(&self.limit).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Service;

    static DEMO: Service = Service::new("demo", "2020-01-01", "demo.example.com");
    const ACTION: ActionInfo = ActionInfo::new("DoThing", &DEMO).requests_per_second(2);

    #[test]
    fn the_second_request_waits_for_its_turn() {
        let limiter = Limiter::new(RateLimit::Described);
        assert_eq!(limiter.take(&ACTION), Ok(()));
        let wait = limiter.take(&ACTION).unwrap_err();
        assert!(
            wait > Duration::ZERO && wait <= Duration::from_millis(500),
            "{wait:?}"
        );
        let other = ActionInfo::new("DoOther", &DEMO).requests_per_second(2);
        assert_eq!(limiter.take(&other), Ok(()));
    }

    #[test]
    fn a_limit_can_be_replaced_and_turned_off() {
        let own = Limiter::new(RateLimit::PerSecond(NonZeroU32::MIN));
        assert_eq!(own.take(&ACTION), Ok(()));
        assert!(own.take(&ACTION).unwrap_err() > Duration::from_millis(500));
        for limiter in [
            (Limiter::new(RateLimit::Unlimited), ACTION),
            (
                Limiter::new(RateLimit::Described),
                ActionInfo::new("DoOther", &DEMO),
            ),
        ] {
            assert!((0..100).all(|_| limiter.0.take(&limiter.1).is_ok()));
        }
    }
}
