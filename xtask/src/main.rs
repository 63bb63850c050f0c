//! The project's own commands: `cargo xtask codegen` and what belongs to it.
//!
//! It reads, calls the generator, compares and writes. It never depends on what is generated, so
//! that it runs when that is broken.

mod adoption;
mod arguments;
mod changelog;
mod codegen;
mod comparison;
mod counted;
mod coverage;
mod diff;
mod digest;
mod header;
mod import;
mod json;
mod leftovers;
mod news;
mod place;
mod problem;
mod replay;
mod report;
mod review;
mod say;
mod schema;
mod sdk;
mod selection;
mod sentences;
mod sources;
mod sync;
mod text_diff;
mod update;
mod upstream;

use std::process::ExitCode;

use clap::Parser;
use miette::Result;
use tencent_codegen::render;

use crate::arguments::{Arguments, Command};
use crate::problem::Problem;
use crate::say::warn_of;

/// Most of a run creates and drops small trees of tokens.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended, where it came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is as it should be, and was before.
    InStep,
    /// All is as it should be; something was written for that.
    Written,
    /// Something differs from what it should be, and was left so.
    Drifted,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => return explain(&told),
    };
    match run(arguments.command).and_then(heard) {
        Ok(Outcome::InStep | Outcome::Written) => ExitCode::SUCCESS,
        Ok(Outcome::Drifted) => ExitCode::from(1),
        Err(report) => {
            warn_of!("{}", render(report.as_ref()));
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<Outcome> {
    match command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Update(arguments) => update::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Review(arguments) => review::run(&arguments),
        Command::Add(arguments) => selection::add(&arguments),
        Command::Remove(arguments) => selection::remove(&arguments),
        Command::Sdk(arguments) => sdk::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Coverage(arguments) => coverage::run(&arguments),
    }
}

/// What nobody could hear is no success: whoever asked does not know.
fn heard(outcome: Outcome) -> Result<Outcome> {
    match say::failure() {
        None => Ok(outcome),
        Some(cause) if outcome == Outcome::Written => Err(Problem::UnheardWriting { cause }.into()),
        Some(cause) => Err(Problem::Unheard { cause }.into()),
    }
}

/// Shows the help that was asked for, or what is wrong with the arguments.
fn explain(told: &clap::Error) -> ExitCode {
    let status = u8::try_from(told.exit_code()).unwrap_or(2);
    match told.print() {
        Err(cause) if say::is_failure(&cause) => {
            warn_of!("{}", render(&Problem::Unheard { cause }));
            ExitCode::from(2)
        }
        _ => ExitCode::from(status),
    }
}
