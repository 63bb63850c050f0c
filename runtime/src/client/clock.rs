//! The time that signatures contain: the machine's clock, corrected by the server's.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A clock for signatures.
///
/// ```
/// use tencent_runtime::client::clock::Clock;
///
/// #[derive(Debug)]
/// struct Fixed(u64);
///
/// impl Clock for Fixed {
///     fn now(&self) -> u64 {
///         self.0
///     }
/// }
///
/// assert_eq!(Fixed(1_700_000_000).now(), 1_700_000_000);
/// ```
pub trait Clock: Debug + Send + Sync {
    /// Returns the time in seconds since the Unix epoch.
    fn now(&self) -> u64;
}

/// Converts seconds since the Unix epoch. Returns `None` if the machine cannot represent the time.
pub(crate) fn system_time(seconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Formats a time like `2023-11-14T22:13:20Z`. Returns `None` outside of the years 1970 to 9999.
pub(crate) fn format_utc(time: SystemTime) -> Option<String> {
    const YEAR_10000: u64 = 253_402_300_800;
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    (since.as_secs() < YEAR_10000).then(|| humantime::format_rfc3339_seconds(time).to_string())
}

/// The machine's clock.
///
/// ```
/// use tencent_runtime::client::clock::{Clock, SystemClock};
///
/// assert!(SystemClock.now() > 1_700_000_000);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> u64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }
}

/// A clock for tests. It moves only when it is set or advanced.
///
/// ```
/// use std::sync::Arc;
/// use tencent_runtime::client::clock::{Clock, ManualClock};
///
/// let clock = Arc::new(ManualClock::new(1_700_000_000));
/// // `ClientBuilder::clock` takes a clone.
/// let of_client = Arc::clone(&clock);
/// clock.advance(60);
/// assert_eq!(of_client.now(), 1_700_000_060);
/// ```
#[derive(Debug, Default)]
pub struct ManualClock(AtomicU64);

impl ManualClock {
    /// Creates a clock with a time in seconds since the Unix epoch.
    #[must_use]
    pub fn new(seconds: u64) -> Self {
        Self(AtomicU64::new(seconds))
    }

    /// Sets the time in seconds since the Unix epoch.
    pub fn set(&self, seconds: u64) {
        self.0.store(seconds, Ordering::Relaxed);
    }

    /// Moves the time forward.
    pub fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> u64 {
        (**self).now()
    }
}

/// The difference between the server's clock and the machine's, in seconds.
#[derive(Debug, Default)]
pub(crate) struct ClockCorrection(AtomicI64);

/// The maximum correction: ten years. Beyond it, the server's clock is probably wrong.
const MAX_CORRECTION: i64 = 10 * 366 * 24 * 60 * 60;

impl ClockCorrection {
    /// Converts the machine's time to the server's.
    pub(crate) fn apply(&self, now: u64) -> u64 {
        now.saturating_add_signed(self.0.load(Ordering::Relaxed))
    }

    /// Sets the correction from the `Date` header of a response.
    ///
    /// Returns false, and changes nothing, if the date is invalid or too far away.
    pub(crate) fn update(&self, date: &str, now: u64) -> bool {
        let Ok(date) = httpdate::parse_http_date(date) else {
            return false;
        };
        let Ok(server) = date.duration_since(UNIX_EPOCH) else {
            return false;
        };
        let (Ok(server), Ok(now)) = (i64::try_from(server.as_secs()), i64::try_from(now)) else {
            return false;
        };
        let correction = server - now;
        if correction.abs() > MAX_CORRECTION {
            return false;
        }
        self.0.store(correction, Ordering::Relaxed);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Tue, 14 Nov 2023 22:13:20 GMT";
    const SECONDS: u64 = 1_700_000_000;

    #[test]
    fn a_server_corrects_the_clock_in_both_directions() {
        for now in [SECONDS - 4_000, SECONDS + 4_000] {
            let correction = ClockCorrection::default();
            assert_eq!(correction.apply(now), now);
            assert!(correction.update(DATE, now));
            assert_eq!(correction.apply(now + 5), SECONDS + 5);
        }
    }

    #[test]
    fn invalid_dates_are_ignored() {
        let correction = ClockCorrection::default();
        for date in ["", "yesterday", "Tue, 14 Nov 1023 22:13:20 GMT"] {
            assert!(!correction.update(date, SECONDS), "{date}");
        }
        assert!(!correction.update(DATE, 20 * SECONDS));
        assert_eq!(correction.apply(SECONDS), SECONDS);
    }
}
