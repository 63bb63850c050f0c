//! Compares an overlay with the prose that it was read from.

mod enums;

use crate::diagnostics::Diagnostics;
use crate::json::{Document, Pointer};
use crate::snapshot::Snapshot;
use crate::upstream::Upstream;

/// The place of an entry of the overlay.
struct Place<'a> {
    document: &'a Document,
    at: Pointer,
}

/// Checks the enums of an overlay against upstream's prose: each value occurs in it, and each value that it
/// lists is in the enum or in `omitted`. Skips enums whose prose changed after a person read it; `review` lists
/// these.
///
/// # Errors
///
/// A problem for each contradiction, with its place in the overlay.
pub fn contradictions(snapshot: &Snapshot, upstream: &Upstream) -> Result<(), Diagnostics> {
    let mut problems = Vec::new();
    for file in &snapshot.description.overlays {
        let place = |at| Place {
            document: &file.document,
            at,
        };
        for (name, named) in &file.content.enums {
            let place = place(Pointer::root().to("enums").to(name));
            problems.extend(enums::problems(named, &place, upstream));
        }
    }
    Diagnostics::check(problems)
}
