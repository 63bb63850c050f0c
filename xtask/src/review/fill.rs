//! Completes the `provenance` entries of an overlay.

use miette::Result;

use crate::console::outln;
use crate::outcome::Outcome;
use crate::output::replace_file;
use crate::project::{ProjectPaths, sources};

/// Writes the missing hashes and releases into the overlay files, each with an atomic rename. The overlay may
/// be incomplete otherwise, so this generates nothing.
pub(crate) fn fill(paths: &ProjectPaths) -> Result<Outcome> {
    let _guard = paths.lock()?;
    let sources = sources::load(&paths.service)?;
    let facts = sources::facts_in(&sources.facts)?;
    let (changed, filled) = tencent_codegen::fill(&facts, &sources.additions.overlay)?;
    for new in &changed {
        let mut present = sources.additions.overlay.iter();
        let old = present.find(|old| old.path == new.path);
        let old = old.map(|old| &*old.bytes);
        replace_file(&new.path, old, &String::from_utf8_lossy(&new.bytes))?;
        outln!("filled {}", new.path.display());
    }
    if changed.is_empty() {
        outln!("no `provenance` entry lacks its hash or its release");
        return Ok(Outcome::UpToDate);
    }
    let entries = if filled == 1 { "entry" } else { "entries" };
    outln!("completed {filled} {entries}; run `cargo xtask codegen` next");
    Ok(Outcome::Written)
}
