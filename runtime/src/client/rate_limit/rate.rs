//! The rate of one action: it falls when the server throttles requests, and rises when it accepts them.

use std::num::NonZeroU32;
use std::time::Duration;

use tokio::time::Instant;

/// The share of the rate that remains when the server throttles a request.
const DECREASE: f64 = 0.5;

/// The share of the limit that an accepted request adds.
///
/// With ten programs, the server then throttles less than one request in a hundred: the share is
/// `INCREASE * programs / (1 - DECREASE)`.
const INCREASE: f64 = 0.0003;

/// The upper bound of a rate that falls, as a share of the requests that the server accepted. If all programs
/// kept all of them, the next requests would exceed the limit again.
const MARGIN: f64 = 0.8;

/// The smallest rate, as a share of the limit.
const FLOOR: f64 = 0.02;

/// The time in which the server counts requests.
pub(super) const WINDOW: Duration = Duration::from_secs(1);

/// Requests per second: additive increase, multiplicative decrease.
pub(super) struct Rate {
    limit: f64,
    current: f64,
    /// When the rate fell last, or the first request of the action.
    since: Instant,
    /// The requests that the server has accepted since then.
    accepted: u32,
}

impl Rate {
    pub(super) fn new(limit: NonZeroU32, now: Instant) -> Self {
        let limit = limit.get().into();
        Self {
            limit,
            current: limit,
            since: now,
            accepted: 0,
        }
    }

    /// Returns the pause between two requests.
    pub(super) fn interval(&self) -> Duration {
        const SECOND: f64 = 1_000_000_000.0;
        Duration::from_nanos((SECOND / self.current).ceil() as u64)
    }

    /// Returns whether the rate is below the limit.
    pub(super) fn is_lowered(&self) -> bool {
        self.current < self.limit
    }

    /// Counts an accepted request, and raises the rate if it is used.
    pub(super) fn on_accepted(&mut self, is_used: bool) {
        self.accepted = self.accepted.saturating_add(1);
        if is_used {
            self.current = (self.current + self.limit * INCREASE).min(self.limit);
        }
    }

    /// Lowers the rate. Returns false, and changes nothing, if the request was sent before the rate fell.
    pub(super) fn on_throttled(&mut self, sent_at: Instant, now: Instant) -> bool {
        if sent_at < self.since {
            return false;
        }
        let time = now.saturating_duration_since(self.since).max(WINDOW);
        let achieved = f64::from(self.accepted) / time.as_secs_f64() * MARGIN;
        // A program that is alone sends as many requests as the limit allows, and the delays of the network may
        // move one of them into another second. It should not lose half of its rate for that.
        let lowered = if self.is_lowered() {
            achieved.min(self.current * DECREASE)
        } else {
            achieved.min(self.limit * MARGIN)
        };
        self.current = lowered.max(self.limit * FLOOR);
        self.since = now;
        self.accepted = 0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = WINDOW;

    fn rate(limit: u32) -> (Rate, Instant) {
        let now = Instant::now();
        (Rate::new(NonZeroU32::new(limit).unwrap(), now), now)
    }

    /// Returns the rate in hundredths of a request per second.
    fn hundredths(rate: &Rate) -> u64 {
        (100.0 / rate.interval().as_secs_f64()).round() as u64
    }

    /// Accepts requests that use the rate.
    fn accept(rate: &mut Rate, requests: u32) {
        (0..requests).for_each(|_| rate.on_accepted(true));
    }

    #[test]
    fn the_limit_is_never_exceeded() {
        for limit in [1, 3, 7, 999, u32::MAX] {
            let (mut rate, _) = rate(limit);
            assert!(rate.interval() * limit >= SECOND);
            accept(&mut rate, 100);
            assert!(!rate.is_lowered());
            assert!(rate.interval() * limit >= SECOND);
        }
    }

    #[test]
    fn refusals_halve_the_rate_and_accepted_requests_raise_it() {
        let (mut rate, start) = rate(20);
        accept(&mut rate, 200);
        let mut now = start + SECOND * 10;
        assert!(rate.on_throttled(now, now));
        assert_eq!(hundredths(&rate), 1_600, "it was the limit");
        accept(&mut rate, 100);
        assert_eq!(hundredths(&rate), 1_660);
        now += SECOND * 5;
        assert!(rate.on_throttled(now, now));
        assert_eq!(hundredths(&rate), 830);
        accept(&mut rate, 10);
        now += SECOND * 10;
        assert!(rate.on_throttled(now, now));
        assert_eq!(hundredths(&rate), 80, "one per second was accepted");
        accept(&mut rate, 10_000);
        assert!(!rate.is_lowered());
    }

    #[test]
    fn a_rate_that_the_server_never_accepted_falls_to_the_accepted_one() {
        let (mut rate, start) = rate(20);
        // Other programs used the limit of the first second.
        accept(&mut rate, 2);
        let now = start + SECOND / 10;
        assert!(rate.on_throttled(now, now));
        assert_eq!(hundredths(&rate), 160);
    }

    #[test]
    fn requests_that_were_on_their_way_do_not_lower_the_rate_again() {
        let (mut rate, start) = rate(20);
        accept(&mut rate, 20);
        let now = start + SECOND;
        assert!(rate.on_throttled(start + SECOND / 2, now));
        assert!(!rate.on_throttled(start + SECOND / 2, now + SECOND / 10));
        assert_eq!(hundredths(&rate), 1_600);
    }

    #[test]
    fn a_rate_that_is_not_used_does_not_rise() {
        let (mut rate, start) = rate(20);
        assert!(rate.on_throttled(start, start));
        (0..1_000).for_each(|_| rate.on_accepted(false));
        assert_eq!(hundredths(&rate), 40);
    }

    #[test]
    fn the_rate_has_a_lower_bound() {
        let (mut rate, start) = rate(20);
        for refusal in 0..100 {
            let now = start + SECOND * refusal;
            assert!(rate.on_throttled(now, now));
        }
        assert_eq!(hundredths(&rate), 40);
    }
}
