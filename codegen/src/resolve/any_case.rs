//! Constraints of members whose enum ignores case. JSON Schema compares exactly, so valid values become patterns.

use std::collections::BTreeMap;

use serde_json::Value;

use super::context::Context;
use crate::description::{Constraint, Member, MemberOverlay};

/// Returns a constraint of a member that accepts its valid values in any case, if its enum ignores case.
pub(super) fn of_member(
    context: &Context<'_>,
    member: &Member,
    overlay: Option<&MemberOverlay>,
    mut constraint: Constraint,
) -> Constraint {
    let value = Subject::of(context, member, overlay);
    let subject = match member.list {
        true => Subject::List(&value),
        false => value,
    };
    subject.relax(context, &mut constraint);
    constraint
}

/// Returns a constraint of an object that accepts the valid values of each such member in any case.
pub(super) fn of_object(
    context: &Context<'_>,
    object: &str,
    mut constraint: Constraint,
) -> Constraint {
    Subject::Object(object).relax(context, &mut constraint);
    constraint
}

/// The value that a constraint is about.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Object(&'a str),
    List(&'a Self),
    /// A text of an enum that ignores case.
    AnyCase,
    Other,
}

impl<'a> Subject<'a> {
    /// The value of a member, or each item of its list.
    fn of(context: &Context<'_>, member: &'a Member, overlay: Option<&MemberOverlay>) -> Self {
        let named = overlay.and_then(|overlay| overlay.of.as_deref());
        let named = named.and_then(|name| context.index.enums.get(name));
        match named {
            Some(named) if named.value.ignore_case => Self::AnyCase,
            Some(_) => Self::Other,
            None => Self::Object(&member.of),
        }
    }

    fn relax(self, context: &Context<'_>, constraint: &mut Constraint) {
        match self {
            Self::Object(object) => {
                relax_members(context, object, &mut constraint.properties);
            }
            Self::List(value) => {
                let parts = [&mut constraint.items, &mut constraint.contains];
                for part in parts.into_iter().flatten() {
                    value.relax(context, part);
                }
            }
            Self::AnyCase => relax_values(constraint),
            Self::Other => return,
        }
        let single = [
            &mut constraint.not,
            &mut constraint.condition,
            &mut constraint.then,
            &mut constraint.otherwise,
        ];
        let several = [
            &mut constraint.all_of,
            &mut constraint.any_of,
            &mut constraint.one_of,
        ];
        let single = single.into_iter().flatten().map(|part| &mut **part);
        for part in single.chain(several.into_iter().flatten().flatten()) {
            self.relax(context, part);
        }
    }
}

fn relax_members(
    context: &Context<'_>,
    object: &str,
    properties: &mut Option<BTreeMap<String, Constraint>>,
) {
    let Some(facts) = context.facts.objects.get(object) else {
        return;
    };
    let overlay = context.index.objects.get(object);
    for (name, part) in properties.iter_mut().flatten() {
        let mut members = facts.members.iter();
        if let Some(member) = members.find(|member| member.name == *name) {
            let overlay = overlay.and_then(|overlay| overlay.value.members.get(name));
            *part = of_member(context, member, overlay, std::mem::take(part));
        }
    }
}

/// Replaces `enum` and `const` by patterns.
fn relax_values(constraint: &mut Constraint) {
    let lists = [
        constraint.one_of_values.take(),
        constraint.constant.take().map(|only| vec![only]),
    ];
    for values in lists.into_iter().flatten() {
        let texts: Vec<_> = values
            .iter()
            .filter_map(Value::as_str)
            .map(in_any_case)
            .collect();
        let pattern = Some(format!("^(?:{})$", texts.join("|")));
        if constraint.pattern.is_none() {
            constraint.pattern = pattern;
        } else {
            constraint.all_of.get_or_insert_default().push(Constraint {
                pattern,
                ..Constraint::default()
            });
        }
    }
}

/// An expression that matches a string in any case: JSON Schema has no flag for that.
fn in_any_case(text: &str) -> String {
    let mut expression = String::new();
    for character in text.chars() {
        if character.is_ascii_alphabetic() {
            let (upper, lower) = (
                character.to_ascii_uppercase(),
                character.to_ascii_lowercase(),
            );
            expression.extend(['[', upper, lower, ']']);
        } else {
            // JSON Schema allows no needless escapes.
            if r"^$\.*+?()[]{}|/".contains(character) {
                expression.push('\\');
            }
            expression.push(character);
        }
    }
    expression
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn strings_that_ignore_case_become_expressions() {
        assert_eq!(in_any_case("a-1.B"), r"[Aa]-1\.[Bb]");
    }

    #[test]
    fn each_list_of_values_is_kept() {
        let schema = json!({ "enum": ["a", "b"], "const": "b", "pattern": "^." });
        let mut constraint = serde_json::from_value(schema).unwrap();
        relax_values(&mut constraint);
        assert_eq!(
            serde_json::to_value(constraint).unwrap(),
            json!({
                "pattern": "^.",
                "allOf": [{ "pattern": "^(?:[Aa]|[Bb])$" }, { "pattern": "^(?:[Bb])$" }],
            })
        );
    }
}
