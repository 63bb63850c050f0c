//! Finds selected actions that upstream no longer describes.

use crate::diagnostics::Diagnostics;
use crate::json::Pointer;
use crate::snapshot::Snapshot;
use crate::upstream::Upstream;

/// Checks that a newer description still has all selected actions.
///
/// # Errors
///
/// A problem for each missing action, with its position in the present facts.
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
            "nothing was changed; `cargo xtask remove {name}` removes it from the selection, and lists its \
             entries in the overlay; then run the command again"
        );
        facts.document.name_problem(&at, message).help(help)
    });
    Diagnostics::check(problems.collect())
}
