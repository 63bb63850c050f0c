//! Compares objects.

use std::collections::BTreeMap;

use super::change::{Changes, Kind, Level};
use super::members::{self, ObjectSides};
use super::surface::constructor;
use crate::model::{Model, Object};
use crate::snapshot::Snapshot;

pub(super) fn compare(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    let (before, after) = (by_wire_name(&old.model), by_wire_name(&new.model));
    for (name, object) in &before {
        let Some(now) = after.get(name) else {
            let pair = (Some(object.rust.to_string()), None);
            let why = "no selected action uses the object any more; its type is removed";
            changes.push(Kind::ObjectRemoved, Level::Major, *name, pair, why);
            continue;
        };
        shape(object, now, changes);
        if let (Some(was), Some(is)) = (
            old.facts().objects.get(*name),
            new.facts().objects.get(*name),
        ) {
            let sides = ObjectSides {
                name,
                old: (was, object),
                new: (is, now),
            };
            members::compare(&sides, changes);
        }
    }
    for (name, object) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let pair = (None, Some(object.rust.to_string()));
        let why = "a selected action uses a new object; there is a new type";
        changes.push(Kind::ObjectAdded, Level::Minor, *name, pair, why);
    }
}

fn by_wire_name(model: &Model) -> BTreeMap<&str, &Object> {
    let objects = model.objects.iter();
    objects
        .map(|object| (object.wire.as_str(), object))
        .collect()
}

/// Compares the type, apart from its members.
fn shape(old: &Object, new: &Object, changes: &mut Changes) {
    let path = &old.wire;
    if old.rust != new.rust {
        let pair = (Some(old.rust.to_string()), Some(new.rust.to_string()));
        let why = "nothing changes on the wire; the name of the type changes";
        changes.push(Kind::RustName, Level::Major, path, pair, why);
    }
    let (from, to) = (constructor(old), constructor(new));
    if from != to {
        let why = "nothing changes on the wire; the arguments of the constructor change";
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
                "no request contains the object any more, so its type no longer has `validate`",
            )
        } else {
            (
                Level::Minor,
                "requests now contain the object, so its type has `validate`",
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
