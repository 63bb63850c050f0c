//! Compares callbacks. People describe them, so nothing changes on the wire.

use std::collections::BTreeMap;

use super::change::{Changes, Kind, Level};
use super::documentation::compare_texts;
use super::surface::type_text;
use super::values;
use crate::model::{CallbackMessage, Callbacks, Enum, Field, Model, Object, Variant, Variants};

pub(super) fn compare(old: &Model, new: &Model, changes: &mut Changes) {
    let (before, after) = (Side::of(old), Side::of(new));
    messages(before.messages, after.messages, changes);
    objects(before.objects, after.objects, changes);
    values::compare_enums("callback:enum:", before.enums, after.enums, changes);
    handling(&before, &after, changes);
    compare_texts(&documented(&before), &documented(&after), changes);
}

/// The callbacks of one side; empty if it has none.
#[derive(Default)]
struct Side<'a> {
    messages: &'a [CallbackMessage],
    objects: &'a [Object],
    enums: &'a [Enum],
    /// The version and the message without an envelope.
    protocol: Option<String>,
}

impl<'a> Side<'a> {
    fn of(model: &'a Model) -> Self {
        let Some(callbacks) = &model.callbacks else {
            return Self::default();
        };
        let Callbacks {
            messages,
            objects,
            enums,
            version,
            without_envelope,
            ..
        } = callbacks;
        Self {
            messages,
            objects,
            enums,
            protocol: Some(match without_envelope {
                Some((message, member)) => format!("{version}, {message} by {member}"),
                None => version.clone(),
            }),
        }
    }
}

fn messages(old: &[CallbackMessage], new: &[CallbackMessage], changes: &mut Changes) {
    let (before, after) = (variants(old), variants(new));
    for (wire, variant) in &before {
        let path = format!("callback:{wire}");
        match after.get(wire) {
            Some(now) if now == variant => {}
            Some(now) => {
                let pair = (Some(variant.clone()), Some(now.clone()));
                let why = "the variant of the message changes: its name, or the type of its data";
                changes.push(Kind::MessageChanged, Level::Major, path, pair, why);
            }
            None => {
                let pair = (Some(variant.clone()), None);
                let why = "the variant is removed; the message is decoded as `Unknown`";
                changes.push(Kind::MessageRemoved, Level::Major, path, pair, why);
            }
        }
    }
    for (wire, variant) in after.iter().filter(|(wire, _)| !before.contains_key(*wire)) {
        let why = "the message has a variant; before, it was decoded as `Unknown`";
        let pair = (None, Some(variant.clone()));
        let path = format!("callback:{wire}");
        changes.push(Kind::MessageAdded, Level::Minor, path, pair, why);
    }
}

/// The variants, by the types of their messages.
fn variants(messages: &[CallbackMessage]) -> BTreeMap<&str, String> {
    let variant = |message: &CallbackMessage| match &message.data {
        Some(data) => format!("{}({data})", message.rust),
        None => format!("{}(JsonData)", message.rust),
    };
    let messages = messages.iter();
    messages
        .map(|message| (message.wire.as_str(), variant(message)))
        .collect()
}

fn objects(old: &[Object], new: &[Object], changes: &mut Changes) {
    let (before, after) = (by_name(old), by_name(new));
    for (name, object) in &before {
        let path = format!("callback:{name}");
        match after.get(name) {
            Some(now) => members(&path, &object.fields, &now.fields, changes),
            None => {
                let pair = (Some(object.rust.to_string()), None);
                let why = "no message contains the object any more; its type is removed";
                changes.push(Kind::ObjectRemoved, Level::Major, path, pair, why);
            }
        }
    }
    for (name, object) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let pair = (None, Some(object.rust.to_string()));
        let why = "a message contains a new object; there is a new type";
        let path = format!("callback:{name}");
        changes.push(Kind::ObjectAdded, Level::Minor, path, pair, why);
    }
}

fn by_name(objects: &[Object]) -> BTreeMap<&str, &Object> {
    let objects = objects.iter();
    objects
        .map(|object| (object.wire.as_str(), object))
        .collect()
}

fn members(object: &str, old: &[Field], new: &[Field], changes: &mut Changes) {
    let (before, after) = (fields(old), fields(new));
    for (name, field) in &before {
        let path = format!("{object}.{name}");
        match after.get(name) {
            Some(now) if now == field => {}
            Some(now) => {
                let pair = (Some(field.clone()), Some(now.clone()));
                let why = "nothing changes on the wire; the name or the type of the field changes";
                changes.push(Kind::RustType, Level::Major, path, pair, why);
            }
            None => {
                let why = "the field is removed; the member stays in the JSON of the message";
                let pair = (Some(field.clone()), None);
                changes.push(Kind::MemberRemoved, Level::Major, path, pair, why);
            }
        }
    }
    for (name, field) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let why = "the member has a field; before, it was only in the JSON of the message";
        let (path, pair) = (format!("{object}.{name}"), (None, Some(field.clone())));
        changes.push(Kind::MemberAdded, Level::Minor, path, pair, why);
    }
}

/// The fields, by the wire names of their members.
fn fields(fields: &[Field]) -> BTreeMap<&str, String> {
    let text = |field: &Field| format!("{}: {}", field.rust, type_text(field));
    let fields = fields.iter();
    fields
        .map(|field| (field.wire.as_str(), text(field)))
        .collect()
}

/// Compares sensitive members, final states and the protocol.
fn handling(old: &Side<'_>, new: &Side<'_>, changes: &mut Changes) {
    let (before, after) = (handled(old), handled(new));
    let both = before
        .iter()
        .filter_map(|(path, from)| Some((path, from, after.get(path)?)));
    for (path, from, to) in both.filter(|(_, from, to)| from != to) {
        let pair = (Some(from.clone()), Some(to.clone()));
        let why = "nothing changes on the wire; the crate handles it in another way";
        changes.push(Kind::HandlingChanged, Level::Minor, path, pair, why);
    }
}

fn handled(side: &Side<'_>) -> BTreeMap<String, String> {
    let objects = side.objects.iter().map(|object| {
        let sensitive = object.fields.iter().filter(|field| field.sensitive);
        let names: Vec<_> = sensitive.map(|field| field.wire.as_str()).collect();
        let path = format!("callback:{}", object.wire);
        (path, format!("sensitive: {}", names.join(", ")))
    });
    let enums = side.enums.iter().map(|named| {
        let path = format!("callback:enum:{}", named.rust);
        (path, format!("final: {}", finals(named).join(", ")))
    });
    let protocol = side.protocol.iter();
    let protocol = protocol.map(|text| ("callback".to_owned(), text.clone()));
    objects.chain(enums).chain(protocol).collect()
}

/// The final states, with those that can follow them.
fn finals(named: &Enum) -> Vec<String> {
    fn texts<T>(variants: &[Variant<T>]) -> Vec<String> {
        let finals = variants.iter().filter(|variant| variant.is_final);
        let text = |variant: &Variant<T>| match variant.may_become.as_slice() {
            [] => variant.rust.to_string(),
            next => {
                let next: Vec<_> = next.iter().map(|name| name.as_str()).collect();
                format!("{} to {}", variant.rust, next.join(" or "))
            }
        };
        finals.map(text).collect()
    }
    match &named.variants {
        Variants::Integer(variants) => texts(variants),
        Variants::Text(variants) => texts(variants),
    }
}

fn documented(side: &Side<'_>) -> BTreeMap<String, String> {
    let messages = side.messages.iter();
    let messages = messages.map(|it| (format!("callback:{}", it.wire), it.doc.join("\n")));
    let mut found: BTreeMap<String, String> = messages.collect();
    for object in side.objects {
        // A message and its object often have the same name, and then the same path.
        let path = format!("callback:{}", object.wire);
        found
            .entry(path)
            .or_default()
            .push_str(&object.doc.join("\n"));
        found.extend(object.fields.iter().map(|field| {
            let path = format!("callback:{}.{}", object.wire, field.wire);
            (path, field.doc.join("\n"))
        }));
    }
    found.extend(side.enums.iter().map(|named| {
        let path = format!("callback:enum:{}", named.rust);
        (path, format!("{:?}", (&named.doc, values::docs(named))))
    }));
    found
}
