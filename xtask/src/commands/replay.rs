//! `cargo xtask replay`

use std::path::PathBuf;

use clap::Args;
use miette::Result;

use crate::console;
use crate::outcome::Outcome;
use crate::project;
use crate::replay;

/// Reads every call that upstream documents with the generated types, and writes it again
///
/// Generates and compiles the crates and a checker for each. Shows for each service how many documented
/// inputs and outputs are read and written without loss, and why others are not. Validates these inputs, and
/// counts those that are rejected, with the rules that they break. The first run over all services compiles
/// for a long time.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask replay --from tccli.whl --service ess,cvm
  cargo xtask replay --from tccli.whl --json > replay.json")]
pub(crate) struct Replay {
    /// A tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json
    #[arg(long, value_name = "PATH")]
    from: PathBuf,

    /// The services, as `ess` or `cvm@2017-03-12` [default: all]
    #[arg(long = "service", value_name = "NAME", value_delimiter = ',')]
    services: Vec<String>,

    /// Print one JSON list and nothing else
    #[arg(long)]
    json: bool,

    /// The folder for crates and checkers [default: target/replay]
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
}

pub(super) fn run(arguments: &Replay) -> Result<Outcome> {
    let work = match &arguments.work {
        Some(folder) => folder.clone(),
        None => project::in_project("target/replay")?,
    };
    let tallies = replay::replay_all(&arguments.from, &arguments.services, &work, arguments.json)?;
    if arguments.json {
        console::print_json(&tallies)?;
    } else {
        replay::show(&tallies);
    }
    Ok(Outcome::Written)
}
