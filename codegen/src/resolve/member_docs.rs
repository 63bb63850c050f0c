//! The documentation of members: from the overlay, and from the facts.

use std::borrow::Cow;

use serde_json::Value;

use super::{docs, keywords};
use crate::description::{Constraint, Member, MemberOverlay, Scalar};
use crate::model::{Doc, Enum};

/// The documentation of a member: from the overlay, or made from the facts.
fn member_text<'a>(member: &Member, written: Option<&'a str>) -> Cow<'a, str> {
    match written {
        Some(written) => written.into(),
        None => format!("The member `{}`, {}.", member.name, type_in_words(member)).into(),
    }
}

/// The summary of a member, with its unit.
pub(super) fn summary(
    member: &Member,
    written: Option<&str>,
    overlay: Option<&MemberOverlay>,
) -> String {
    let summary = docs::summary(&member_text(member, written));
    match overlay.and_then(|overlay| overlay.unit.as_deref()) {
        Some(unit) => format!("{summary} Unit: {unit}."),
        None => summary,
    }
}

/// Returns the documentation of a member, with a link to upstream's page if nobody wrote one. `named` is the
/// enum of its values. `sent` is true if requests contain the member: only they can require it.
pub(super) fn lines(
    member: &Member,
    written: Option<&str>,
    overlay: Option<&MemberOverlay>,
    named: Option<&Enum>,
    page: Option<&str>,
    sent: bool,
) -> Doc {
    let mut doc = docs::lines(&member_text(member, written));
    let required = member.required && sent;
    if let Some(summary) = facts_in_words(required, overlay, named) {
        docs::paragraph(&mut doc, summary);
    }
    docs::paragraph(&mut doc, format!("Wire name: `{}`.", member.name));
    if written.is_none() {
        docs::official_page(&mut doc, page);
    }
    doc
}

/// Returns the documentation of the member that is the whole body of a request. Upstream does not describe it.
pub(super) fn body(member: &Member) -> Doc {
    let mut doc =
        docs::lines("The bytes of the request body. The other members are sent as headers.");
    docs::paragraph(&mut doc, "Required.");
    let json = format!(
        "In the JSON form of the request, it is the member `{}`, as Base64.",
        member.name
    );
    docs::paragraph(&mut doc, json);
    doc
}

fn type_in_words(member: &Member) -> String {
    let Some(scalar) = Scalar::named(&member.of) else {
        let how = if member.list { "a list of" } else { "of type" };
        return format!("{how} `{}`", member.of);
    };
    let one = match scalar {
        Scalar::Int64 => "a 64-bit integer",
        Scalar::Uint64 => "an unsigned 64-bit integer",
        Scalar::Float => "a floating-point number",
        Scalar::Bool => "a flag",
        Scalar::String => "a string",
        Scalar::Date => "a date as a string",
        Scalar::Datetime | Scalar::DatetimeIso => "a time as a string",
        Scalar::Binary => "bytes, which JSON has as a Base64 string",
    };
    if member.list {
        format!("a list, each item {one}")
    } else {
        one.to_owned()
    }
}

/// Required or not, unit, default and limits, in one line. Values of an enum are shown by the names of
/// their variants.
fn facts_in_words(
    required: bool,
    overlay: Option<&MemberOverlay>,
    named: Option<&Enum>,
) -> Option<String> {
    let mut parts = Vec::new();
    if required {
        parts.push("Required.".to_owned());
    }
    if let Some(unit) = overlay.and_then(|overlay| overlay.unit.as_ref()) {
        parts.push(format!("Unit: {unit}."));
    }
    if let Some(default) = overlay.and_then(|overlay| overlay.default.as_ref()) {
        parts.push(format!("Default: {}.", default_in_words(default, named)));
    }
    let constraint = overlay.and_then(|overlay| overlay.constraint.clone());
    let constraint = constraint.map(|constraint| with_names(constraint, named));
    if let Some(limits) = constraint.as_ref().and_then(keywords::words) {
        parts.push(format!("Valid: {limits}."));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn default_in_words(default: &Value, named: Option<&Enum>) -> String {
    match (default, named) {
        (Value::Array(items), Some(_)) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| docs::value(&name(item, named)))
                .collect();
            format!(r"\[{}\]", items.join(", "))
        }
        (one, _) => docs::value(&name(one, named)),
    }
}

/// A constraint that has the names of variants instead of their values.
fn with_names(mut constraint: Constraint, named: Option<&Enum>) -> Constraint {
    for value in constraint.one_of_values.iter_mut().flatten() {
        *value = name(value, named);
    }
    for part in constraint.parts_mut() {
        *part = with_names(std::mem::take(part), named);
    }
    constraint
}

/// The name of the variant with a value, or the value itself if it is of no enum, or if the name is
/// also a value of another variant.
fn name(value: &Value, named: Option<&Enum>) -> Value {
    let found = named.and_then(|named| {
        let name = named.variant(value)?;
        let other = named.variant(&name.as_str().into());
        other.is_none_or(|other| other == name).then_some(name)
    });
    found.map_or_else(|| value.clone(), |name| name.as_str().into())
}
