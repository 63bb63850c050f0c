//! `cargo xtask draft`

use std::path::PathBuf;

use clap::Args;
use miette::Result;
use tencent_codegen::Upstream;
use tencent_codegen::description::Facts;
use tencent_codegen::draft::{Draft, draft};

use super::options::Folders;
use crate::console::{counted, outln};
use crate::outcome::Outcome;
use crate::output::{replace_file, short};
use crate::project::sources;
use crate::upstream::{Cache, Wanted};

/// Drafts the overlay of actions from upstream's prose
///
/// Writes an entry for each action, object and member that the actions reach and that the overlay lacks.
/// Entries that the overlay has are never changed, so running the command again changes nothing.
///
/// Each entry has an empty `doc` to fill in. The command also writes the values that it can read from the
/// prose: listed values, defaults, lengths, ranges, numbers of items, units, and required members, with their
/// `provenance`. These are proposals: `proposed` contains the sentence of each. `codegen` fails until a person
/// has compared each value with its sentence and removed the sentence.
///
/// A member with the same name, type and prose as a documented one gets a copy of its entry.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask add DescribeThing              select the action
  cargo xtask draft DescribeThing            write overlay/DescribeThing.json and the files of its objects
  cargo xtask codegen                        list every empty `doc` and every proposal

To accept a proposal, compare the value with the sentence in `proposed`, correct or remove the value if it is
wrong, and remove the sentence. Remove `proposed` when it is empty.")]
pub(crate) struct DraftArguments {
    /// The actions; `cargo xtask add` selects new ones
    #[arg(required = true, value_name = "ACTION")]
    actions: Vec<String>,

    /// The description from which the facts were imported: a tccli wheel, an unpacked tree or checkout, a
    /// `services` folder or one below it, or one api.json [default: from the cache, or pip fetches it]
    #[arg(long, value_name = "PATH")]
    from: Option<PathBuf>,

    #[command(flatten)]
    folders: Folders,

    /// The folder for fetched wheels and earlier descriptions [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

pub(super) fn run(arguments: &DraftArguments) -> Result<Outcome> {
    let paths = arguments.folders.find()?;
    let cache = Cache::find_folder(arguments.cache.as_deref())?;
    let _guard = paths.lock()?;
    let sources = sources::load(&paths.service)?;
    let facts = sources::facts_in(&sources.facts)?;
    let upstream = upstream(arguments, &facts, &cache)?;
    let folder = sources::overlay_folder(&paths.service);
    let drafted = draft(&sources, &folder, &upstream, &arguments.actions)?;
    for file in &drafted.files {
        let mut present = sources.additions.overlay.iter();
        let old = present.find(|old| old.path == file.path);
        let text = String::from_utf8_lossy(&file.bytes);
        replace_file(&file.path, old.map(|old| &*old.bytes), &text)?;
        let word = if old.is_some() { "extended" } else { "created" };
        outln!("{word:<9} {}", short(&file.path).display());
    }
    Ok(show(&drafted))
}

/// The description of the release of the facts, because provenance names its prose.
fn upstream(arguments: &DraftArguments, facts: &Facts, cache: &Cache) -> Result<Upstream> {
    let wanted = Wanted::of(facts);
    let release = &facts.source.release;
    if arguments.from.is_none()
        && let Some(kept) = cache.find(&wanted, release)
    {
        return Ok(kept);
    }
    let (upstream, file) = cache.describe(arguments.from.as_deref(), Some(release), &wanted)?;
    cache.keep(&upstream, &file);
    Ok(upstream)
}

fn show(drafted: &Draft) -> Outcome {
    if drafted.files.is_empty() {
        outln!("the overlay has an entry for everything that these actions reach");
        return Outcome::UpToDate;
    }
    outln!(
        "drafted   {}, {}, {}; {} to accept: run `cargo xtask codegen`, which lists them and every empty `doc`",
        counted(drafted.objects, "object"),
        counted(drafted.members, "member"),
        counted(drafted.enums, "enum"),
        counted(drafted.proposals, "proposal"),
    );
    Outcome::Written
}
