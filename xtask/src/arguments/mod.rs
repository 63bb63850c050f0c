//! What the command line takes.

mod following;
mod places;
mod whole;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub(crate) use self::following::{Add, Diff, Import, Remove, Review, Update};
pub(crate) use self::places::{Folders, Source};
pub(crate) use self::whole::{Docs, Replay, Sdk};

const ABOUT: &str = "\
Makes the Rust crate in generated/ from the description in schema/.

The description has two layers. schema/<service>-<version>/upstream.json holds facts: names, types \
and flags, taken from upstream by `import`, `update`, `add` and `remove`, never by a person. schema/<service>-<version>/overlay/*.json holds what people \
add: documentation, constraints, names of enum values, what is sensitive.

After a change of either, run `cargo xtask codegen`, look at the difference, run the tests, commit.";

const EXIT: &str = "\
Exit status: 0 when all is in step, 1 when --check finds a difference, 2 when it could not tell \
(a file that is missing or wrong, a wrong argument).";

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

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Codegen(Codegen),
    Schema(Schema),
    Update(Update),
    Import(Import),
    Diff(Diff),
    Review(Review),
    Add(Add),
    Remove(Remove),
    Coverage(CoverageOf),
    Sdk(Sdk),
    Replay(Replay),
}

/// Writes the crate, or checks that it is in step with its description
///
/// Everything is generated before anything is written, and a changed crate takes the place of the
/// old one in one step: whatever happens on the way, the folder holds the old crate or the new one.
/// Where the system cannot exchange folders, it takes two steps, and the next command sets right what
/// was killed between them. Files that the generator did not write are left where they are and named.
///
/// Files whose text stays are not touched: where nothing changed, cargo builds nothing. The first line
/// of every file names the hashes of the description, so a change of the description changes them all;
/// the list begins with the files that say something new, and counts the others.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask codegen                        make generated/ from schema/
  cargo xtask codegen --check                show what differs, write nothing (for CI)
  cargo xtask codegen --schema schema/ess-2020-11-11 --out ../tencent-ess

Exit status: 0 done or in step, 1 --check found a difference, 2 could not tell.")]
pub(crate) struct Codegen {
    /// Write nothing; show what differs and exit with 1 where anything does
    #[arg(long)]
    pub(crate) check: bool,

    #[command(flatten)]
    pub(crate) folders: Folders,
}

/// Writes the JSON Schemas of the three kinds of description files
///
/// They are those of facts, overlay and release, derived from the generator's own types, and let an
/// editor complete and check the files in schema/. Run this after a change of those types.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Write nothing; exit with 1 where a schema is out of step
    #[arg(long)]
    pub(crate) check: bool,

    /// The folder that holds the descriptions [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,
}

/// Counts what the overlay describes
#[derive(Debug, Args)]
pub(crate) struct CoverageOf {
    /// Print one JSON object and nothing else
    #[arg(long)]
    pub(crate) json: bool,

    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,
}
