//! What changed from one description to another: on the wire, and for a caller of the crate.
//!
//! Facts tell what changed on the wire. What a caller notices is told from the models, which know
//! every name and type that is generated: two facts that differ may give the same Rust, and facts
//! that are equal another one, where a new member takes the name of an old one.

mod actions;
mod conflicts;
mod documentation;
mod features;
mod members;
mod objects;
mod prose;
mod rules;
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

pub use self::conflicts::fits;
use self::prose::{changed_prose, constraints_read_from};
pub use self::withdrawn::all_selected_are_there;

/// How much a change asks of callers, in the words of semantic versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing changed.
    None,
    /// Nothing that a caller has to know.
    Patch,
    /// Callers that worked go on working; there is something new, or something to be warned of.
    Minor,
    /// Callers may no longer compile, or calls that worked are refused.
    Major,
}

impl Level {
    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "the names say it, and they are the documented words"
)]
pub enum Kind {
    ActionAdded,
    ActionRemoved,
    ActionStatus,
    ActionSigning,
    ActionInput,
    ActionOutput,
    ObjectAdded,
    ObjectRemoved,
    ObjectDirection,
    MemberAdded,
    MemberRemoved,
    MemberRenamed,
    MemberType,
    MemberRequired,
    MemberDisabled,
    MemberPromise,
    MemberOrder,
    RustName,
    RustType,
    Constructor,
    EnumAdded,
    EnumRemoved,
    ValueAdded,
    ValueRemoved,
    ErrorAdded,
    ErrorRemoved,
    RulesChanged,
    HandlingChanged,
    Documentation,
    FeaturesAdded,
    FeaturesRemoved,
    PackageChanged,
    ServiceChanged,
}

impl Kind {
    /// Its name in output.
    #[must_use]
    pub fn name(self) -> String {
        use heck::ToSnakeCase;
        format!("{self:?}").to_snake_case()
    }
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Change {
    /// What changed: an action, an object, `Object.Member`, `Object:rule`, `enum:Name`,
    /// `error:NAME`, `features`, `package` or `service`.
    pub path: String,
    /// What kind of change it is.
    pub kind: Kind,
    /// What stood there before.
    pub from: Option<String>,
    /// What stands there now.
    pub to: Option<String>,
    /// How much it asks of callers.
    pub level: Level,
    /// What it does on the wire and to a caller.
    pub why: String,
}

/// Upstream prose that says something else now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ProseChange {
    /// Whose prose: an action, an object, or `Object.Member`.
    pub path: String,
    /// What the overlay read from it: `Object.Member`, `Object:rule`, or `enum:Name`.
    pub constraints: Vec<String>,
}

/// Everything that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Comparison {
    /// The strongest level of all changes. Where nothing but prose changed, it is `patch`, and there
    /// are no changes.
    pub level: Level,
    /// The changes, by level from the strongest, then by path.
    pub changes: Vec<Change>,
    /// The prose that changed, by path.
    pub prose: Vec<ProseChange>,
}

impl Comparison {
    /// Names the rules that an overlay read from the prose that changed.
    pub fn name_constraints(&mut self, snapshot: &Snapshot) {
        self.name_read_from(&snapshot.description.overlays);
    }

    /// The same, with the files of an overlay that neither side was compared with.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the files.
    pub fn name_constraints_in(&mut self, overlay: &[SourceFile]) -> Result<(), Diagnostics> {
        self.name_read_from(&load_overlays(overlay)?);
        Ok(())
    }

    fn name_read_from(&mut self, overlays: &[ParsedFile<Overlay>]) {
        let read_from = constraints_read_from(overlays);
        for prose in &mut self.prose {
            let constraints = read_from.get(&prose.path);
            prose.constraints = constraints.into_iter().flatten().cloned().collect();
        }
    }
}

/// Compares two states of a description.
#[must_use]
pub fn compare(old: &Snapshot, new: &Snapshot) -> Comparison {
    let mut changes = Changes::default();
    service(old, new, &mut changes);
    actions::compare(old, new, &mut changes);
    objects::compare(old, new, &mut changes);
    values::compare(&old.model, &new.model, &mut changes);
    features::compare(&old.model, &new.model, &mut changes);
    rules::compare(old, new, &mut changes);
    documentation::compare(old, new, &mut changes);
    let prose = changed_prose(old, new);
    let mut changes = changes.0;
    changes.sort_by(|a, b| (b.level, &a.path, a.kind).cmp(&(a.level, &b.path, b.kind)));
    let strongest = changes.iter().map(|change| change.level).max();
    let of_prose = (!prose.is_empty()).then_some(Level::Patch);
    Comparison {
        level: strongest.max(of_prose).unwrap_or(Level::None),
        changes,
        prose,
    }
}

fn service(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    let of = |snapshot: &Snapshot| {
        let service = &snapshot.model.service;
        format!("{} {} at {}", service.name, service.version, service.host)
    };
    let (from, to) = (of(old), of(new));
    if from != to {
        let why = "calls go to another service, version or host";
        changes.push(
            Kind::ServiceChanged,
            Level::Major,
            "service",
            (Some(from), Some(to)),
            why,
        );
    }
    let (from, to) = (old.package(), new.package());
    if from != to {
        let why = "nothing changes on the wire; callers depend on a crate of another name";
        let pair = (Some(from.to_owned()), Some(to.to_owned()));
        changes.push(Kind::PackageChanged, Level::Major, "package", pair, why);
    }
}

/// The changes that were found so far.
#[derive(Debug, Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn push(
        &mut self,
        kind: Kind,
        level: Level,
        path: impl Into<String>,
        (from, to): (Option<String>, Option<String>),
        why: impl Into<String>,
    ) {
        self.0.push(Change {
            path: path.into(),
            kind,
            from,
            to,
            level,
            why: why.into(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_documented() {
        let page = include_str!("../../../docs/following-upstream.md");
        let kinds = schemars::schema_for!(Kind).to_value();
        for kind in kinds["enum"].as_array().unwrap() {
            let word = format!("`{}`", kind.as_str().unwrap());
            let mut rows = page.lines().filter(|line| line.starts_with("| `"));
            assert!(rows.any(|row| row.contains(&word)), "{word}");
        }
    }
}
