//! Prints on standard output and standard error. If one is full or closed, the command continues;
//! `println!` would panic.

use std::fmt::Arguments;
use std::io::{Error, ErrorKind, Write};
use std::sync::{Mutex, PoisonError};

use miette::{Result, miette};
use serde::Serialize;

/// The error that ended the output. Nothing is written after it.
static FAILED: Mutex<Option<Error>> = Mutex::new(None);

/// Prints a line on standard output.
macro_rules! outln {
    () => { $crate::console::print(format_args!("")) };
    ($($words:tt)*) => { $crate::console::print(format_args!($($words)*)) };
}
pub(crate) use outln;

/// Prints a line on standard error.
macro_rules! errln {
    ($($words:tt)*) => { $crate::console::print_error(format_args!($($words)*)) };
}
pub(crate) use errln;

pub(crate) fn print(words: Arguments<'_>) {
    let mut failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner);
    if failed.is_none() {
        let mut out = anstream::stdout().lock();
        let printed = writeln!(out, "{words}").and_then(|()| out.flush());
        *failed = printed.err();
    }
}

pub(crate) fn print_error(words: Arguments<'_>) {
    // One call, so that the lines of two commands do not mix. If it fails, no stream is left to report
    // that on.
    let _ = anstream::stderr().write_all(format!("{words}\n").as_bytes());
}

/// Prints a value as JSON on standard output.
pub(crate) fn print_json(value: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(|cause| {
        miette!(
            help = "this is a bug in xtask",
            "the result cannot be written as JSON: {cause}"
        )
    })?;
    print(format_args!("{text}"));
    Ok(())
}

/// The error that ended the output, unless the reader closed the pipe.
pub(crate) fn failure() -> Option<Error> {
    let failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner).take();
    failed.filter(is_failure)
}

/// Whether an error of standard output is more than a closed pipe.
pub(crate) fn is_failure(error: &Error) -> bool {
    error.kind() != ErrorKind::BrokenPipe
}

/// A number with its noun: `1 file`, `2 files`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
