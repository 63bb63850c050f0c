//! Defaults: values that the server uses for absent members.

use serde_json::Value;

use super::context::Context;
use super::location::Located;
use super::value_kind::ValueKind;
use crate::description::MemberOverlay;
use crate::diagnostics::Problem;
use crate::model::Field;

/// Reports a default that is not a valid value of its member.
pub(super) fn report_misfit(
    context: &Context<'_>,
    field: &Field,
    located: &Located<'_, MemberOverlay>,
    problems: &mut Vec<Problem>,
) {
    let Some(default) = &located.value.default else {
        return;
    };
    // A single value is also a valid default of a list.
    let (values, kind) = match (default, ValueKind::of(field)) {
        (Value::Array(items), ValueKind::List(item)) => (items.as_slice(), *item),
        (one, ValueKind::List(item)) => (std::slice::from_ref(one), *item),
        (one, kind) => (std::slice::from_ref(one), kind),
    };
    let wrong = values
        .iter()
        .find(|value| !fits(context, &kind, value, located));
    if let Some(wrong) = wrong {
        let message = format!("{wrong} is not {}", described(located, &kind));
        problems.push(located.at.to("default").problem(message));
    }
}

fn fits(
    context: &Context<'_>,
    kind: &ValueKind,
    value: &Value,
    located: &Located<'_, MemberOverlay>,
) -> bool {
    match kind {
        ValueKind::Float => value.is_number(),
        ValueKind::Object(_) => value.is_object(),
        ValueKind::IntegerEnum(name) | ValueKind::TextEnum(name) => {
            let in_any_case = located
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
        // A default may be empty.
        ValueKind::Text => value.is_string(),
        other => other.has(value, None),
    }
}

fn described(located: &Located<'_, MemberOverlay>, kind: &ValueKind) -> String {
    match &located.value.of {
        Some(name) => format!("a value of `{name}`"),
        None => kind.in_words().to_owned(),
    }
}
