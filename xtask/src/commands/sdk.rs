//! `cargo xtask sdk`

use std::path::PathBuf;
use std::time::Instant;

use clap::{ArgGroup, Args, ValueEnum};
use miette::Result;
use tencent_codegen::Documentation;

use crate::outcome::Outcome;
use crate::project;
use crate::sdk::{SdkRequest, Services, generate_all, report};
use crate::upstream::{Cache, ErrorCodes};

/// Writes a workspace with a crate for each service, from upstream's descriptions alone
///
/// If schema/ has a folder for a service, its overlay, its documented calls and its callbacks are applied. The
/// descriptions have no error codes: these come from upstream's SDK for Python, of which nothing is executed.
/// Upstream's prose becomes the documentation: it is on your machine already, and this project stores none of
/// it. Crates whose description did not change are left alone, whatever release it comes with: a crate names
/// the release in which it changed last. With --all, crates that vanished upstream are removed; files that a
/// person wrote or edited stay and are named, and such a folder is no longer a member of the workspace. A
/// description that cannot be read does not stop other crates, but then nothing is removed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask sdk --from tccli.whl --errors-from tencentcloud_sdk_python.whl --out ../sdk --all
  cargo xtask sdk --out ../sdk --service ess,cvm@2017-03-12
  cargo xtask sdk --out ../sdk --service cvm --action DescribeZones,RunInstances

Exit status: 0 all crates are up to date, 2 some are not.")]
#[command(group(ArgGroup::new("which").required(true).args(["services", "all"])))]
pub(crate) struct Sdk {
    /// A tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json [default: pip fetches it]
    #[arg(long, value_name = "PATH")]
    from: Option<PathBuf>,

    /// The error codes: a wheel or an unpacked tree of tencentcloud-sdk-python [default: pip fetches that of the
    /// same release, if it also fetches tccli; otherwise, crates have no constants for error codes]
    #[arg(long, value_name = "PATH")]
    errors_from: Option<PathBuf>,

    /// The release of tccli to fetch, or the release of --from if it does not name one itself
    #[arg(long, value_name = "VERSION")]
    tccli: Option<String>,

    /// The folder of the workspace: a new or an empty one outside of the project, or that of an earlier run
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// The services, as `ess` or `cvm@2017-03-12`
    #[arg(long = "service", value_name = "NAME", value_delimiter = ',')]
    services: Vec<String>,

    /// Every service
    #[arg(long)]
    all: bool,

    /// Only these actions; every named service must have one of them
    #[arg(
        long = "action",
        value_name = "NAME",
        value_delimiter = ',',
        requires = "services"
    )]
    actions: Vec<String>,

    /// The source of documentation
    #[arg(long, value_enum, default_value_t = Docs::Prose)]
    docs: Docs,

    /// Show no progress
    #[arg(long)]
    quiet: bool,

    /// The folder of the runtime, with `mock` beside it [default: the project's]
    #[arg(long, value_name = "DIR")]
    runtime: Option<PathBuf>,

    /// The folder of the descriptions, for what the project adds to them [default: schema]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,

    /// The folder for fetched wheels [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

/// The source of documentation that no person wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Docs {
    /// Upstream's prose, as Markdown
    Prose,
    /// Names and types alone
    None,
}

pub(super) fn run(arguments: &Sdk) -> Result<Outcome> {
    let start = Instant::now();
    let generated = generate_all(&request(arguments)?)?;
    report::show(&generated, start);
    report::check(&generated)?;
    Ok(Outcome::Written)
}

fn request(arguments: &Sdk) -> Result<SdkRequest> {
    let release = arguments.tccli.clone();
    let (from, errors_from) = match (&arguments.from, &arguments.errors_from) {
        (Some(path), errors_from) => (path.clone(), errors_from.clone()),
        (None, errors_from) => {
            let cache = Cache::find_folder(arguments.cache.as_deref())?;
            let wheel = cache.wheel(release.as_deref())?;
            let codes = match errors_from {
                Some(path) => path.clone(),
                None => cache.sdk_wheel(&wheel)?,
            };
            (wheel, Some(codes))
        }
    };
    let actions = arguments.actions.iter().cloned();
    Ok(SdkRequest {
        from,
        release,
        error_codes: errors_from.as_deref().map(ErrorCodes::open).transpose()?,
        out: arguments.out.clone(),
        services: Services::parse(&arguments.services),
        actions: (!arguments.actions.is_empty()).then(|| actions.collect()),
        documentation: match arguments.docs {
            Docs::Prose => Documentation::Prose,
            Docs::None => Documentation::None,
        },
        quiet: arguments.quiet,
        runtime: match &arguments.runtime {
            Some(folder) => folder.clone(),
            None => project::in_project("runtime")?,
        },
        schema: match &arguments.schema {
            Some(folder) => Some(folder.clone()),
            None => project::in_project("schema").ok(),
        },
    })
}
