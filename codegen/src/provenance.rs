//! The prose that rules were read from, and the rules whose prose changed since.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::description::{Facts, Overlay, Provenance};
use crate::json::{Document, Pointer};
use crate::load::ParsedFile;
use crate::snapshot::Snapshot;
use crate::source::{ServiceSources, SourceFile};
use crate::text_edit::TextEdit;

/// One entry of the overlay that names a piece of prose.
#[derive(Debug)]
pub(crate) struct ProvenanceEntry<'a> {
    /// The rule that was read from it: `Object.Member`, `Object:rule`, `Action:Waiter` or
    /// `enum:Name`.
    pub(crate) constraint: String,
    pub(crate) provenance: &'a Provenance,
    document: &'a Document,
    pointer: Pointer,
}

/// A rule whose prose changed after a person read it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct StaleProvenance {
    /// The rule that was read from it: `Object.Member`, `Object:rule`, `Action:Waiter` or
    /// `enum:Name`.
    pub constraint: String,
    /// The owner of the prose: an action, an object, or `Object.Member`.
    pub of: String,
    /// SHA-256 of the prose that was read.
    pub read: String,
    /// The release in which it was read.
    pub release: String,
    /// SHA-256 of the present prose.
    pub now: String,
    /// The entry of the overlay: file, line and column.
    pub place: String,
}

/// Returns every entry of the overlay that names a piece of prose.
pub(crate) fn provenance(overlays: &[ParsedFile<Overlay>]) -> Vec<ProvenanceEntry<'_>> {
    let mut found = Vec::new();
    for file in overlays {
        let root = Pointer::root();
        for (name, object) in &file.content.objects {
            let at = root.to("objects").to(name);
            for (member, entry) in &object.members {
                let constraint = format!("{name}.{member}");
                let at = at.to("members").to(member);
                collect(
                    &mut found,
                    &file.document,
                    constraint,
                    &at,
                    &entry.provenance,
                );
            }
            for (position, rule) in object.rules.iter().enumerate() {
                let constraint = format!("{name}:{}", rule.name);
                let at = at.to("rules").to(position);
                collect(
                    &mut found,
                    &file.document,
                    constraint,
                    &at,
                    &rule.provenance,
                );
            }
        }
        for (action, entry) in &file.content.actions {
            for (name, waiter) in &entry.waiters {
                let constraint = format!("{action}:{name}");
                let at = root.to("actions").to(action).to("waiters").to(name);
                collect(
                    &mut found,
                    &file.document,
                    constraint,
                    &at,
                    &waiter.provenance,
                );
            }
        }
        for (name, named) in &file.content.enums {
            let at = root.to("enums").to(name);
            let constraint = format!("enum:{name}");
            collect(
                &mut found,
                &file.document,
                constraint,
                &at,
                &named.provenance,
            );
        }
    }
    found
}

fn collect<'a>(
    found: &mut Vec<ProvenanceEntry<'a>>,
    document: &'a Document,
    constraint: String,
    at: &Pointer,
    sources: &'a [Provenance],
) {
    for (position, provenance) in sources.iter().enumerate() {
        found.push(ProvenanceEntry {
            constraint: constraint.clone(),
            provenance,
            document,
            pointer: at.to("provenance").to(position),
        });
    }
}

impl ProvenanceEntry<'_> {
    /// Returns the hash of the present prose, if it differs.
    fn changed_to<'f>(&self, facts: &'f Facts) -> Option<&'f str> {
        let now = facts.prose_at(&self.provenance.of)?;
        (now != self.provenance.sha256).then_some(now)
    }

    fn place(&self) -> String {
        let (line, column) = self
            .document
            .line_and_column(&self.pointer)
            .unwrap_or((1, 1));
        format!("{}:{line}:{column}", self.document.name())
    }
}

/// Returns the rules whose prose changed, sorted.
#[must_use]
pub fn stale_provenance(snapshot: &Snapshot) -> Vec<StaleProvenance> {
    let facts = snapshot.facts();
    let mut stale: Vec<StaleProvenance> = provenance(&snapshot.description.additions.overlays)
        .into_iter()
        .filter_map(|entry| {
            Some(StaleProvenance {
                now: entry.changed_to(facts)?.to_owned(),
                of: entry.provenance.of.clone(),
                read: entry.provenance.sha256.clone(),
                release: entry.provenance.release.clone(),
                place: entry.place(),
                constraint: entry.constraint,
            })
        })
        .collect();
    stale.sort();
    stale
}

/// Records that a person read the changed prose. `paths` name rules or owners of prose. Returns the overlay
/// files that change, and the number of updated entries.
#[must_use]
pub fn accept(
    snapshot: &Snapshot,
    sources: &ServiceSources,
    paths: &BTreeSet<String>,
) -> (Vec<SourceFile>, usize) {
    let facts = snapshot.facts();
    let all = provenance(&snapshot.description.additions.overlays);
    let accepted = all
        .iter()
        .filter(|entry| paths.contains(&entry.constraint) || paths.contains(&entry.provenance.of));
    let mut edits = Vec::new();
    let mut updated = 0;
    for entry in accepted {
        let Some(now) = entry.changed_to(facts) else {
            continue;
        };
        updated += 1;
        for (member, value) in [("sha256", now), ("release", facts.source.release.as_str())] {
            let range = entry.document.range(&entry.pointer.to(member));
            let text = serde_json::Value::from(value).to_string();
            edits.extend(range.map(|range| TextEdit::new(entry.document, range, text)));
        }
    }
    (TextEdit::apply(edits, &sources.additions.overlay), updated)
}
