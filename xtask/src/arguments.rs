//! What the command line takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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

    /// The folder of one service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,

    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
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

/// Takes over what upstream publishes now: shows what changed, and writes it
///
/// Imports the facts of the selected actions, holds them against the overlay, shows every change with
/// what it does on the wire and to callers, raises the crate's version by the strongest of them, and
/// writes facts, crate, version and an entry in the changelog: all of it or nothing. It ends with what
/// a person has to do.
///
/// Without --from, pip fetches the newest `tccli`, or the one that --tccli names, into a cache.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask update                              from the newest tccli
  cargo xtask update --tccli 3.1.189.1            from that release
  cargo xtask update --from tccli.whl --dry-run   only show what it would do
  cargo xtask update --check                      for a scheduled job: is there news?

Exit status: 0 done or no news, 1 --check found news, 2 could not tell; then nothing was written.")]
pub(crate) struct Update {
    /// A tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<PathBuf>,

    /// The release of tccli: which to fetch, or which --from is where that does not say
    #[arg(long, value_name = "VERSION")]
    pub(crate) tccli: Option<String>,

    /// Write nothing; show what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Write nothing; exit with 1 where upstream has news for the selected actions
    #[arg(long)]
    pub(crate) check: bool,

    /// Print one JSON object and nothing else
    #[arg(long)]
    pub(crate) json: bool,

    /// A description that holds the sentences as they were, for the word-by-word comparison
    #[arg(long, value_name = "PATH")]
    pub(crate) old: Option<PathBuf>,

    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,

    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Where fetched wheels and earlier descriptions are kept [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

/// Writes the facts of a service, and nothing else
///
/// Takes the actions that the facts hold now, unless others are named, and all objects that they
/// reach. The overlay is never touched; `codegen` says where it no longer fits. With --action or --all-actions, a
/// new folder named `<service>-<version>` is begun.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask import --from tccli.whl
  cargo xtask import --from api.json --schema schema/cvm-2017-03-12 --action DescribeZones")]
pub(crate) struct Import {
    /// A tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json [default:
    /// what pip fetches]
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<PathBuf>,

    /// The release of tccli: which to fetch, or which --from is where that does not say
    #[arg(long, alias = "release", value_name = "VERSION")]
    pub(crate) tccli: Option<String>,

    /// An action to take; may be given several times [default: those of the present facts]
    #[arg(long = "action", value_name = "NAME")]
    pub(crate) actions: Vec<String>,

    /// Take every action of the service
    #[arg(long, conflicts_with = "actions")]
    pub(crate) all_actions: bool,

    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,

    /// The folder of the crate, which no other command may be working on [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Where fetched wheels and earlier descriptions are kept [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

/// Shows what changed from one description to another, and what it asks of callers
///
/// Each side is a tccli wheel, an unpacked tree, a `services` folder, one api.json, or a folder of
/// schema/. Where a side has an overlay, both are compared as they are generated with it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff tccli-3.1.6.1.whl tccli-3.1.189.1.whl
  cargo xtask diff schema/ess-2020-11-11 tccli.whl --markdown
  cargo xtask diff old/api.json new/api.json --all-actions --json

Exit status: 0 compared, 2 could not.")]
pub(crate) struct Diff {
    /// What there was
    pub(crate) old: PathBuf,

    /// What there is
    pub(crate) new: PathBuf,

    /// Compare all actions, not only those that schema/ selects
    #[arg(long, conflicts_with = "actions")]
    pub(crate) all_actions: bool,

    /// An action to compare; may be given several times [default: those that schema/ selects]
    #[arg(long = "action", value_name = "NAME")]
    pub(crate) actions: Vec<String>,

    /// The service to compare, as `ess` or `ess@2020-11-11` [default: that of schema/]
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,

    /// Print Markdown, for a pull request
    #[arg(long, conflicts_with = "json")]
    pub(crate) markdown: bool,

    /// Print one JSON object and nothing else
    #[arg(long)]
    pub(crate) json: bool,

    /// The folder that says which service and actions are meant [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,
}

/// Lists the rules whose upstream sentences changed since a person had read them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask review
  cargo xtask review --accept UserInfo.UserId     a person has looked; the rule still holds")]
pub(crate) struct Review {
    /// Record that a person has looked at this rule, or at all that was read from this member; may
    /// be given several times
    #[arg(long, value_name = "PATH")]
    pub(crate) accept: Vec<String>,

    /// Print one JSON list and nothing else
    #[arg(long)]
    pub(crate) json: bool,

    /// A description that holds the sentences as they are [default: from the cache]
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<PathBuf>,

    /// A description that holds the sentences as they were [default: from the cache]
    #[arg(long, value_name = "PATH")]
    pub(crate) old: Option<PathBuf>,

    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,

    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Where fetched wheels and earlier descriptions are kept [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

/// Selects more actions of the service
///
/// Everything that they reach comes with them. The release stays the one that the facts have, unless
/// --from names another.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The actions
    #[arg(required = true, value_name = "ACTION")]
    pub(crate) actions: Vec<String>,

    /// A tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<PathBuf>,

    /// The release of tccli that --from is, where that does not say
    #[arg(long, value_name = "VERSION", requires = "from")]
    pub(crate) tccli: Option<String>,

    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,

    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Where fetched wheels and earlier descriptions are kept [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

/// Selects fewer actions of the service
///
/// What only they reach goes with them. Where the overlay speaks of that, nothing is done and the
/// places are named.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The actions
    #[arg(required = true, value_name = "ACTION")]
    pub(crate) actions: Vec<String>,

    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,

    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
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

/// Writes a workspace with a crate for each service, from upstream's descriptions alone
///
/// Where schema/ has an overlay for a service, it is applied. Upstream's prose becomes the
/// documentation: it is on your machine already, and this project stores none of it. Crates whose
/// description did not change are left alone; with --all, those that vanished upstream are removed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask sdk --from tccli.whl --out ../sdk --all
  cargo xtask sdk --out ../sdk --service ess,cvm@2017-03-12
  cargo xtask sdk --out ../sdk --service cvm --action DescribeZones,RunInstances

Exit status: 0 all crates are as they should be, 2 some are not.")]
pub(crate) struct Sdk {
    /// A tccli wheel, an unpacked tree or checkout, or a `services` folder [default: what pip fetches]
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<PathBuf>,

    /// The release of tccli: which to fetch, or which --from is where that does not say
    #[arg(long, value_name = "VERSION")]
    pub(crate) tccli: Option<String>,

    /// The folder of the workspace
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// The services, as `ess` or `cvm@2017-03-12`
    #[arg(
        long = "service",
        value_name = "NAME",
        value_delimiter = ',',
        required_unless_present = "all"
    )]
    pub(crate) services: Vec<String>,

    /// Every service
    #[arg(long, conflicts_with = "services")]
    pub(crate) all: bool,

    /// Only these actions of the service
    #[arg(
        long = "action",
        value_name = "NAME",
        value_delimiter = ',',
        requires = "services"
    )]
    pub(crate) actions: Vec<String>,

    /// Where documentation comes from
    #[arg(long, value_enum, default_value_t = Docs::Prose)]
    pub(crate) docs: Docs,

    /// Show no progress
    #[arg(long)]
    pub(crate) quiet: bool,

    /// The folder of the runtime [default: the project's]
    #[arg(long, value_name = "DIR")]
    pub(crate) runtime: Option<PathBuf>,

    /// The folder of the descriptions, for their overlays [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,

    /// Where fetched wheels are kept [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

/// Where documentation comes from that no person has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Docs {
    /// Upstream's prose, as Markdown
    Prose,
    /// Names and types alone
    None,
}

/// Reads every call that upstream documents with the generated types, and writes it again
///
/// Generates and compiles the crates and a checker for each, and shows by service how many documented
/// inputs and outputs are read and written without loss, and why others are not. A first run over all
/// services compiles for a long time.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask replay --from tccli.whl --service ess,cvm
  cargo xtask replay --from tccli.whl --json > replay.json")]
pub(crate) struct Replay {
    /// A tccli wheel, an unpacked tree or checkout, or a `services` folder
    #[arg(long, value_name = "PATH")]
    pub(crate) from: PathBuf,

    /// The services, as `ess` or `cvm@2017-03-12` [default: all]
    #[arg(long = "service", value_name = "NAME", value_delimiter = ',')]
    pub(crate) services: Vec<String>,

    /// Print one JSON list and nothing else
    #[arg(long)]
    pub(crate) json: bool,

    /// Where crates and checkers are made [default: target/replay]
    #[arg(long, value_name = "DIR")]
    pub(crate) work: Option<PathBuf>,
}
