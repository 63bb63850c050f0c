//! Checks the values that the overlay contains against its own constraints: defaults, examples and lists of
//! valid values.

use serde_json::Value;

use super::any_case;
use super::context::Context;
use super::evaluate::{holds, is_absent};
use super::location::{Located, Location};
use super::rules::AppliedRule;
use crate::description::{Constraint, Member, MemberOverlay};
use crate::diagnostics::Problem;

/// Reports a default that breaks the constraint of its member.
pub(super) fn report_default(
    context: &Context<'_>,
    member: &Member,
    located: &Located<'_, MemberOverlay>,
    problems: &mut Vec<Problem>,
) {
    let overlay = located.value;
    let (Some(default), Some(constraint)) = (&overlay.default, &overlay.constraint) else {
        return;
    };
    // A single value is also a valid default of a list.
    let listed = Value::Array(vec![default.clone()]);
    let value = match member.list && !default.is_array() {
        true => &listed,
        false => default,
    };
    let constraint = any_case::of_member(context, member, Some(overlay), constraint.clone());
    if !holds(&constraint, value) {
        let problem = located
            .at
            .to("default")
            .problem("the default breaks the constraint of its member");
        problems.push(problem.help("read the prose again, and correct one of the two"));
    }
}

/// Reports listed values that another keyword of the same constraint excludes.
pub(super) fn report_excluded_values(
    constraint: &Constraint,
    at: &Location<'_>,
    problems: &mut Vec<Problem>,
) {
    let others = Constraint {
        one_of_values: None,
        ..constraint.clone()
    };
    let values = constraint.one_of_values.iter().flatten().enumerate();
    for (position, value) in values.filter(|(_, value)| !holds(&others, value)) {
        let message = format!("another keyword of this constraint excludes {value}");
        problems.push(at.to("enum").to(position).problem(message));
    }
}

/// Reports an example of a request that lacks a required member, or breaks a constraint or a rule. `object` is
/// the name of the request in the facts.
pub(super) fn report_example(
    context: &Context<'_>,
    object: &str,
    example: &Value,
    at: &Location<'_>,
    problems: &mut Vec<Problem>,
) {
    let Some(facts) = context.facts.objects.get(object) else {
        return;
    };
    let overlay = context.index.objects.get(object);
    for member in &facts.members {
        let name = &member.name;
        let Some(value) = example.get(name).filter(|value| !is_absent(value)) else {
            if member.required {
                let message = format!("the example lacks `{name}`, which upstream requires");
                problems.push(at.problem(message));
            }
            continue;
        };
        let at = at.to(name);
        let entry = overlay.and_then(|overlay| overlay.value.members.get(name));
        let constraint = entry.and_then(|entry| entry.constraint.clone());
        let constraint =
            constraint.map(|constraint| any_case::of_member(context, member, entry, constraint));
        if constraint.is_some_and(|constraint| !holds(&constraint, value)) {
            let message = format!("the example breaks the constraint of `{object}.{name}`");
            problems.push(at.problem(message));
        }
        match value {
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    let at = at.to(position);
                    report_example(context, &member.of, item, &at, problems);
                }
            }
            value => report_example(context, &member.of, value, &at, problems),
        }
    }
    let rules = context.rules.of(object).iter();
    let broken = rules.filter(|applied| {
        let schema = any_case::of_object(context, object, Constraint::clone(&applied.schema));
        !holds(&schema, example)
    });
    for AppliedRule { rule, owner, .. } in broken.filter(|applied| !applied.rule.value.warning) {
        let (name, message) = (&rule.value.name, rule.value.message.trim());
        let message = format!("the example breaks the rule `{name}` of `{owner}`: {message}");
        problems.push(at.problem(message));
    }
}
