//! Members that came, went or changed.

use std::collections::BTreeMap;

use super::surface::{constructor, type_text};
use super::{Changes, Kind, Level};
use crate::description::{self, Member};
use crate::model::{Field, Object};

/// An object on both sides: its facts, and what is made of them.
pub(super) struct Sides<'a> {
    pub(super) name: &'a str,
    pub(super) old: (&'a description::Object, &'a Object),
    pub(super) new: (&'a description::Object, &'a Object),
}

/// A member on one side.
#[derive(Clone, Copy)]
struct Side<'a> {
    fact: &'a Member,
    field: &'a Field,
}

pub(super) fn compare(sides: &Sides<'_>, changes: &mut Changes) {
    let (before, mut after) = (by_wire_name(sides.old), by_wire_name(sides.new));
    let travels = Travels::of(sides);
    for (name, old) in &before {
        let path = format!("{}.{name}", sides.name);
        if let Some(new) = after.remove(name) {
            member_change(&path, *old, new, travels, changes);
        } else if let Some(new) = renamed(*old, &before, &mut after) {
            wire_name(sides.name, *old, new, changes);
            let path = format!("{}.{}", sides.name, new.fact.name);
            member_change(&path, *old, new, travels, changes);
        } else {
            changes.push(
                Kind::MemberRemoved,
                Level::Major,
                path,
                (Some(wire_type(old.fact)), None),
                "it no longer travels; its field and its setter are gone",
            );
        }
    }
    for (name, new) in after {
        let path = format!("{}.{name}", sides.name);
        let (level, why) = added(new.fact, travels.sent);
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

/// Which ways the object travels, before and after alike. What nobody could send before, nobody
/// misses.
#[derive(Clone, Copy)]
struct Travels {
    sent: bool,
    answered: bool,
}

impl Travels {
    fn of(sides: &Sides<'_>) -> Self {
        let (old, new) = (sides.old.1.direction, sides.new.1.direction);
        Self {
            sent: old.request && new.request,
            answered: old.response && new.response,
        }
    }
}

/// The new member whose field has the name of one that is gone, taken out of those that are new.
fn renamed<'a>(
    old: Side<'_>,
    before: &BTreeMap<&str, Side<'_>>,
    after: &mut BTreeMap<&'a str, Side<'a>>,
) -> Option<Side<'a>> {
    let mut new = after.iter().filter(|(name, _)| !before.contains_key(*name));
    let (name, _) = new.find(|(_, side)| side.field.rust == old.field.rust)?;
    let name = *name;
    after.remove(name)
}

fn wire_name(object: &str, old: Side<'_>, new: Side<'_>, changes: &mut Changes) {
    let path = format!("{object}.{}", new.fact.name);
    let pair = (Some(old.fact.name.clone()), Some(new.fact.name.clone()));
    let why = "it travels under another name, so JSON that was kept with the old one is read \
               without it; the field and its setter keep their name";
    changes.push(Kind::MemberRenamed, Level::Major, path, pair, why);
}

fn by_wire_name<'a>(
    (facts, object): (&'a description::Object, &'a Object),
) -> BTreeMap<&'a str, Side<'a>> {
    let fields: BTreeMap<&str, &Field> = object
        .fields
        .iter()
        .map(|field| (field.wire.as_str(), field))
        .collect();
    let members = facts.members.iter();
    members
        .filter_map(|fact| {
            let field = *fields.get(fact.name.as_str())?;
            Some((fact.name.as_str(), Side { fact, field }))
        })
        .collect()
}

fn added(member: &Member, sent: bool) -> (Level, &'static str) {
    if member.required && sent {
        let why = "the server now needs it, so requests that were valid are refused; there is a \
                   new field, and `validate` asks for it";
        (Level::Major, why)
    } else {
        (
            Level::Minor,
            "it may now travel; there is a new field with a setter",
        )
    }
}

fn member_change(
    path: &str,
    old: Side<'_>,
    new: Side<'_>,
    travels: Travels,
    changes: &mut Changes,
) {
    value_type(path, old, new, changes);
    if old.field.rust != new.field.rust {
        let pair = (
            Some(old.field.rust.to_string()),
            Some(new.field.rust.to_string()),
        );
        let why = "nothing changes on the wire; the field has another name in Rust";
        changes.push(Kind::RustName, Level::Major, path, pair, why);
    }
    if old.fact.required != new.fact.required && travels.sent {
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
                "it still travels, and upstream hides it; callers of its field are warned",
            )
        } else {
            (
                Level::Patch,
                "upstream documents it again; callers are no longer warned",
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
        let word = |side: Side<'_>| match side.field.sensitive {
            true => Some("sensitive".to_owned()),
            false => Some("shown".to_owned()),
        };
        let why = "nothing changes on the wire; what is printed and logged hides its value, or no \
                   longer does";
        let pair = (word(old), word(new));
        changes.push(Kind::HandlingChanged, Level::Minor, path, pair, why);
    }
    let (from, to) = (promise(old.fact), promise(new.fact));
    if from != to && travels.answered {
        let why = if new.field.always_present {
            "upstream promises something else of responses; the overlay promises the member, and \
             a response without it cannot be read"
        } else {
            "upstream promises something else of responses; the field stays as it is"
        };
        let pair = (Some(from), Some(to));
        changes.push(Kind::MemberPromise, Level::Patch, path, pair, why);
    }
}

fn value_type(path: &str, old: Side<'_>, new: Side<'_>, changes: &mut Changes) {
    if is_of_one_type(old, new) {
        return;
    }
    let wire = (wire_type(old.fact), wire_type(new.fact));
    let rust = (type_text(old.field), type_text(new.field));
    if wire.0 != wire.1 {
        let (level, why) = if rust.0 == rust.1 {
            let why = format!(
                "it travels as something else; in Rust it is `{}` all the same",
                rust.0
            );
            (Level::Patch, why)
        } else {
            let why = format!(
                "it travels as something else; the field was `{}` and is `{}`",
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
        let why = "nothing changes on the wire; the field has another type in Rust";
        changes.push(
            Kind::RustType,
            Level::Major,
            path,
            (Some(rust.0), Some(rust.1)),
            why,
        );
    }
}

/// Whether neither what travels nor the field has another type, which is so for nearly all members.
fn is_of_one_type(old: Side<'_>, new: Side<'_>) -> bool {
    let shape = |field: &Field| (field.list, field.boxed, field.always_present);
    let wire = old.fact.of == new.fact.of && old.fact.list == new.fact.list;
    wire && old.field.of == new.field.of && shape(old.field) == shape(new.field)
}

fn required(now: bool) -> (Level, &'static str) {
    if now {
        let why = "the server refuses requests that leave it out, and so does `validate`; the \
                   field stays an `Option`";
        (Level::Major, why)
    } else {
        let why = "requests may leave it out, and `validate` lets them; the field was an `Option` \
                   before";
        (Level::Minor, why)
    }
}

/// The same members in another order: nobody notices, unless a constructor takes them so.
fn order(sides: &Sides<'_>, changes: &mut Changes) {
    let names = |object: &description::Object, other: &description::Object| -> Vec<String> {
        let known = |name: &str| other.members.iter().any(|member| member.name == name);
        let members = object.members.iter().map(|member| member.name.clone());
        members.filter(|name| known(name)).collect()
    };
    let (from, to) = (
        names(sides.old.0, sides.new.0),
        names(sides.new.0, sides.old.0),
    );
    if from != to && constructor(sides.old.1) == constructor(sides.new.1) {
        let why = "members are sent in another order, which JSON does not mind";
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

fn promise(member: &Member) -> String {
    let always = if member.output_required {
        "always there"
    } else {
        "maybe there"
    };
    let null = if member.nullable { ", may be null" } else { "" };
    format!("{always}{null}")
}

fn flags(from: bool, to: bool) -> (Option<String>, Option<String>) {
    (Some(from.to_string()), Some(to.to_string()))
}
