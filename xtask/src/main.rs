//! The project's own commands: `cargo xtask codegen` and what belongs to it.
//!
//! It reads, calls the generator, compares and writes. It never depends on what is generated, so
//! that it runs when that is broken.

mod adoption;
mod arguments;
mod changelog;
mod codegen;
mod comparison;
mod coverage;
mod diff;
mod digest;
mod header;
mod import;
mod place;
mod problem;
mod replay;
mod report;
mod review;
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

use crate::arguments::{Arguments, Command};

/// Most of what a run does is to make and drop small trees of tokens.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended, where it came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is as it should be.
    InStep,
    /// Something differs from what it should be, and was left so.
    Drifted,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
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
    };
    match done {
        Ok(Outcome::InStep) => ExitCode::SUCCESS,
        Ok(Outcome::Drifted) => ExitCode::from(1),
        Err(report) => {
            anstream::eprintln!("{report:?}");
            ExitCode::from(2)
        }
    }
}
