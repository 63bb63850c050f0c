//! Reports entries of the overlay that have no effect.

use std::collections::BTreeSet;

use super::context::Context;
use super::location::Located;
use super::value_kind::ValueKind;
use crate::description::MemberOverlay;
use crate::diagnostics::Problem;
use crate::model::Field;

/// Reports error codes that no action lists.
pub(super) fn report_errors(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let actions = context.index.actions.values();
    let listed: BTreeSet<&str> = actions
        .flat_map(|located| located.value.errors.iter().map(String::as_str))
        .collect();
    for (code, located) in &context.index.errors {
        if !listed.contains(code) {
            let message = format!("no action lists the error code `{code}`");
            let problem = located.at.unknown(&message, code, []);
            problems.push(problem.help("remove it, or list it in `errors` of an action"));
        }
    }
}

/// Reports shared documentation that no member has.
pub(super) fn report_shared(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let facts = context.facts;
    let called = facts
        .objects
        .iter()
        .filter(|(name, _)| facts.is_called(name));
    let called: BTreeSet<&str> = called
        .flat_map(|(_, object)| object.members.iter().map(|member| member.name.as_str()))
        .collect();
    for (name, located) in &context.index.members {
        if !called.contains(name) {
            let message = format!("no request and no response has a member `{name}`");
            let problem = located.at.unknown(&message, name, called.iter().copied());
            problems.push(problem);
        }
    }
}

/// Reports a unit of a value that is not a number, a flag that protects no text, and a default that no server
/// uses.
pub(super) fn report_member(
    context: &Context<'_>,
    object: &str,
    field: &Field,
    located: &Located<'_, MemberOverlay>,
    problems: &mut Vec<Problem>,
) {
    let overlay = located.value;
    let kind = match ValueKind::of(field) {
        ValueKind::List(item) => *item,
        kind => kind,
    };
    let words = kind.in_words();
    if overlay.unit.is_some() && !kind.is_number() {
        let message = format!("a value that is {words} has no unit");
        let problem = located.at.to("unit").problem(message);
        problems.push(problem.help("describe the format of the value in `doc`"));
    }
    let minimum = overlay
        .constraint
        .as_ref()
        .and_then(|it| it.minimum.as_ref());
    if kind == ValueKind::Unsigned
        && !field.list
        && minimum.is_some_and(|it| it.as_f64() == Some(0.0))
    {
        let at = located.at.to("constraint").to("minimum");
        let problem = at.problem("every value of this member satisfies this limit");
        problems.push(problem.help("remove it"));
    }
    if overlay.default.is_some() && context.never_sent(object).is_some() {
        let why = context.never_sent(object).unwrap_or_default();
        let message = format!("a member of an object that {why} has no default");
        let problem = located.at.to("default").problem(message);
        problems.push(problem.help("describe absent values in `doc`"));
    }
}
