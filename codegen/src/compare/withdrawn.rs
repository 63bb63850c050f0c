//! Selected actions that upstream no longer describes.

use super::Snapshot;
use crate::diagnostics::Diagnostics;
use crate::json::Pointer;
use crate::upstream::Upstream;

/// Holds the selected actions against a newer description.
///
/// # Errors
///
/// Where it no longer has one of them. Each problem names the place in the present facts.
pub fn all_selected_are_there(present: &Snapshot, newer: &Upstream) -> Result<(), Diagnostics> {
    let facts = &present.description.facts;
    let actions = facts.content.actions.keys();
    let withdrawn = actions.filter(|name| newer.actions().all(|known| known != *name));
    let problems = withdrawn.map(|name| {
        let message = format!(
            "upstream withdrew the action `{name}`: {} no longer describes it",
            newer.release()
        );
        let at = Pointer::root().to("actions").to(name);
        let help = format!(
            "nothing was changed; `cargo xtask remove {name}` takes it out of the selection, and names \
             what the overlay says of it; then run the command again"
        );
        facts.document.name_problem(&at, message).help(help)
    });
    Diagnostics::check(problems.collect())
}
