//! What is told on standard output and standard error. Either may be full or closed, and a command
//! does its work all the same: `println!` would end it in the middle.

use std::fmt::Arguments;
use std::io::{Error, ErrorKind, Write};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::json;
use crate::problem::Problem;

/// Why standard output took no more. From then on nothing is written to it.
static FAILED: Mutex<Option<Error>> = Mutex::new(None);

/// Tells a line on standard output.
macro_rules! say {
    () => { $crate::say::line(format_args!("")) };
    ($($words:tt)*) => { $crate::say::line(format_args!($($words)*)) };
}
pub(crate) use say;

/// Tells a line on standard error.
macro_rules! warn_of {
    ($($words:tt)*) => { $crate::say::warning(format_args!($($words)*)) };
}
pub(crate) use warn_of;

pub(crate) fn line(words: Arguments<'_>) {
    let mut failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner);
    if failed.is_none() {
        let mut out = anstream::stdout().lock();
        let told = writeln!(out, "{words}").and_then(|()| out.flush());
        *failed = told.err();
    }
}

/// Tells what was found, as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Problem> {
    line(format_args!("{}", json::text(value)?.trim_end()));
    Ok(())
}

pub(crate) fn warning(words: Arguments<'_>) {
    // Where standard error takes nothing, there is nobody left to tell.
    // In one piece, so that two commands do not tell into each other's lines.
    let _ = anstream::stderr().write_all(format!("{words}\n").as_bytes());
}

/// Why not all could be told. That a reader went away is no failure: it has seen what it wanted.
pub(crate) fn failure() -> Option<Error> {
    let failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner).take();
    failed.filter(is_failure)
}

/// Whether an error of standard output is more than a pipe that was closed.
pub(crate) fn is_failure(error: &Error) -> bool {
    error.kind() != ErrorKind::BrokenPipe
}
