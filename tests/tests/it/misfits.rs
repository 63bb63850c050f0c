//! Values of responses that do not have the described type, in lenient and in strict mode.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};
use tencent_runtime::client::{CallOptions, Error};
use tencent_runtime::wire::{self, Decode, Encode};
use tests::all_types::{AllTypes, GetAllTypes};
use tests::clients::{Settings, each};
use tests::outcomes::serve;
use tests::server::Reply;

/// The members of [`AllTypes`].
const MEMBERS: [&str; 17] = [
    "String",
    "Integer",
    "Unsigned",
    "Float",
    "Boolean",
    "Enum",
    "Any",
    "Object",
    "Promise",
    "Strings",
    "Integers",
    "Unsigneds",
    "Floats",
    "Booleans",
    "Enums",
    "Objects",
    "Promises",
];

/// Values of every kind.
const VALUES: [&str; 24] = [
    "null",
    "true",
    "5",
    "-1",
    "5.0",
    "174.19",
    "-0.4",
    "9007199254740993.0",
    "18446744073709551615",
    "1e30",
    r#""""#,
    r#"" ""#,
    r#""5""#,
    r#""174.19""#,
    r#""a text""#,
    r#""true""#,
    r#""NaN""#,
    "[]",
    "[null]",
    "[5, null, \"\", {}]",
    "[[null]]",
    "{}",
    r#"{"Name": "a", "Integer": 5}"#,
    r#"{"Name": {}, "Integer": ""}"#,
];

fn decode<T: Decode>(json: &str) -> Result<T, serde_json::Error> {
    wire::deserialize(&mut serde_json::Deserializer::from_str(json))
}

fn encode(value: &impl Encode) -> String {
    wire::serialize(value, serde_json::value::Serializer).map_or_else(
        // JSON cannot express NaN.
        |_| "[NaN]".to_owned(),
        |value| value.to_string(),
    )
}

fn encoded(response: &AllTypes) -> Value {
    wire::serialize(response, serde_json::value::Serializer).unwrap()
}

fn warnings(response: &AllTypes) -> Vec<String> {
    let warnings = response.decode_warnings().iter();
    warnings.map(ToString::to_string).collect()
}

/// A member of [`AllTypes`] with each type and each value, as a table.
#[test]
fn every_type_decodes_every_value() {
    let mut table = String::new();
    for member in MEMBERS {
        writeln!(table, "{member}").unwrap();
        for value in VALUES {
            let json = format!(r#"{{"RequestId": "r", "{member}": {value}}}"#);
            let response: AllTypes = decode(&json).unwrap();
            write!(table, "    {value} => {}", encode(&response)).unwrap();
            for warning in warnings(&response) {
                write!(table, "; {warning}").unwrap();
            }
            table.push('\n');
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_response_is_strict_or_has_warnings() {
    each(|open| {
        for member in MEMBERS {
            for value in VALUES {
                let json = format!(r#"{{"{member}": {value}}}"#);
                let body = format!(r#"{{"Response": {json}}}"#);
                let server = serve(vec![Reply::new(200, body)]);
                let caller = open(&Settings::to(&server));
                let lenient = caller.send(&GetAllTypes).unwrap();
                let in_process: AllTypes = decode(&json).unwrap();
                assert_eq!(encode(&lenient), encode(&in_process), "{json}");
                assert_eq!(lenient.decode_warnings(), in_process.decode_warnings());

                let options = CallOptions::new().strict_decoding(true);
                let strict = caller.send_with(&GetAllTypes, &options);
                match (lenient.decode_warnings().first(), strict) {
                    (None, Ok(strict)) => assert_eq!(encode(&strict), encode(&lenient)),
                    (Some(warning), Err(Error::Undecodable(error))) => {
                        assert_eq!(error.path(), format!("Response.{}", warning.path()));
                        let reason = format!("found {}, ", warning.found());
                        assert!(error.reason().starts_with(&reason), "{json}: {error}");
                    }
                    other => panic!("{json}: {other:?}"),
                }
            }
        }
    });
}

#[test]
fn one_bad_member_does_not_lose_the_others() {
    let mut response: AllTypes = decode(
        r#"{"String": "a", "Integer": 174.19, "Unsigned": "", "Object": [], "Promise": "",
            "Integers": {}, "Strings": ["a", null, "b"], "Floats": [1.5, null],
            "Objects": [{"String": "b", "Boolean": "maybe"}, null], "Boolean": true}"#,
    )
    .unwrap();
    let floats = response.floats.take().unwrap();
    assert!(floats[0] == 1.5 && floats[1].is_nan() && floats.len() == 2);
    assert_eq!(
        encoded(&response),
        json!({
            "String": "a", "Integer": 174, "Object": {}, "Integers": [],
            "Strings": ["a", "", "b"], "Objects": [{ "String": "b" }], "Boolean": true,
        })
    );
    assert_eq!(
        warnings(&response),
        [
            "Integer: found a number with decimals, expected an integer from -2^63 to 2^63-1",
            "Unsigned: found an empty string, expected an integer from 0 to 2^64-1",
            "Object: found a list, expected an object (AllTypes)",
            "Promise: found an empty string, expected an object (Promise)",
            "Integers: found an object, expected a list",
            "Strings[1]: found null, expected a value",
            "Floats[1]: found null, expected a value",
            "Objects[0].Boolean: found a string, expected true or false",
            "Objects[1]: found null, expected a value",
        ]
    );
}

#[test]
fn an_object_without_an_always_present_member_is_absent() {
    let response: AllTypes = decode(
        r#"{"Promise": {"Note": "a"}, "Promises": [{"Name": "a"}, {"Name": null}, {"Name": []}]}"#,
    )
    .unwrap();
    assert_eq!(encoded(&response), json!({ "Promises": [{ "Name": "a" }] }));
    assert_eq!(
        warnings(&response),
        [
            "Promise.Name: found nothing, expected a value",
            "Promises[1].Name: found nothing, expected a value",
            "Promises[2].Name: found a list, expected a string",
        ]
    );
}

#[test]
fn a_member_that_comes_twice_has_its_last_value() {
    let json = r#"{"Integer": 1, "Integer": 2, "Promise": {"Name": "a", "Name": "b"}}"#;
    let response: AllTypes = decode(json).unwrap();
    let expected = json!({ "Integer": 2, "Promise": { "Name": "b" } });
    assert_eq!(encoded(&response), expected);
    assert_eq!(
        warnings(&response),
        [
            "Integer: found a second value, expected one value",
            "Promise.Name: found a second value, expected one value",
        ]
    );
}

#[test]
fn bytes_that_are_not_utf_8_are_replaced() {
    each(|open| {
        let mut body = br#"{"Response": {"Integer": 5, "String": "a"#.to_vec();
        body.extend([0xe5, 0x85]);
        body.extend(br#""}}"#);
        let server = serve(vec![Reply::new(200, body)]);
        let caller = open(&Settings::to(&server));
        let response = caller.send(&GetAllTypes).unwrap();
        let expected = json!({ "Integer": 5, "String": "a\u{fffd}" });
        assert_eq!(encoded(&response), expected);
        let warning = "found bytes that are not UTF-8, expected UTF-8";
        assert_eq!(warnings(&response), [warning]);
        let options = CallOptions::new().strict_decoding(true);
        assert!(caller.send_with(&GetAllTypes, &options).is_err());
    });
}

#[test]
fn warnings_do_not_contain_values() {
    for value in ["\"13200000000x\"", "[\"13200000000\"]", "1320000000.5"] {
        for member in MEMBERS {
            let json = format!(r#"{{"{member}": {value}}}"#);
            let response: AllTypes = decode(&json).unwrap();
            let shown = format!("{:?}", response.decode_warnings());
            assert!(!shown.contains("132"), "{shown}");
        }
    }
}

#[test]
fn types_that_are_no_responses_are_strict() {
    let error = decode::<Vec<i64>>("[1, 2.5]").unwrap_err().to_string();
    assert!(
        error.starts_with("found a number with decimals, "),
        "{error}"
    );
    assert!(decode::<Vec<AllTypes>>(r#"[{"Integer": ""}]"#).is_err());
}

/// A JSON value of any shape, with the names of members that exist.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 8, |inner| {
        let name = prop_oneof![proptest::sample::select(&MEMBERS[..]), Just("Name")];
        let name = name.prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_object_is_a_response(value in any_json()) {
        let json = json!({ "Object": value.clone(), "Objects": [value], "String": "kept" });
        let response: AllTypes = decode(&json.to_string()).unwrap();
        prop_assert_eq!(response.string.as_deref(), Some("kept"));
        // A decoded response has no misfits. NaN is null in JSON.
        let again = wire::serialize(&response, serde_json::value::Serializer);
        if let Ok(again) = again {
            let again: AllTypes = decode(&again.to_string()).unwrap();
            prop_assert_eq!(again.decode_warnings(), &[]);
        }
    }

    #[test]
    fn mutated_texts_do_not_panic(
        value in any_json(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = json!({ "Object": value }).to_string().into_bytes();
        for (index, byte) in cuts {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
        let _: Result<AllTypes, _> = wire::deserialize(&mut deserializer);
    }
}
