//! The progress of a batch, as one line on a terminal.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::{Duration, Instant};

use super::tally::Tally;

/// The pause between two drawings.
pub(super) const INTERVAL: Duration = Duration::from_millis(200);

/// The number of characters of the bar.
const BAR: u64 = 20;

/// Moves to the start of the line, and clears it.
const CLEAR: &str = "\r\x1b[K";

/// Draws the progress.
pub(super) struct Progress {
    started: Instant,
    /// The number of requests that ended before.
    before: u64,
}

impl Progress {
    /// Returns `None` if standard error is not a terminal.
    pub(super) fn after(before: &Tally) -> Option<Self> {
        let (started, before) = (Instant::now(), before.ended());
        stderr().is_terminal().then_some(Self { started, before })
    }

    pub(super) fn draw(&self, tally: &Tally) {
        print(&line(tally, self.before, self.started.elapsed()));
    }

    pub(super) fn clear(&self) {
        print("");
    }
}

/// Replaces the line. Ignores errors, because they could not be printed either.
fn print(line: &str) {
    let mut output = stderr().lock();
    let _ = write!(output, "{CLEAR}{line}").and_then(|()| output.flush());
}

/// Fits a terminal of 80 columns.
fn line(tally: &Tally, before: u64, elapsed: Duration) -> String {
    let (ended, all) = (tally.ended(), tally.requests);
    let filled = (BAR * ended).checked_div(all).unwrap_or(BAR);
    let bar: String = (0..BAR)
        .map(|position| if position < filled { '#' } else { ' ' })
        .collect();
    let mut text = format!("[{bar}] {ended}/{all}");
    // Writing to a `String` does not fail.
    let failed = ended - tally.responses;
    if failed > 0 {
        let _ = write!(text, ", {failed} failed");
    }
    let per_second = ended.saturating_sub(before) as f64 / elapsed.as_secs_f64();
    if per_second.is_finite() && per_second > 0.0 {
        let left = ((all - ended) as f64 / per_second) as u64;
        let (minutes, seconds) = (left / 60, left % 60);
        let _ = write!(text, ", {per_second:.1}/s, {minutes}:{seconds:02} left");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(responses: u64, errors: u64, requests: u64) -> Tally {
        Tally {
            requests,
            responses,
            errors,
            ..Tally::default()
        }
    }

    #[test]
    fn the_line_has_counts_speed_and_remaining_time() {
        let ten = Duration::from_secs(10);
        assert_eq!(
            line(&tally(90, 10, 400), 50, ten),
            "[#####               ] 100/400, 10 failed, 5.0/s, 1:00 left"
        );
        assert_eq!(
            line(&tally(3, 0, 3), 0, ten),
            "[####################] 3/3, 0.3/s, 0:00 left"
        );
        assert_eq!(line(&tally(0, 0, 3), 0, ten), "[                    ] 0/3");
        assert_eq!(
            line(&tally(1, 0, 3), 0, Duration::ZERO),
            "[######              ] 1/3"
        );
        let long = line(&tally(1_000_000, 999_999, 9_999_999), 0, ten * 3_600);
        assert!(long.len() < 80, "{long}");
    }
}
