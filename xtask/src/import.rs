//! `cargo xtask import`

use std::path::{Path, PathBuf};

use miette::Result;

use crate::arguments::Import;
use crate::counted::counted;
use crate::problem::Problem;
use crate::say::say;
use crate::sync::{self, Turn, replace_file};
use crate::upstream::{Cache, Wanted, described};
use crate::{Outcome, json, sources};

pub(crate) fn run(arguments: &Import) -> Result<Outcome> {
    let _turn = turn(arguments.folders.out.as_deref())?;
    let folder = folder(arguments)?;
    let path = sources::facts_file(&folder);
    let (wanted, actions) = meant(arguments, &folder, &path)?;
    let cache = Cache::find_folder(arguments.source.cache.as_deref())?;
    let release = arguments.source.tccli.as_deref();
    let (upstream, file) = described(arguments.source.from.as_deref(), release, &cache, &wanted)?;
    let facts = if arguments.all_actions {
        upstream.facts(upstream.actions())?
    } else {
        upstream.facts(actions.iter().map(String::as_str))?
    };
    let text = json::text(&facts)?;
    replace_file(&path, &text).map_err(Problem::unwritten)?;
    cache.keep(&upstream, &file);
    say!(
        "updated   {}: {}, {} of tccli {}; now run `cargo xtask codegen`",
        path.display(),
        counted(facts.actions.len(), "action"),
        counted(facts.objects.len(), "object"),
        facts.source.release,
    );
    Ok(Outcome::Written)
}

/// The right to write what the crate is made from; an update that was interrupted comes first.
/// Outside a project, where no crate is named either, there is nothing to wait for.
fn turn(out: Option<&Path>) -> Result<Option<Turn>, Problem> {
    let out = match out {
        Some(folder) => folder.to_path_buf(),
        None => match sources::in_project("generated") {
            Ok(folder) => folder,
            Err(_) => return Ok(None),
        },
    };
    let out = sync::resolved(&out)?;
    let turn = Turn::take(&out)?;
    sync::refuse_interrupted(&out)?;
    Ok(Some(turn))
}

/// The folder of the service; a new one where actions are named for it.
fn folder(arguments: &Import) -> Result<PathBuf, Problem> {
    let named = arguments.folders.schema.as_deref();
    match (sources::service_folder(named), named) {
        (Err(_), Some(folder)) if begins(arguments) => Ok(folder.to_path_buf()),
        (found, _) => found,
    }
}

/// Whether a folder may be begun: it is said what goes into it.
fn begins(arguments: &Import) -> bool {
    arguments.all_actions || !arguments.actions.is_empty()
}

/// The service and the actions that are meant: those that are named, or those of the present facts.
fn meant(arguments: &Import, folder: &Path, path: &Path) -> Result<(Wanted, Vec<String>)> {
    if path.is_file() {
        let present = sources::facts_in(&sources::read(path)?)?;
        let wanted = Wanted::of(&present);
        if arguments.actions.is_empty() {
            return Ok((wanted, present.actions.into_keys().collect()));
        }
        return Ok((wanted, arguments.actions.clone()));
    }
    // A new folder is called `<service>-<version>`; one that is there may be named by another way.
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let service = name.split_once('-').map_or_else(
        || name.clone().into_owned(),
        |(service, version)| format!("{service}@{version}"),
    );
    Ok((Wanted::parse(&service), arguments.actions.clone()))
}
