//! The constraints of members and the rules of objects, as parts of JSON Schemas.
//!
//! The schemas apply to instances without `null`, empty strings and empty lists, which count as absent.
//! Only as an item of a list can an empty string occur.

use super::context::Context;
use super::rules::AppliedRule;
use super::schema_texts::Words;
use super::{any_case, member_docs};
use crate::description::{self, Constraint, Member, MemberOverlay};
use crate::model::{Direction, MemberSchema, Type};

/// The schema of a member with its documentation and its overlay. Constraints apply to requests only.
pub(super) fn member(
    context: &Context<'_>,
    member: &Member,
    of: &Type,
    (written, overlay): (Option<&str>, Option<&MemberOverlay>),
    direction: Direction,
) -> MemberSchema {
    let sent = overlay.filter(|_| direction.request);
    let constraint = sent.map(|overlay| constraint(context, member, overlay));
    let summary = member_docs::summary(member, written, overlay);
    let words = Words {
        description: Some(&summary),
        deprecated: member.disabled.then_some(true),
        default: overlay.and_then(|overlay| overlay.default.as_ref()),
        constraint: constraint.unwrap_or_default(),
        ..Words::default()
    };
    let words = words.of(of, member.list);
    let always_present = overlay.is_some_and(|overlay| overlay.always_present);
    MemberSchema {
        required: if direction.request {
            member.required
        } else {
            always_present
        },
        text: words.text(),
    }
}

/// The schemas of an object's rules, without warnings, because servers accept their violations.
pub(super) fn rules(context: &Context<'_>, object: &str, direction: Direction) -> Vec<String> {
    let rules = context.rules.of(object).iter();
    let rules = rules.filter(|_| direction.request);
    rules
        .filter(|applied| !applied.rule.value.warning)
        .map(|AppliedRule { rule, schema, .. }| {
            let mut constraint = any_case::of_object(context, object, Constraint::clone(schema));
            excuse_empty_items(&mut constraint);
            remove_titles(&mut constraint);
            constraint.description = Some(rule.value.message.trim().to_owned());
            let words = Words {
                constraint,
                ..Words::default()
            };
            words.text()
        })
        .collect()
}

/// The constraint of a member. The schema of an enum is open, so the constraint lists the known values
/// unless it already has a list.
fn constraint(context: &Context<'_>, member: &Member, overlay: &MemberOverlay) -> Constraint {
    let mut constraint = overlay.constraint.clone().unwrap_or_default();
    // The description of a member is its documentation, not that of its pattern.
    constraint.description = None;
    let named = overlay.of.as_deref();
    if let Some(named) = named.and_then(|name| context.index.enums.get(name)) {
        if member.list {
            list_known_values(constraint.items.get_or_insert_default(), named.value);
        } else {
            list_known_values(&mut constraint, named.value);
        }
    }
    let mut constraint = any_case::of_member(context, member, Some(overlay), constraint);
    excuse_empty_items(&mut constraint);
    remove_titles(&mut constraint);
    constraint
}

fn list_known_values(constraint: &mut Constraint, named: &description::Enum) {
    if constraint.one_of_values.is_some() {
        return;
    }
    let values = named.values.iter().map(|known| known.value.clone());
    constraint.one_of_values = Some(values.collect());
}

/// Accepts empty items of lists, because only `minLength` applies to them.
fn excuse_empty_items(constraint: &mut Constraint) {
    constraint.parts_mut().for_each(excuse_empty_items);
    let Some(items) = &mut constraint.items else {
        return;
    };
    let must_have_content = items.min_length.is_some_and(|length| length > 0);
    if !must_have_content && items.can_reject_an_empty_string() {
        let content = std::mem::take(&mut **items);
        let empty = Constraint {
            constant: Some("".into()),
            ..Constraint::default()
        };
        items.any_of = Some(vec![empty, content]);
    }
}

/// Removes the titles of patterns: they are names in generated code.
fn remove_titles(constraint: &mut Constraint) {
    constraint.title = None;
    constraint.parts_mut().for_each(remove_titles);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn excused(schema: Value) -> Value {
        let mut constraint = serde_json::from_value(schema).unwrap();
        excuse_empty_items(&mut constraint);
        serde_json::to_value(constraint).unwrap()
    }

    #[test]
    fn keywords_that_reject_an_empty_item_are_relaxed() {
        let pattern = json!({ "pattern": "^a", "maxLength": 3 });
        let either = json!({ "anyOf": [{ "const": "" }, pattern] });
        assert_eq!(
            excused(json!({ "items": pattern })),
            json!({ "items": either })
        );
        let nested = |items: &Value| json!({ "properties": { "A": { "items": items } } });
        let rule = |items| json!({ "if": nested(items), "then": { "anyOf": [nested(items)] } });
        assert_eq!(excused(rule(&pattern)), rule(&either));
    }

    #[test]
    fn keywords_that_accept_an_empty_item_are_unchanged() {
        for items in [
            json!({ "maxLength": 3 }),
            json!({ "minLength": 1, "pattern": "^a" }),
            json!({ "enum": [1, 2] }),
            json!({ "required": ["Name"] }),
        ] {
            let list = json!({ "maxItems": 2, "items": items });
            assert_eq!(excused(list.clone()), list);
        }
    }
}
