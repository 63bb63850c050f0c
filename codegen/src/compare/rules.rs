//! What people wrote about valid values.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Changes, Kind, Level, Snapshot};
use crate::description::{Enum, ObjectOverlay};

/// Compares the constraints and rules of what both sides have.
pub(super) fn compare(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    let (before, after) = (said(old), said(new));
    for (path, rule) in &before {
        let now = after.get(path);
        if now != Some(rule) && is_there(path, new) {
            let why = "the server is as it was; `validate` or `advice` holds requests against \
                       another rule";
            let pair = (Some(rule.clone()), now.cloned());
            changes.push(Kind::RulesChanged, Level::Minor, path, pair, why);
        }
    }
    let added = after.iter().filter(|(path, _)| !before.contains_key(*path));
    for (path, rule) in added.filter(|(path, _)| is_there(path, old)) {
        let why = "the server is as it was; `validate` or `advice` holds requests against one \
                   more rule";
        let pair = (None, Some(rule.clone()));
        changes.push(Kind::RulesChanged, Level::Minor, path, pair, why);
    }
}

/// Whether what a rule is about is there at all: rules come and go with it.
fn is_there(path: &str, snapshot: &Snapshot) -> bool {
    let object = path.split(['.', ':']).next().unwrap_or_default();
    match path.strip_prefix(ENUM) {
        Some(name) => enums(snapshot).any(|(known, _)| known == name),
        None => snapshot.facts().objects.contains_key(object),
    }
}

const ENUM: &str = "enum:";

/// The constraints and rules, as JSON, by their paths.
fn said(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let objects = snapshot.overlays().flat_map(|said| &said.objects);
    let mut said: BTreeMap<String, String> =
        objects.flat_map(|(name, said)| of(name, said)).collect();
    said.extend(enums(snapshot).map(|(name, named)| {
        let case = if named.ignore_case {
            "in any case of letters"
        } else {
            "as they are written"
        };
        (format!("{ENUM}{name}"), format!("values {case}"))
    }));
    said
}

fn of(object: &str, said: &ObjectOverlay) -> impl Iterator<Item = (String, String)> {
    let members = said.members.iter().filter_map(move |(name, member)| {
        let constraint = json(member.constraint.as_ref()?)?;
        Some((format!("{object}.{name}"), constraint))
    });
    let rules = said.rules.iter().filter_map(move |rule| {
        let advice = if rule.advice { "advice: " } else { "" };
        let schema = format!("{advice}{}", json(&rule.schema)?);
        Some((format!("{object}:{}", rule.name), schema))
    });
    members.chain(rules)
}

fn json(said: &impl Serialize) -> Option<String> {
    serde_json::to_string(said).ok()
}

fn enums(snapshot: &Snapshot) -> impl Iterator<Item = (&String, &Enum)> {
    snapshot.overlays().flat_map(|said| &said.enums)
}
