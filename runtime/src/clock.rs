//! What time it is: the machine's time, one that tests hold, and what a server knows better.

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time that requests are signed with.
pub trait Clock: Debug + Send + Sync {
    /// Seconds since the Unix epoch.
    fn now(&self) -> u64;
}

/// That second since the Unix epoch, unless it is beyond what the machine counts.
pub(crate) fn at(second: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(second))
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> u64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }
}

/// A clock that stands still until it is set, for tests.
#[derive(Debug, Default)]
pub struct HeldClock(AtomicU64);

impl HeldClock {
    /// A clock that stands at that second since the Unix epoch.
    #[must_use]
    pub fn at(seconds: u64) -> Self {
        Self(AtomicU64::new(seconds))
    }

    /// Sets the clock.
    pub fn set(&self, seconds: u64) {
        self.0.store(seconds, Ordering::Relaxed);
    }

    /// Moves the clock on.
    pub fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for HeldClock {
    fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> u64 {
        (**self).now()
    }
}

/// How far the machine's clock is off the server's, as learned from the server.
#[derive(Debug, Default)]
pub(crate) struct ClockCorrection(AtomicI64);

/// A server that is further away than this is as likely to be wrong as the machine.
const MOST: i64 = 10 * 366 * 24 * 60 * 60;

impl ClockCorrection {
    /// The server's time, where the machine's is `now`.
    pub(crate) fn corrected(&self, now: u64) -> u64 {
        now.saturating_add_signed(self.0.load(Ordering::Relaxed))
    }

    /// Learns from the `Date` header of an answer. A date that cannot be read, or is absurd, is
    /// passed over; whether one was learned is told.
    pub(crate) fn learn(&self, date: &str, now: u64) -> bool {
        let Ok(date) = httpdate::parse_http_date(date) else {
            return false;
        };
        let Ok(server) = date.duration_since(UNIX_EPOCH) else {
            return false;
        };
        let (Ok(server), Ok(now)) = (i64::try_from(server.as_secs()), i64::try_from(now)) else {
            return false;
        };
        let offset = server - now;
        if offset.abs() > MOST {
            return false;
        }
        self.0.store(offset, Ordering::Relaxed);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Tue, 14 Nov 2023 22:13:20 GMT";
    const SECONDS: u64 = 1_700_000_000;

    #[test]
    fn a_server_corrects_the_clock_both_ways() {
        for now in [SECONDS - 4_000, SECONDS + 4_000] {
            let correction = ClockCorrection::default();
            assert_eq!(correction.corrected(now), now);
            assert!(correction.learn(DATE, now));
            assert_eq!(correction.corrected(now + 5), SECONDS + 5);
        }
    }

    #[test]
    fn dates_that_make_no_sense_are_passed_over() {
        let correction = ClockCorrection::default();
        for date in ["", "yesterday", "Tue, 14 Nov 1023 22:13:20 GMT"] {
            assert!(!correction.learn(date, SECONDS), "{date}");
        }
        assert!(!correction.learn(DATE, 20 * SECONDS));
        assert_eq!(correction.corrected(SECONDS), SECONDS);
    }
}
