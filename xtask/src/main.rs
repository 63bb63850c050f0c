//! The commands of the project: `cargo xtask codegen` and others.
//!
//! They read, call the generator, compare and write. Nothing here depends on generated code, so that
//! the commands run when that does not compile.

mod commands;
mod console;
mod error;
mod outcome;
mod output;
mod project;
mod replay;
mod review;
mod sdk;
mod update;
mod upstream;

use std::io::Error;
use std::process::ExitCode;

use clap::Parser;
use miette::{Report, Result, miette};
use tencent_codegen::render;

use crate::commands::Arguments;
use crate::console::errln;
use crate::outcome::Outcome;

/// Generating allocates and drops many small trees of tokens.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(message) => return print_message(&message),
    };
    match arguments.command.run().and_then(check_output) {
        Ok(Outcome::UpToDate | Outcome::Written) => ExitCode::SUCCESS,
        Ok(Outcome::OutOfDate) => ExitCode::from(1),
        Err(report) => {
            errln!("{}", render(report.as_ref()));
            ExitCode::from(2)
        }
    }
}

/// Fails if the output could not be printed, because the caller would not learn the result.
fn check_output(outcome: Outcome) -> Result<Outcome> {
    match console::failure() {
        None => Ok(outcome),
        Some(cause) if outcome == Outcome::Written => Err(miette!(
            help = "run `cargo xtask codegen --check` to see that everything is up to date",
            "all is written, but the result could not be shown: {cause}"
        )),
        Some(cause) => Err(not_shown(&cause)),
    }
}

fn not_shown(cause: &Error) -> Report {
    miette!(
        help =
            "nothing was written; run the command again with a standard output that can be written",
        "the result could not be shown: {cause}"
    )
}

/// Prints the help, or the mistake in the arguments.
fn print_message(message: &clap::Error) -> ExitCode {
    let status = u8::try_from(message.exit_code()).unwrap_or(2);
    match message.print() {
        Err(cause) if console::is_failure(&cause) => {
            errln!("{}", render(not_shown(&cause).as_ref()));
            ExitCode::from(2)
        }
        _ => ExitCode::from(status),
    }
}
