//! What the command line takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

const ABOUT: &str = "\
Makes the Rust crate in generated/ from the description in schema/.

The description has two layers. schema/<service>-<version>/upstream.json holds facts: names, types \
and flags, written by `import` alone. schema/<service>-<version>/overlay/*.json holds what people \
add: documentation, constraints, names of enum values, what is sensitive.

After a change of either, run `cargo xtask codegen`, look at the difference, run the tests, commit.";

const EXIT: &str = "\
Exit status: 0 when all is in step, 1 when --check finds a difference, 2 when it could not tell \
(a file that is missing or wrong, a wrong argument).";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = ABOUT, after_help = EXIT)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Codegen(Codegen),
    Schema(Schema),
    Import(Import),
}

/// Writes the crate, or checks that it is in step with its description
///
/// Everything is generated before anything is written, and a changed crate takes the place of the
/// old one in one step: whatever happens on the way, the folder holds the old crate or the new one.
/// Files whose text stays are not touched, so cargo builds only what changed. Files that the
/// generator did not write are left where they are and named.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask codegen                        make generated/ from schema/
  cargo xtask codegen --check                show what differs, write nothing (for CI)
  cargo xtask codegen --schema schema/ess-2020-11-11 --out /tmp/tencent-ess

Exit status: 0 done or in step, 1 --check found a difference, 2 could not tell.")]
pub(crate) struct Codegen {
    /// Write nothing; show what differs and exit with 1 where anything does
    #[arg(long)]
    pub(crate) check: bool,

    /// The folder of one service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,

    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Writes the JSON Schemas of both kinds of description files
///
/// They are derived from the generator's own types, and let an editor complete and check the files
/// in schema/. Run this after a change of those types.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Write nothing; exit with 1 where a schema is out of step
    #[arg(long)]
    pub(crate) check: bool,

    /// The folder that holds the descriptions [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,
}

/// Writes the facts of a service from upstream's own description
///
/// Takes the actions that the facts hold now, unless others are named, and all objects that they
/// reach. The overlay is never touched; `codegen` says where it no longer fits.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  cargo xtask import --from tccli/services/ess/v20201111/api.json --release 3.1.189.1")]
pub(crate) struct Import {
    /// Upstream's description of the service, an api.json
    #[arg(long, value_name = "FILE")]
    pub(crate) from: PathBuf,

    /// The release of upstream's package that the description came with
    #[arg(long, value_name = "VERSION")]
    pub(crate) release: String,

    /// An action to take; may be given several times [default: those of the present facts]
    #[arg(long = "action", value_name = "NAME")]
    pub(crate) actions: Vec<String>,

    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,
}
