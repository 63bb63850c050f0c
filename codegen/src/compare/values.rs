//! Compares named values: those of enums, and error codes.

use std::collections::BTreeMap;

use super::change::{Changes, Kind, Level};
use crate::model::{Enum, Model, Variants};

pub(super) fn compare(old: &Model, new: &Model, changes: &mut Changes) {
    compare_enums("enum:", &old.enums, &new.enums, changes);
    errors(old, new, changes);
}

/// Compares enums. Their paths begin with a prefix.
pub(super) fn compare_enums(prefix: &str, old: &[Enum], new: &[Enum], changes: &mut Changes) {
    let (before, after) = (by_name(old), by_name(new));
    for (name, named) in &before {
        let path = format!("{prefix}{name}");
        match after.get(name) {
            Some(now) => variants(&path, named, now, changes),
            None => {
                let why = "nothing changes on the wire; the type of the values is removed";
                changes.push(
                    Kind::EnumRemoved,
                    Level::Major,
                    path,
                    (Some((*name).to_owned()), None),
                    why,
                );
            }
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        let why = "nothing changes on the wire; there is a new type for the values";
        let pair = (None, Some((*name).to_owned()));
        changes.push(
            Kind::EnumAdded,
            Level::Minor,
            format!("{prefix}{name}"),
            pair,
            why,
        );
    }
}

fn by_name(enums: &[Enum]) -> BTreeMap<&str, &Enum> {
    let enums = enums.iter();
    enums.map(|named| (named.rust.as_str(), named)).collect()
}

/// The name of a value, its documentation and its search terms.
type ValueDocs<'a> = (&'a str, &'a [String], &'a [String]);

/// Returns the documentation of each value.
pub(super) fn docs(named: &Enum) -> Vec<ValueDocs<'_>> {
    match &named.variants {
        Variants::Integer(variants) => {
            let variants = variants.iter();
            variants
                .map(|known| (known.rust.as_str(), &*known.doc, &*known.aliases))
                .collect()
        }
        Variants::Text(variants) => {
            let variants = variants.iter();
            variants
                .map(|known| (known.rust.as_str(), &*known.doc, &*known.aliases))
                .collect()
        }
    }
}

fn variants(path: &str, old: &Enum, new: &Enum, changes: &mut Changes) {
    let (before, after) = (values(old), values(new));
    for (name, value) in &before {
        if after.get(name) != Some(value) {
            let pair = (
                Some(format!("{name} = {value}")),
                after.get(name).map(|value| format!("{name} = {value}")),
            );
            let why = "the variant is removed, or has another value";
            changes.push(Kind::ValueRemoved, Level::Major, path, pair, why);
        }
    }
    for (name, value) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let why = "the value has a variant; before, it was decoded as `Unknown`";
        changes.push(
            Kind::ValueAdded,
            Level::Minor,
            path,
            (None, Some(format!("{name} = {value}"))),
            why,
        );
    }
}

fn values(named: &Enum) -> BTreeMap<&str, String> {
    match &named.variants {
        Variants::Integer(variants) => variants
            .iter()
            .map(|variant| (variant.rust.as_str(), variant.value.to_string()))
            .collect(),
        Variants::Text(variants) => variants
            .iter()
            .map(|variant| (variant.rust.as_str(), format!("{:?}", variant.value)))
            .collect(),
    }
}

fn errors(old: &Model, new: &Model, changes: &mut Changes) {
    let codes = |model: &Model| -> BTreeMap<String, String> {
        let errors = model.errors.iter();
        errors
            .map(|error| (error.rust.to_string(), error.code.clone()))
            .collect()
    };
    let (before, after) = (codes(old), codes(new));
    for (name, code) in &before {
        if after.get(name) != Some(code) {
            let why = "the constant is removed, or has another code";
            let pair = (Some(code.clone()), after.get(name).cloned());
            changes.push(
                Kind::ErrorRemoved,
                Level::Major,
                format!("error:{name}"),
                pair,
                why,
            );
        }
    }
    for (name, code) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let why = "there is a new constant for the error code";
        changes.push(
            Kind::ErrorAdded,
            Level::Minor,
            format!("error:{name}"),
            (None, Some(code.clone())),
            why,
        );
    }
}
