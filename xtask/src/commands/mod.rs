//! The command line: a module for each command, with its arguments.

mod add;
mod codegen;
mod coverage;
mod diff;
mod draft;
mod import;
mod options;
mod remove;
mod replay;
mod review;
mod schema;
mod sdk;
mod update;

use clap::{Parser, Subcommand};
use miette::Result;

use crate::outcome::Outcome;

const ABOUT: &str = "\
Generates the Rust crate in generated/ from the description in schema/.

The description has two layers. schema/<service>-<version>/upstream.json holds facts: names, types and \
flags, which `import`, `update`, `add` and `remove` take from upstream. \
schema/<service>-<version>/overlay/*.json holds what people add: documentation, constraints, names of enum \
values, and which members are sensitive.

After a change of either, run `cargo xtask codegen`, look at the difference, run the tests, commit.";

const EXIT: &str = "\
Exit status: 0 if everything is up to date, 1 if --check finds a difference, 2 if the command fails (a \
file is missing or wrong, an argument is wrong).";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    about = ABOUT,
    after_help = EXIT
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Codegen(codegen::Codegen),
    Schema(schema::Schema),
    Update(update::Update),
    Import(import::Import),
    Diff(diff::Diff),
    Draft(draft::DraftArguments),
    Review(review::Review),
    Add(add::Add),
    Remove(remove::Remove),
    Coverage(coverage::CoverageArguments),
    Sdk(sdk::Sdk),
    Replay(replay::Replay),
}

impl Command {
    pub(crate) fn run(&self) -> Result<Outcome> {
        match self {
            Self::Codegen(arguments) => codegen::run(arguments),
            Self::Schema(arguments) => schema::run(arguments),
            Self::Update(arguments) => update::run(arguments),
            Self::Import(arguments) => import::run(arguments),
            Self::Diff(arguments) => diff::run(arguments),
            Self::Draft(arguments) => draft::run(arguments),
            Self::Review(arguments) => review::run(arguments),
            Self::Add(arguments) => add::run(arguments),
            Self::Remove(arguments) => remove::run(arguments),
            Self::Sdk(arguments) => sdk::run(arguments),
            Self::Replay(arguments) => replay::run(arguments),
            Self::Coverage(arguments) => coverage::run(arguments),
        }
    }
}
