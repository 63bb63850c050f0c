//! The documentation of members: from the overlay, and from the facts.

use std::borrow::Cow;

use super::values::code;
use super::{docs, keywords};
use crate::description::{Member, MemberOverlay, Scalar};
use crate::model::Doc;

/// The documentation of a member: from the overlay, or made from the facts.
fn member_text<'a>(member: &Member, overlay: Option<&'a MemberOverlay>) -> Cow<'a, str> {
    match overlay.and_then(|overlay| overlay.doc.as_deref()) {
        Some(written) => written.into(),
        None => format!("The member `{}`, {}.", member.name, type_in_words(member)).into(),
    }
}

/// The summary of a member, with its unit.
pub(super) fn summary(member: &Member, overlay: Option<&MemberOverlay>) -> String {
    let summary = docs::summary(&member_text(member, overlay));
    match overlay.and_then(|overlay| overlay.unit.as_deref()) {
        Some(unit) => format!("{summary} Unit: {unit}."),
        None => summary,
    }
}

/// Returns the documentation of a member, with a link to upstream's page if the overlay has none. `sent` is
/// true if requests contain the member: only they can require it.
pub(super) fn lines(
    member: &Member,
    overlay: Option<&MemberOverlay>,
    page: Option<&str>,
    sent: bool,
) -> Doc {
    let mut doc = docs::lines(&member_text(member, overlay));
    let required = member.required && sent;
    if let Some(summary) = facts_in_words(required, overlay) {
        docs::paragraph(&mut doc, summary);
    }
    docs::paragraph(&mut doc, format!("Wire name: `{}`.", member.name));
    if overlay.is_none_or(|overlay| overlay.doc.is_none()) {
        docs::official_page(&mut doc, page);
    }
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
        Scalar::Binary => "bytes as a Base64 string",
    };
    if member.list {
        format!("a list, each item {one}")
    } else {
        one.to_owned()
    }
}

/// Required or not, unit, default and limits, in one line.
fn facts_in_words(required: bool, overlay: Option<&MemberOverlay>) -> Option<String> {
    let mut parts = Vec::new();
    if required {
        parts.push("Required.".to_owned());
    }
    if let Some(unit) = overlay.and_then(|overlay| overlay.unit.as_ref()) {
        parts.push(format!("Unit: {unit}."));
    }
    if let Some(default) = overlay.and_then(|overlay| overlay.default.as_ref()) {
        parts.push(format!("Default: {}.", code(default)));
    }
    let constraint = overlay.and_then(|overlay| overlay.constraint.as_ref());
    if let Some(limits) = constraint.and_then(keywords::words) {
        parts.push(format!("Valid: {limits}."));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}
