//! Prints upstream's prose.

use std::path::Path;

use anstyle::Style;
use miette::{Result, miette};
use tencent_codegen::{Upstream, nearest, visible, visible_lines};

use crate::console::outln;
use crate::outcome::Outcome;
use crate::project::{ProjectPaths, sources};
use crate::upstream::{Cache, Descriptions, Wanted};

/// Prints the prose about each path. It needs the facts and no overlay, so it helps while the overlay is
/// incomplete. Characters that a terminal would interpret are escaped.
pub(crate) fn show(
    paths: &ProjectPaths,
    names: &[String],
    from: Option<&Path>,
    cache: &Cache,
) -> Result<Outcome> {
    let facts = sources::facts_in(&sources::read(&sources::facts_file(&paths.service))?)?;
    let upstream = describe(&Wanted::of(&facts), &facts.source.release, from, cache)?;
    for name in names {
        if upstream.prose_below(name).is_empty() {
            return Err(unknown(name, &upstream));
        }
    }
    let bold = Style::new().bold();
    for (path, prose) in names.iter().flat_map(|name| upstream.prose_below(name)) {
        outln!("{bold}{}{bold:#}", visible(&path));
        for line in visible_lines(prose.trim()).lines() {
            outln!("  {line}");
        }
        if prose.trim().is_empty() {
            outln!("  (upstream has no prose about it)");
        }
    }
    Ok(Outcome::UpToDate)
}

/// The description that is named, or that of the release of the facts.
fn describe(
    wanted: &Wanted,
    release: &str,
    from: Option<&Path>,
    cache: &Cache,
) -> Result<Upstream> {
    if let Some(path) = from {
        return Ok(Descriptions::open(path)?.service(wanted)?.0);
    }
    if let Some(cached) = cache.find(wanted, release) {
        return Ok(cached);
    }
    let (upstream, file) = cache.describe(None, Some(release), wanted)?;
    cache.keep(&upstream, &file);
    Ok(upstream)
}

fn unknown(name: &str, upstream: &Upstream) -> miette::Report {
    let known: Vec<String> = upstream.paths().collect();
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{}`?", visible(meant)),
        None => "name an action, an object, or `Object.Member`".to_owned(),
    };
    miette!(
        help = help,
        "upstream has no prose about `{}`",
        visible(name)
    )
}
