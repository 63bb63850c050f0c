//! Compares members.

use std::collections::{BTreeMap, HashSet};

use super::change::{Changes, Kind, Level};
use super::surface::{constructor, type_text};
use crate::description::{self, Member};
use crate::model::{Field, Name, Object};

/// An object on both sides: its facts and its model.
pub(super) struct ObjectSides<'a> {
    pub(super) name: &'a str,
    pub(super) old: (&'a description::Object, &'a Object),
    pub(super) new: (&'a description::Object, &'a Object),
}

/// A member on one side.
#[derive(Clone, Copy)]
struct MemberSide<'a> {
    fact: &'a Member,
    field: &'a Field,
}

pub(super) fn compare(sides: &ObjectSides<'_>, changes: &mut Changes) {
    let (before, mut after) = (by_wire_name(sides.old), by_wire_name(sides.new));
    let directions = Directions::of(sides);
    let mut fresh = fresh_fields(&before, &after);
    for (name, old) in &before {
        let path = format!("{}.{name}", sides.name);
        if let Some(new) = after.remove(name) {
            member_change(&path, *old, new, directions, changes);
        } else if let Some(new) = renamed(*old, &mut fresh, &mut after) {
            wire_name(sides.name, *old, new, changes);
            let path = format!("{}.{}", sides.name, new.fact.name);
            member_change(&path, *old, new, directions, changes);
        } else {
            changes.push(
                Kind::MemberRemoved,
                Level::Major,
                path,
                (Some(wire_type(old.fact)), None),
                "the member is removed, with its field and its setter",
            );
        }
    }
    for (name, new) in after {
        let path = format!("{}.{name}", sides.name);
        let (level, why) = added(new.fact, directions.request);
        changes.push(
            Kind::MemberAdded,
            level,
            path,
            (None, Some(wire_type(new.fact))),
            why,
        );
    }
    order(sides, changes);
}

/// The directions that the object has on both sides. Changes in other directions have no effect.
#[derive(Clone, Copy)]
struct Directions {
    request: bool,
    response: bool,
}

impl Directions {
    fn of(sides: &ObjectSides<'_>) -> Self {
        let (old, new) = (sides.old.1.direction, sides.new.1.direction);
        Self {
            request: old.request && new.request,
            response: old.response && new.response,
        }
    }
}

/// Returns the wire names of new members, by the names of their fields.
fn fresh_fields<'a>(
    before: &BTreeMap<&str, MemberSide<'_>>,
    after: &BTreeMap<&'a str, MemberSide<'a>>,
) -> BTreeMap<&'a Name, &'a str> {
    let new = after.iter().filter(|(name, _)| !before.contains_key(*name));
    new.map(|(name, side)| (&side.field.rust, *name)).collect()
}

/// Removes from `after` the new member whose field has the same name as that of a removed one.
fn renamed<'a>(
    old: MemberSide<'_>,
    fresh: &mut BTreeMap<&'a Name, &'a str>,
    after: &mut BTreeMap<&'a str, MemberSide<'a>>,
) -> Option<MemberSide<'a>> {
    let name = fresh.remove(&old.field.rust)?;
    after.remove(name)
}

fn wire_name(object: &str, old: MemberSide<'_>, new: MemberSide<'_>, changes: &mut Changes) {
    let path = format!("{object}.{}", new.fact.name);
    let pair = (Some(old.fact.name.clone()), Some(new.fact.name.clone()));
    let why = "the name on the wire changes, so JSON that was stored with the old name loses the value; the \
               field and its setter keep their name";
    changes.push(Kind::MemberRenamed, Level::Major, path, pair, why);
}

fn by_wire_name<'a>(
    (facts, object): (&'a description::Object, &'a Object),
) -> BTreeMap<&'a str, MemberSide<'a>> {
    let fields: BTreeMap<&str, &Field> = object
        .fields
        .iter()
        .map(|field| (field.wire.as_str(), field))
        .collect();
    let members = facts.members.iter();
    members
        .filter_map(|fact| {
            let field = *fields.get(fact.name.as_str())?;
            Some((fact.name.as_str(), MemberSide { fact, field }))
        })
        .collect()
}

fn added(member: &Member, is_request: bool) -> (Level, &'static str) {
    if member.required && is_request {
        let why = "the server now requires the member and rejects requests without it; there is a new \
                   field, and `validate` requires it";
        (Level::Major, why)
    } else {
        (
            Level::Minor,
            "a new member; there is a new field with a setter",
        )
    }
}

fn member_change(
    path: &str,
    old: MemberSide<'_>,
    new: MemberSide<'_>,
    directions: Directions,
    changes: &mut Changes,
) {
    value_type(path, old, new, changes);
    if old.field.rust != new.field.rust {
        let pair = (
            Some(old.field.rust.to_string()),
            Some(new.field.rust.to_string()),
        );
        let why = "nothing changes on the wire; the name of the field changes";
        changes.push(Kind::RustName, Level::Major, path, pair, why);
    }
    if old.fact.required != new.fact.required && directions.request {
        let (level, why) = required(new.fact.required);
        changes.push(
            Kind::MemberRequired,
            level,
            path,
            flags(old.fact.required, new.fact.required),
            why,
        );
    }
    if old.fact.disabled != new.fact.disabled {
        let (level, why) = if new.fact.disabled {
            (
                Level::Minor,
                "upstream hides the member, which still works; rustc warns users of its field",
            )
        } else {
            (
                Level::Patch,
                "upstream documents the member again; rustc no longer warns users of its field",
            )
        };
        changes.push(
            Kind::MemberDisabled,
            level,
            path,
            flags(old.fact.disabled, new.fact.disabled),
            why,
        );
    }
    if old.field.sensitive != new.field.sensitive {
        let word = |side: MemberSide<'_>| match side.field.sensitive {
            true => Some("sensitive".to_owned()),
            false => Some("shown".to_owned()),
        };
        let why = "nothing changes on the wire; `Debug` hides the value, or no longer hides it";
        let pair = (word(old), word(new));
        changes.push(Kind::HandlingChanged, Level::Minor, path, pair, why);
    }
    let (from, to) = (presence(old.fact), presence(new.fact));
    if from != to && directions.response {
        let why = if new.field.always_present {
            "upstream changes whether responses have the member; the overlay says that it is always \
             present, so a response without it cannot be decoded"
        } else {
            "upstream changes whether responses have the member; the field does not change"
        };
        let pair = (Some(from), Some(to));
        changes.push(Kind::MemberAlwaysPresent, Level::Patch, path, pair, why);
    }
}

fn value_type(path: &str, old: MemberSide<'_>, new: MemberSide<'_>, changes: &mut Changes) {
    if has_same_type(old, new) {
        return;
    }
    let wire = (wire_type(old.fact), wire_type(new.fact));
    let rust = (type_text(old.field), type_text(new.field));
    if wire.0 != wire.1 {
        let (level, why) = if rust.0 == rust.1 {
            let why = format!(
                "the type on the wire changes; the field is still `{}`",
                rust.0
            );
            (Level::Patch, why)
        } else {
            let why = format!(
                "the type on the wire changes; the field was `{}` and is `{}`",
                rust.0, rust.1
            );
            (Level::Major, why)
        };
        changes.push(
            Kind::MemberType,
            level,
            path,
            (Some(wire.0), Some(wire.1)),
            why,
        );
    } else if rust.0 != rust.1 {
        let why = "nothing changes on the wire; the type of the field changes";
        changes.push(
            Kind::RustType,
            Level::Major,
            path,
            (Some(rust.0), Some(rust.1)),
            why,
        );
    }
}

/// Whether the type on the wire and the type of the field are unchanged, as for nearly all members.
fn has_same_type(old: MemberSide<'_>, new: MemberSide<'_>) -> bool {
    let shape = |field: &Field| (field.list, field.boxed, field.always_present);
    let wire = old.fact.of == new.fact.of && old.fact.list == new.fact.list;
    wire && old.field.of == new.field.of && shape(old.field) == shape(new.field)
}

fn required(now: bool) -> (Level, &'static str) {
    if now {
        let why = "the server and `validate` reject requests without the member; the field is still an \
                   `Option`";
        (Level::Major, why)
    } else {
        let why =
            "the member is now optional, also for `validate`; the field was already an `Option`";
        (Level::Minor, why)
    }
}

/// Compares the order of the members. A change of the constructor is reported for the object.
fn order(sides: &ObjectSides<'_>, changes: &mut Changes) {
    let names = |object: &description::Object, other: &description::Object| -> Vec<String> {
        let known: HashSet<&str> = other.members.iter().map(|member| &*member.name).collect();
        let members = object.members.iter().map(|member| &member.name);
        let common = members.filter(|name| known.contains(name.as_str()));
        common.cloned().collect()
    };
    let (from, to) = (
        names(sides.old.0, sides.new.0),
        names(sides.new.0, sides.old.0),
    );
    if from != to && constructor(sides.old.1) == constructor(sides.new.1) {
        let why = "members are sent in another order, which has no meaning in JSON";
        let pair = (Some(from.join(", ")), Some(to.join(", ")));
        changes.push(Kind::MemberOrder, Level::Patch, sides.name, pair, why);
    }
}

fn wire_type(member: &Member) -> String {
    if member.list {
        format!("list of {}", member.of)
    } else {
        member.of.clone()
    }
}

fn presence(member: &Member) -> String {
    let always = if member.output_required {
        "always present"
    } else {
        "not always present"
    };
    let null = if member.nullable { ", can be null" } else { "" };
    format!("{always}{null}")
}

fn flags(from: bool, to: bool) -> (Option<String>, Option<String>) {
    (Some(from.to_string()), Some(to.to_string()))
}
