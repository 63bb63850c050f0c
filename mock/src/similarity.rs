//! Finds the documented call that is most similar to a request.

use serde_json::{Map, Value};

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

/// Counts the names and values that both have, and subtracts those that only the documented request has.
/// The ones that only the other request has are the same for all documented requests.
fn similarity(documented: &Value, request: &Value) -> i64 {
    2 * shared(documented, request) - size(documented)
}

/// Counts the names and values of a request. Empty values count as absent, as in rules.
fn size(value: &Value) -> i64 {
    match value {
        Value::Object(members) => present(members).map(|(_, value)| 1 + size(value)).sum(),
        Value::Array(items) => items.iter().map(|item| 1 + size(item)).sum(),
        _ => 1,
    }
}

/// Counts the names and values that both have.
fn shared(one: &Value, other: &Value) -> i64 {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => present(one)
            .filter_map(|(name, value)| {
                let other = other.get(name).filter(|other| !is_empty(other))?;
                Some(1 + shared(value, other))
            })
            .sum(),
        (Value::Array(one), Value::Array(other)) => shared_items(one, other),
        _ => i64::from(is_same(one, other)),
    }
}

/// Pairs each item with the most similar one that is left, because the order may differ.
fn shared_items(one: &[Value], other: &[Value]) -> i64 {
    let mut left: Vec<&Value> = other.iter().collect();
    let mut sum = 0;
    for item in one {
        let counted = left.iter().map(|other| shared(item, other)).enumerate();
        let Some((position, most)) = counted.max_by_key(|(_, count)| *count) else {
            break;
        };
        left.swap_remove(position);
        sum += 1 + most;
    }
    sum
}

fn present(members: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    members.iter().filter(|(_, value)| !is_empty(value))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
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
    fn the_request_with_most_in_common_wins_at_each_place_in_the_list() {
        let request = json!({ "A": 1, "B": { "C": "x", "D": [1, 2] } });
        let ordered = [
            json!({ "A": 1.0, "B": { "C": "x", "D": [2, 1], "E": "" } }),
            json!({ "A": 1, "B": { "C": "x", "D": [1, 3] } }),
            json!({ "A": 1, "B": { "C": "x", "D": [3] } }),
            json!({ "A": 1, "B": { "C": "y" } }),
            json!({ "A": 1 }),
            json!({ "A": 1, "E": { "C": "x", "D": [1, 2] } }),
        ];
        for first in 0..ordered.len() {
            let mut examples = Vec::new();
            for (position, known) in ordered.iter().enumerate().skip(first) {
                examples.push((known.clone(), json!(position)));
            }
            for _ in 0..examples.len() {
                assert_eq!(nearest(&examples, &request), Some(&json!(first)));
                examples.rotate_left(1);
            }
        }
    }

    #[test]
    fn items_of_lists_are_compared_whatever_their_order() {
        let person = |kind: i64, name: &str| json!({ "Kind": kind, "Name": name });
        let examples = [
            (
                json!({ "People": [person(1, "a"), person(2, "b")] }),
                json!("1, 2"),
            ),
            (json!({ "People": [person(2, "b")] }), json!("2")),
            (
                json!({ "People": [person(2, "b"), person(3, "c")] }),
                json!("2, 3"),
            ),
        ];
        for (people, expected) in [
            (vec![person(3, "x"), person(2, "y")], "2, 3"),
            (vec![person(2, "x"), person(1, "y")], "1, 2"),
            (vec![person(2, "x")], "2"),
        ] {
            let request = json!({ "People": people, "Operator": { "Id": "z" } });
            assert_eq!(nearest(&examples, &request), Some(&json!(expected)));
        }
    }

    #[test]
    fn the_first_of_equally_similar_requests_wins() {
        let examples =
            [json!("B"), json!("A"), json!("A")].map(|value| (json!({ "A": value }), value));
        assert_eq!(nearest(&examples, &json!({ "A": "C" })), Some(&json!("B")));
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
