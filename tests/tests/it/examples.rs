//! Tests the documented calls: requests keep or break the listed rules and are encoded unchanged, and
//! responses survive a round trip.

use serde_json::Value;
use tests::{actions, schema};

#[test]
fn example_requests_break_exactly_the_listed_rules() {
    for example in schema::examples() {
        let action = actions::named(&example.action);
        let checked = (action.check)(&example.request.to_string()).unwrap();
        assert_eq!(checked.violations, example.violations, "{}", example.name);
    }
}

#[test]
fn every_example_file_is_a_request_or_a_response() {
    for folder in schema::service_folders() {
        for action in schema::files_in(&folder.join("examples")) {
            for path in schema::files_in(&action) {
                let file = path.file_name().unwrap().to_str().unwrap();
                let request = file
                    .strip_suffix(".response.json")
                    .map(|name| action.join(format!("{name}.request.json")));
                let is_known = ["violations.json", "rejected.json"].contains(&file)
                    || file.ends_with(".request.json")
                    || request.is_some_and(|request| request.exists());
                assert!(is_known, "no test reads {}", path.display());
            }
        }
    }
}

#[test]
fn example_requests_are_encoded_unchanged() {
    for example in schema::examples() {
        let action = actions::named(&example.action);
        let mut sent = (action.request)(&example.request.to_string()).unwrap();
        let mut documented = example.request;
        for request in [&mut sent, &mut documented] {
            write_floats_as_integers(request);
        }
        assert_eq!(sent, documented, "{}", example.name);
    }
}

#[test]
fn example_responses_survive_a_round_trip() {
    let mut answered = 0;
    for example in schema::examples() {
        let response = &example.response["Response"];
        if response.get("Error").is_some() {
            continue;
        }
        let action = actions::named(&example.action);
        let written = (action.response)(&response.to_string()).unwrap();
        assert_eq!(&written, response, "{}", example.name);
        answered += 1;
    }
    assert!(answered > 0, "no example has an answer");
}

#[test]
fn debug_output_of_examples_contains_no_sensitive_value() {
    for example in schema::examples() {
        let action = actions::named(&example.action);
        let request = (action.debug_request)(&example.request.to_string()).unwrap();
        assert_hides(&request, &example.request, action.info.sensitive);
        let response = &example.response["Response"];
        if response.get("Error").is_none() {
            let shown = (action.debug_response)(&response.to_string()).unwrap();
            assert_hides(&shown, response, action.info.sensitive);
        }
    }
}

fn assert_hides(shown: &str, value: &Value, sensitive: &[&str]) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if let (true, Some(text)) = (sensitive.contains(&name.as_str()), value.as_str()) {
                    // Other members may contain it: a contract can be named after its signer.
                    assert!(
                        text.is_empty() || !shown.contains(&format!("{text:?}")),
                        "{name} is in {shown}"
                    );
                }
                assert_hides(shown, value, sensitive);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| assert_hides(shown, item, sensitive)),
        _ => {}
    }
}

/// Some documented requests contain `100` where the type is a float, which is encoded as `100.0`.
fn write_floats_as_integers(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(write_floats_as_integers),
        Value::Array(items) => items.iter_mut().for_each(write_floats_as_integers),
        Value::Number(number) => {
            let float = number
                .as_f64()
                .filter(|float| number.is_f64() && float.fract() == 0.0);
            if let Some(float) = float {
                *value = Value::from(float as i64);
            }
        }
        _ => {}
    }
}
