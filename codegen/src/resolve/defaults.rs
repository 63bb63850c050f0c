//! What the server takes for a member that is left out: a value that the member can have.

use serde_json::Value;

use super::Context;
use super::location::Located;
use super::value_kind::ValueKind;
use crate::description::MemberOverlay;
use crate::diagnostics::Problem;
use crate::model::Field;

/// A default of another type than its member, or that is none of its values.
pub(super) fn report_misfit(
    context: &Context<'_>,
    field: &Field,
    said: &Located<'_, MemberOverlay>,
    problems: &mut Vec<Problem>,
) {
    let Some(default) = &said.value.default else {
        return;
    };
    // A single value may stand for a list of it.
    let (values, kind) = match (default, ValueKind::of(field)) {
        (Value::Array(items), ValueKind::List(item)) => (items.as_slice(), *item),
        (one, ValueKind::List(item)) => (std::slice::from_ref(one), *item),
        (one, kind) => (std::slice::from_ref(one), kind),
    };
    let wrong = values
        .iter()
        .find(|value| !fits(context, &kind, value, said));
    if let Some(wrong) = wrong {
        let message = format!("{wrong} is not {}", described(said, &kind));
        problems.push(said.at.to("default").problem(message));
    }
}

fn fits(
    context: &Context<'_>,
    kind: &ValueKind,
    value: &Value,
    said: &Located<'_, MemberOverlay>,
) -> bool {
    match kind {
        ValueKind::Float => value.is_number(),
        ValueKind::Object(_) => value.is_object(),
        ValueKind::IntegerEnum(name) | ValueKind::TextEnum(name) => {
            let in_any_case = said
                .value
                .of
                .as_deref()
                .and_then(|name| context.index.enums.get(name))
                .is_some_and(|named| named.value.ignore_case);
            let named = context.enum_named(name);
            let same = |known: &String| {
                value
                    .as_str()
                    .is_some_and(|text| text.eq_ignore_ascii_case(known))
            };
            kind.has(value, named)
                || (in_any_case && named.is_some_and(|named| named.values().iter().any(same)))
        }
        // What is empty may well be the default.
        ValueKind::Text => value.is_string(),
        other => other.has(value, None),
    }
}

fn described(said: &Located<'_, MemberOverlay>, kind: &ValueKind) -> String {
    match &said.value.of {
        Some(name) => format!("a value of `{name}`"),
        None => kind.in_words().to_owned(),
    }
}
