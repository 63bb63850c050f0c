//! What the commands take that are about all of upstream.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

/// Writes a workspace with a crate for each service, from upstream's descriptions alone
///
/// Where schema/ has an overlay for a service, it is applied. Upstream's prose becomes the
/// documentation: it is on your machine already, and this project stores none of it. Crates whose
/// description did not change are left alone, whatever release it comes with: a crate names the one in
/// which it changed last. With --all, those that vanished upstream are removed; what somebody put there
/// stays and is named, and is no member of the workspace. A description that cannot be read stops no
/// other crate, but then nothing is removed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask sdk --from tccli.whl --out ../sdk --all
  cargo xtask sdk --out ../sdk --service ess,cvm@2017-03-12
  cargo xtask sdk --out ../sdk --service cvm --action DescribeZones,RunInstances

Exit status: 0 all crates are as they should be, 2 some are not.")]
#[command(group(ArgGroup::new("which").required(true).args(["services", "all"])))]
pub(crate) struct Sdk {
    /// A tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json [default: what pip fetches]
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<PathBuf>,

    /// The release of tccli: which to fetch, or which --from is of where it does not say so itself
    #[arg(long, value_name = "VERSION")]
    pub(crate) tccli: Option<String>,

    /// The folder of the workspace: a new or an empty one outside of the project, or that of an earlier run
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// The services, as `ess` or `cvm@2017-03-12`
    #[arg(long = "service", value_name = "NAME", value_delimiter = ',')]
    pub(crate) services: Vec<String>,

    /// Every service
    #[arg(long)]
    pub(crate) all: bool,

    /// Only these actions; every service that is named has to have one of them
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
    /// A tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json
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
