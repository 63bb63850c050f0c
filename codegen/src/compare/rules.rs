//! Compares the rules of the overlay.

use std::collections::BTreeMap;

use serde::Serialize;

use super::change::{Changes, Kind, Level};
use crate::description::{Enum, ObjectOverlay};
use crate::snapshot::Snapshot;

/// Compares the rules of items that both sides have.
pub(super) fn compare(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    let (before, after) = (rules(old), rules(new));
    for (path, rule) in &before {
        let now = after.get(path);
        if now != Some(rule) && is_present(path, new) {
            let why = "the server does not change; `validate` or `warnings` checks another rule";
            let pair = (Some(rule.clone()), now.cloned());
            changes.push(Kind::RulesChanged, Level::Minor, path, pair, why);
        }
    }
    let added = after.iter().filter(|(path, _)| !before.contains_key(*path));
    for (path, rule) in added.filter(|(path, _)| is_present(path, old)) {
        let why = "the server does not change; `validate` or `warnings` checks one more rule";
        let pair = (None, Some(rule.clone()));
        changes.push(Kind::RulesChanged, Level::Minor, path, pair, why);
    }
}

/// Whether the item that a rule is about exists. Its rules are added and removed with it.
fn is_present(path: &str, snapshot: &Snapshot) -> bool {
    let object = path.split(['.', ':']).next().unwrap_or_default();
    match path.strip_prefix(ENUM) {
        Some(name) => enums(snapshot).any(|(known, _)| known == name),
        None => snapshot.facts().objects.contains_key(object),
    }
}

const ENUM: &str = "enum:";

/// Returns the constraints and rules by their paths, as JSON.
fn rules(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let objects = snapshot.overlays().flat_map(|overlay| &overlay.objects);
    let mut found: BTreeMap<String, String> = objects
        .flat_map(|(name, object)| rules_of(name, object))
        .collect();
    found.extend(enums(snapshot).map(|(name, named)| {
        let case = if named.ignore_case {
            "case is ignored"
        } else {
            "case matters"
        };
        (format!("{ENUM}{name}"), case.to_owned())
    }));
    found
}

fn rules_of(name: &str, object: &ObjectOverlay) -> impl Iterator<Item = (String, String)> {
    let members = object.members.iter().filter_map(move |(member, entry)| {
        let constraint = json(entry.constraint.as_ref()?)?;
        Some((format!("{name}.{member}"), constraint))
    });
    let rules = object.rules.iter().filter_map(move |rule| {
        let warning = if rule.warning { "warning: " } else { "" };
        let actions = match rule.actions.as_slice() {
            [] => String::new(),
            actions => format!("for {}: ", actions.join(", ")),
        };
        let schema = format!("{warning}{actions}{}", json(&rule.schema)?);
        Some((format!("{name}:{}", rule.name), schema))
    });
    members.chain(rules)
}

fn json(value: &impl Serialize) -> Option<String> {
    serde_json::to_string(value).ok()
}

fn enums(snapshot: &Snapshot) -> impl Iterator<Item = (&String, &Enum)> {
    snapshot.overlays().flat_map(|overlay| &overlay.enums)
}
