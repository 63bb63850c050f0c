//! Objects that came, went or changed.

use std::collections::BTreeMap;

use super::members::{self, Sides};
use super::surface::constructor;
use super::{Changes, Kind, Level, Snapshot};
use crate::model::{Model, Object};

pub(super) fn compare(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    let (before, after) = (by_wire_name(&old.model), by_wire_name(&new.model));
    for (name, object) in &before {
        let Some(now) = after.get(name) else {
            let pair = (Some(object.rust.to_string()), None);
            let why = "no selected action reaches the object any more; its type is gone";
            changes.push(Kind::ObjectRemoved, Level::Major, *name, pair, why);
            continue;
        };
        shape(object, now, changes);
        if let (Some(was), Some(is)) = (
            old.facts().objects.get(*name),
            new.facts().objects.get(*name),
        ) {
            let sides = Sides {
                name,
                old: (was, object),
                new: (is, now),
            };
            members::compare(&sides, changes);
        }
        rules((old, new), name, changes);
    }
    for (name, object) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let pair = (None, Some(object.rust.to_string()));
        let why = "a selected action reaches another object; there is a new type";
        changes.push(Kind::ObjectAdded, Level::Minor, *name, pair, why);
    }
}

fn by_wire_name(model: &Model) -> BTreeMap<&str, &Object> {
    let objects = model.objects.iter();
    objects
        .map(|object| (object.wire.as_str(), object))
        .collect()
}

/// What the type is, apart from its members.
fn shape(old: &Object, new: &Object, changes: &mut Changes) {
    let path = &old.wire;
    if old.rust != new.rust {
        let pair = (Some(old.rust.to_string()), Some(new.rust.to_string()));
        let why = "nothing changes on the wire; the type has another name in Rust";
        changes.push(Kind::RustName, Level::Major, path, pair, why);
    }
    let (from, to) = (constructor(old), constructor(new));
    if from != to {
        let why = "nothing changes on the wire; the type is made with other arguments";
        changes.push(
            Kind::Constructor,
            Level::Major,
            path,
            (Some(from), Some(to)),
            why,
        );
    }
    if old.direction.request != new.direction.request {
        let (level, why) = if old.direction.request {
            (
                Level::Major,
                "it is no longer sent, so its type can no longer be validated",
            )
        } else {
            (
                Level::Minor,
                "it is now sent as well, so its type can be validated",
            )
        };
        let pair = (Some(direction(old)), Some(direction(new)));
        changes.push(Kind::ObjectDirection, level, path, pair, why);
    }
}

fn direction(object: &Object) -> String {
    let word = match (object.direction.request, object.direction.response) {
        (true, true) => "both",
        (true, false) => "request",
        (false, true) => "response",
        (false, false) => "neither",
    };
    word.to_owned()
}

/// What people wrote about valid values.
fn rules((old, new): (&Snapshot, &Snapshot), name: &str, changes: &mut Changes) {
    let (before, after) = (said(old, name), said(new, name));
    for (path, rule) in &before {
        let to = after.get(path);
        if to != Some(rule) {
            let to = to.map(ToString::to_string);
            let why = "the server is as it was; `validate` holds requests against other rules";
            let pair = (Some(rule.to_string()), to);
            changes.push(Kind::RulesChanged, Level::Minor, path, pair, why);
        }
    }
    for (path, rule) in after.iter().filter(|(path, _)| !before.contains_key(*path)) {
        let why = "the server is as it was; `validate` holds requests against one more rule";
        changes.push(
            Kind::RulesChanged,
            Level::Minor,
            path,
            (None, Some(rule.to_string())),
            why,
        );
    }
}

/// The constraints and rules of an object, as JSON.
fn said(snapshot: &Snapshot, object: &str) -> BTreeMap<String, serde_json::Value> {
    let overlays = snapshot.description.overlays.iter();
    let entries = overlays.filter_map(|file| file.content.objects.get(object));
    let mut said = BTreeMap::new();
    for entry in entries {
        for (name, member) in &entry.members {
            let constraint = member.constraint.as_ref().map(serde_json::to_value);
            if let Some(Ok(constraint)) = constraint {
                said.insert(format!("{object}.{name}"), constraint);
            }
        }
        for rule in entry.rules.iter().filter(|rule| !rule.advice) {
            if let Ok(schema) = serde_json::to_value(&rule.schema) {
                said.insert(format!("{object}:{}", rule.name), schema);
            }
        }
    }
    said
}
