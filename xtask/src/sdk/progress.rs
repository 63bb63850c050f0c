//! The progress of a long command, on one line of a terminal.

use std::io::{IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A line on standard error that counts the steps. It is absent if standard error is not a terminal.
pub(super) struct Progress {
    steps: usize,
    done: AtomicUsize,
    is_shown: bool,
}

impl Progress {
    pub(super) fn new(steps: usize, quiet: bool) -> Self {
        Self {
            steps,
            done: AtomicUsize::new(0),
            is_shown: !quiet && stderr().is_terminal(),
        }
    }

    pub(super) fn step(&self, name: &str) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.write(&format!("{done}/{} {name}", self.steps));
    }

    /// Removes the line.
    pub(super) fn finish(&self) {
        self.write("");
    }

    /// Replaces the line. Errors of the terminal do not end the command.
    fn write(&self, text: &str) {
        const CLEAR_LINE: &str = "\r\x1b[2K";
        if self.is_shown {
            let _ = stderr().write_all(format!("{CLEAR_LINE}{text}").as_bytes());
        }
    }
}
