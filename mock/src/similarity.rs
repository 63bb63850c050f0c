//! Finds the documented call that is most similar to a request.

use serde_json::Value;

/// Returns the documented response whose request is most similar.
///
/// A documented error is the answer to exactly its request only.
pub(crate) fn nearest<'e>(examples: &'e [(Value, Value)], request: &Value) -> Option<&'e Value> {
    if let Some((_, response)) = examples.iter().find(|(known, _)| is_same(known, request)) {
        return Some(response);
    }
    let successes = examples
        .iter()
        .filter(|(_, response)| response.get("Error").is_none());
    // The first one wins if several are equally similar.
    let nearest = successes
        .rev()
        .max_by_key(|(known, _)| similarity(known, request));
    nearest.map(|(_, response)| response)
}

/// Counts the members that both have, and those with the same value twice. Members that only one of them
/// has count against it.
fn similarity(one: &Value, other: &Value) -> i64 {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let shared: i64 = one
                .iter()
                .filter_map(|(name, value)| Some(1 + similarity(value, other.get(name)?)))
                .sum();
            let missing = one.keys().filter(|name| !other.contains_key(*name)).count();
            let added = other.keys().filter(|name| !one.contains_key(*name)).count();
            shared - missing as i64 - added as i64
        }
        (Value::Array(one), Value::Array(other)) => one
            .iter()
            .zip(other)
            .map(|(one, other)| similarity(one, other))
            .sum(),
        _ => i64::from(is_same(one, other)),
    }
}

/// Returns whether both are equal. `1` and `1.0` are.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let is_in_other =
                |(name, value)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(is_in_other)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn more_equal_members_are_more_similar() {
        let request = json!({ "A": 1, "B": { "C": "x", "D": [1, 2] } });
        let ordered = [
            json!({ "A": 1.0, "B": { "C": "x", "D": [1, 2] } }),
            json!({ "A": 1, "B": { "C": "x", "D": [1, 3] } }),
            json!({ "A": 1, "B": { "C": "y" } }),
            json!({ "A": 1 }),
            json!({ "E": 1 }),
        ];
        for pair in ordered.windows(2) {
            let [nearer, farther] = pair else { panic!() };
            assert!(
                similarity(nearer, &request) > similarity(farther, &request),
                "{pair:?}"
            );
        }
    }

    #[test]
    fn a_documented_error_answers_its_own_request_only() {
        let examples = [
            (json!({ "A": 1, "B": 2 }), json!({ "Error": {} })),
            (json!({ "C": 1 }), json!({ "D": 1 })),
            (json!({ "A": 1, "B": 3 }), json!({ "Error": {} })),
        ];
        assert_eq!(
            nearest(&examples, &json!({ "A": 1, "B": 3.0 })),
            Some(&examples[2].1)
        );
        assert_eq!(
            nearest(&examples, &json!({ "A": 1, "B": 4 })),
            Some(&examples[1].1)
        );
        assert_eq!(nearest(&examples[..1], &json!({ "A": 1 })), None);
    }
}
