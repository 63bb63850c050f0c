//! Compares the unit, the default and the limits of a member with those that a machine reads from its prose.

use serde_json::{Value, json};

use super::Place;
use crate::description::{Constraint, Member, MemberOverlay};
use crate::diagnostics::Problem;
use crate::draft::{Reading, read};
use crate::hash::prose_hash;

const LIMITS: [&str; 6] = [
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
];

/// Returns a problem for each value that the overlay and the prose state differently. Values that only one of
/// them has are no contradiction. Skips prose that changed since the import of the facts.
pub(super) fn problems(
    member: &Member,
    overlay: &MemberOverlay,
    prose: &str,
    place: &Place<'_>,
) -> Vec<Problem> {
    if member.prose.as_ref() != Some(&prose_hash(prose)) {
        return Vec::new();
    }
    let Reading {
        unit,
        default,
        limits,
        ..
    } = read(member, prose);
    let mut found = Vec::new();
    if let (Some(written), Some((sentence, unit))) = (&overlay.unit, unit)
        && *written != unit
    {
        let at = place.at.to("unit");
        found.push((at, format!("the unit {unit}"), sentence));
    }
    if let (Some(written), Some((sentence, default))) = (&overlay.default, default)
        && *written != default
        && *written != only_item(&default)
    {
        let at = place.at.to("default");
        found.push((at, format!("the default {default}"), sentence));
    }
    if let (Some(written), Some((sentence, limits))) = (&overlay.constraint, limits) {
        for (keyword, limit) in contradicted(written, &limits) {
            let at = place.at.to("constraint").to(keyword);
            found.push((at, format!("`{keyword}` {limit}"), sentence.clone()));
        }
    }
    let problems = found.into_iter().map(|(at, meaning, sentence)| {
        let message = format!("upstream's prose seems to state {meaning}: {sentence}");
        let help = "read the prose with `cargo xtask review --show`, and correct the value";
        place.document.problem(&at, message).help(help)
    });
    problems.collect()
}

/// A single value is also a valid default of a list.
fn only_item(default: &Value) -> Value {
    match default.as_array().map(Vec::as_slice) {
        Some([only]) => only.clone(),
        _ => default.clone(),
    }
}

/// Returns the limits that both constraints have, and that differ: each keyword with the limit of the prose.
fn contradicted(written: &Constraint, read: &Constraint) -> Vec<(&'static str, Value)> {
    let (written, read) = (json!(written), json!(read));
    let differ = |keyword: &&str| {
        let number = |constraint: &Value| constraint[*keyword].as_f64();
        let pair = number(&written).zip(number(&read));
        pair.is_some_and(|(written, read)| written != read)
    };
    let keywords = LIMITS.into_iter().filter(differ);
    keywords
        .map(|keyword| (keyword, read[keyword].clone()))
        .collect()
}
