//! Compares two states of a description: on the wire, and for callers of the generated crate.
//!
//! Changes on the wire come from the facts, and changes for callers from the models, which contain every
//! generated name and type. Different facts can result in the same Rust code. Equal facts can result in
//! different code, for example if a new member takes the Rust name of an old one.

mod actions;
mod call_sequences;
mod callbacks;
mod change;
mod conflicts;
mod documentation;
mod environments;
mod features;
mod members;
mod objects;
mod prose;
mod rules;
mod state_machines;
mod surface;
mod values;
mod withdrawn;

use schemars::JsonSchema;
use serde::Serialize;

use crate::description::Overlay;
use crate::diagnostics::Diagnostics;
use crate::load::{ParsedFile, load_overlays};
pub use crate::snapshot::Snapshot;
use crate::source::SourceFile;

use self::change::Changes;
pub use self::change::{Change, Kind, Level};
pub use self::conflicts::fits;
pub use self::prose::ProseChange;
use self::prose::{changed_prose, constraints_by_prose};
pub use self::withdrawn::all_selected_are_there;

/// The result of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Comparison {
    /// The highest level of all changes. If only prose changed, it is `patch` and there are no changes.
    pub level: Level,
    /// The changes, sorted by level, the highest first, then by path.
    pub changes: Vec<Change>,
    /// The changed prose, sorted by path.
    pub prose: Vec<ProseChange>,
}

impl Comparison {
    /// Sets the rules that were read from the changed prose, from the overlay of a snapshot.
    pub fn name_constraints(&mut self, snapshot: &Snapshot) {
        self.set_constraints(&snapshot.description.additions.overlays);
    }

    /// Sets the rules that were read from the changed prose, from overlay files that were not compared.
    ///
    /// # Errors
    ///
    /// All problems of the files.
    pub fn name_constraints_in(&mut self, overlay: &[SourceFile]) -> Result<(), Diagnostics> {
        self.set_constraints(&load_overlays(overlay)?);
        Ok(())
    }

    fn set_constraints(&mut self, overlays: &[ParsedFile<Overlay>]) {
        let by_prose = constraints_by_prose(overlays);
        for prose in &mut self.prose {
            let constraints = by_prose.get(&prose.path);
            prose.constraints = constraints.into_iter().flatten().cloned().collect();
        }
    }
}

/// Compares two states of a description.
#[must_use]
pub fn compare(old: &Snapshot, new: &Snapshot) -> Comparison {
    let mut changes = Changes::default();
    service(old, new, &mut changes);
    environments::compare(&old.model, &new.model, &mut changes);
    actions::compare(old, new, &mut changes);
    objects::compare(old, new, &mut changes);
    values::compare(&old.model, &new.model, &mut changes);
    callbacks::compare(&old.model, &new.model, &mut changes);
    state_machines::compare(&old.model, &new.model, &mut changes);
    features::compare(&old.model, &new.model, &mut changes);
    rules::compare(old, new, &mut changes);
    documentation::compare(old, new, &mut changes);
    let prose = changed_prose(old, new);
    let mut changes = changes.0;
    changes.sort_by(|a, b| (b.level, &a.path, a.kind).cmp(&(a.level, &b.path, b.kind)));
    let highest = changes.iter().map(|change| change.level).max();
    let of_prose = (!prose.is_empty()).then_some(Level::Patch);
    Comparison {
        level: highest.max(of_prose).unwrap_or(Level::None),
        changes,
        prose,
    }
}

fn service(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    let of = |snapshot: &Snapshot| {
        let service = &snapshot.model.service;
        format!("{} {}", service.name, service.version)
    };
    let (from, to) = (of(old), of(new));
    if from != to {
        let why = "calls go to another service or version";
        changes.push(
            Kind::ServiceChanged,
            Level::Major,
            "service",
            (Some(from), Some(to)),
            why,
        );
    }
    region(old, new, changes);
    let (from, to) = (old.package(), new.package());
    if from != to {
        let why = "nothing changes on the wire; callers depend on a crate of another name";
        let pair = (Some(from.to_owned()), Some(to.to_owned()));
        changes.push(Kind::PackageChanged, Level::Major, "package", pair, why);
    }
}

fn region(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    let of = |snapshot: &Snapshot| match snapshot.model.service.requires_region {
        true => "required",
        false => "optional",
    };
    let (from, to) = (of(old), of(new));
    if from != to {
        let (level, why) = match to {
            "required" => (Level::Major, "a call without a region is no longer sent"),
            _ => (Level::Minor, "a call without a region is sent"),
        };
        let pair = (Some(from.to_owned()), Some(to.to_owned()));
        changes.push(Kind::RegionChanged, level, "service", pair, why);
    }
}
