//! Compares an overlay with the prose that it was read from.

mod enums;
mod members;

use crate::diagnostics::Diagnostics;
use crate::json::{Document, Pointer};
use crate::snapshot::Snapshot;
use crate::upstream::Upstream;

/// The place of an entry of the overlay.
struct Place<'a> {
    document: &'a Document,
    at: Pointer,
}

/// Checks an overlay against upstream's prose. Each value of an enum occurs in it, and each value that it lists
/// is in the enum or in `omitted`. Units, defaults and limits are those that the prose states, if a machine can
/// read it. Skips prose that changed after a person read it; `review` lists it.
///
/// # Errors
///
/// A problem for each contradiction, with its place in the overlay.
pub fn contradictions(snapshot: &Snapshot, upstream: &Upstream) -> Result<(), Diagnostics> {
    let mut problems = Vec::new();
    for file in &snapshot.description.additions.overlays {
        let place = |at| Place {
            document: &file.document,
            at,
        };
        for (name, named) in &file.content.enums {
            let place = place(Pointer::root().to("enums").to(name));
            problems.extend(enums::problems(named, &place, upstream));
        }
        for (object, overlay) in &file.content.objects {
            let facts = snapshot.facts().objects.get(object);
            for member in facts.into_iter().flat_map(|facts| &facts.members) {
                let path = format!("{object}.{}", member.name);
                if let Some(overlay) = overlay.members.get(&member.name)
                    && let Some(prose) = upstream.prose(&path)
                {
                    let at = Pointer::root().to("objects").to(object);
                    let place = place(at.to("members").to(&member.name));
                    problems.extend(members::problems(member, overlay, prose, &place));
                }
            }
        }
    }
    Diagnostics::check(problems)
}
