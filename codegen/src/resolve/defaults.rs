//! What the server takes for a member that is left out: a value that the member can have.

use serde_json::Value;

use super::Context;
use super::index::Said;
use super::subject::Subject;
use crate::description::MemberOverlay;
use crate::diagnostics::Problem;
use crate::model::Field;

/// A default of another type than its member, or that is none of its values.
pub(super) fn report_misfit(
    context: &Context<'_>,
    field: &Field,
    said: &Said<'_, MemberOverlay>,
    problems: &mut Vec<Problem>,
) {
    let Some(default) = &said.value.default else {
        return;
    };
    // A single value may stand for a list of it.
    let (values, subject) = match (default, Subject::of(field)) {
        (Value::Array(items), Subject::List(item)) => (items.as_slice(), *item),
        (one, Subject::List(item)) => (std::slice::from_ref(one), *item),
        (one, subject) => (std::slice::from_ref(one), subject),
    };
    let wrong = values
        .iter()
        .find(|value| !fits(context, &subject, value, said));
    if let Some(wrong) = wrong {
        let message = format!("{wrong} is not {}", described(said, &subject));
        problems.push(said.at.to("default").problem(message));
    }
}

fn fits(
    context: &Context<'_>,
    subject: &Subject,
    value: &Value,
    said: &Said<'_, MemberOverlay>,
) -> bool {
    match subject {
        Subject::Float => value.is_number(),
        Subject::Object(_) => value.is_object(),
        Subject::IntegerEnum(name) | Subject::TextEnum(name) => {
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
            subject.has(value, named)
                || (in_any_case && named.is_some_and(|named| named.values().iter().any(same)))
        }
        // What is empty may well be the default.
        Subject::Text => value.is_string(),
        other => other.has(value, None),
    }
}

fn described(said: &Said<'_, MemberOverlay>, subject: &Subject) -> String {
    match &said.value.of {
        Some(name) => format!("a value of `{name}`"),
        None => subject.in_words().to_owned(),
    }
}
