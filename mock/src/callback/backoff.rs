//! The pauses before a callback is sent again.

use std::time::Duration;

/// The pauses before a callback is sent again: each is twice as long as the one before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    pub(crate) initial: Duration,
    pub(crate) max: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            initial: Duration::from_millis(100),
            max: Duration::from_secs(10),
        }
    }
}

impl Backoff {
    /// Returns the pause after this number of attempts.
    pub(crate) fn pause(&self, attempts: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempts.saturating_sub(1));
        self.initial.saturating_mul(factor).min(self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let backoff = Backoff {
            initial: Duration::from_secs(1),
            max: Duration::from_secs(5),
        };
        let pauses = [1, 2, 3, 4, 40].map(|attempts| backoff.pause(attempts).as_secs());
        assert_eq!(pauses, [1, 2, 4, 5, 5]);
    }
}
