//! `cargo xtask import`

use std::path::{Path, PathBuf};

use clap::Args;
use miette::{IntoDiagnostic, Result};
use tencent_codegen::description::Facts;
use tencent_codegen::{SourceFile, Upstream};

use super::options::{Folders, Source};
use crate::console::{counted, outln};
use crate::outcome::Outcome;
use crate::output::{self, WriteGuard, replace_file};
use crate::project::{self, sources};
use crate::upstream::{Cache, Wanted};

/// Writes the facts of a service, and nothing else
///
/// Takes the actions that the facts hold now, unless others are named, and all objects that they reach.
/// The overlay is never touched; `codegen` reports where it no longer fits. With --action or
/// --all-actions, the folder may be new; its name is `<service>-<version>`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask import --from tccli.whl
  cargo xtask import --from api.json --tccli 3.1.189.1 --schema schema/cvm-2017-03-12 --action DescribeZones")]
pub(crate) struct Import {
    #[command(flatten)]
    source: Source,

    /// An action to take; may be given several times [default: those of the present facts]
    #[arg(long = "action", value_name = "NAME")]
    actions: Vec<String>,

    /// Take every action of the service
    #[arg(long, conflicts_with = "actions")]
    all_actions: bool,

    #[command(flatten)]
    folders: Folders,
}

/// The facts that are replaced.
struct Present {
    file: SourceFile,
    facts: Facts,
}

pub(super) fn run(arguments: &Import) -> Result<Outcome> {
    let _guard = lock(arguments.folders.out.as_deref())?;
    let folder = folder(arguments)?;
    output::recover(&folder)?;
    let path = sources::facts_file(&folder);
    let present = present(&path)?;
    let wanted = match &present {
        Some(present) => Wanted::of(&present.facts),
        None => named_by(&folder),
    };
    let cache = Cache::find_folder(arguments.source.cache.as_deref())?;
    let (upstream, file) = cache.describe(
        arguments.source.from.as_deref(),
        arguments.source.tccli.as_deref(),
        &wanted,
    )?;
    if let Some(present) = &present {
        arguments.source.check_release(&present.facts, &upstream)?;
    }
    let mut facts = select(arguments, &upstream, present.as_ref())?;
    if let Some(present) = &present {
        facts.krate.clone_from(&present.facts.krate);
    }
    let old = present.as_ref().map(|present| &*present.file.bytes);
    let text = facts.to_json().into_diagnostic()?;
    replace_file(&path, old, &text)?;
    cache.keep(&upstream, &file);
    outln!(
        "updated   {}: {}, {} of tccli {}; now run `cargo xtask codegen`",
        path.display(),
        counted(facts.actions.len(), "action"),
        counted(facts.objects.len(), "object"),
        facts.source.release,
    );
    Ok(Outcome::Written)
}

/// The lock of the project. Outside of a project, no command writes a crate from these facts.
fn lock(out: Option<&Path>) -> Result<Option<WriteGuard>> {
    let out = match out {
        Some(folder) => folder.to_path_buf(),
        None => match project::in_project("generated") {
            Ok(folder) => folder,
            Err(_) => return Ok(None),
        },
    };
    let beside = output::parent(&output::resolve(&out)?);
    WriteGuard::take(&beside).map(Some)
}

/// The folder of the service; a new one if actions are named for it.
fn folder(arguments: &Import) -> Result<PathBuf> {
    let selects = arguments.all_actions || !arguments.actions.is_empty();
    match &arguments.folders.schema {
        None => sources::only_service(&project::in_project("schema")?),
        Some(named) => match sources::only_service(named) {
            Err(_) if selects => Ok(named.clone()),
            found => found,
        },
    }
}

fn present(path: &Path) -> Result<Option<Present>> {
    if !path.is_file() {
        return Ok(None);
    }
    let file = sources::read(path)?;
    let facts = sources::facts_in(&file)?;
    Ok(Some(Present { file, facts }))
}

/// The service that a new folder is named after: `<service>-<version>`.
fn named_by(folder: &Path) -> Wanted {
    // The path may end in `.`; the folder has a name all the same.
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    match name.split_once('-') {
        Some((service, version)) => Wanted::parse(&format!("{service}@{version}")),
        None => Wanted::parse(&name),
    }
}

fn select(arguments: &Import, upstream: &Upstream, present: Option<&Present>) -> Result<Facts> {
    let present = present.filter(|_| arguments.actions.is_empty());
    Ok(if arguments.all_actions {
        upstream.facts(upstream.actions())?
    } else if let Some(present) = present {
        upstream.facts(present.facts.actions.keys().map(String::as_str))?
    } else {
        upstream.facts(arguments.actions.iter().map(String::as_str))?
    })
}
