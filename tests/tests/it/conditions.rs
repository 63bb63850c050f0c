//! Compares generated validators of hundreds of random rules with an independent validator of the same
//! keywords.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use tests::schema;
use tests::tiny::Tiny;

const RULES: usize = 150;
const RULES_OF_PARTS: usize = 20;
const REQUESTS: usize = 200;

/// Rules that once failed, and similar ones: two keywords concern the same member.
fn found_by_people() -> Vec<Value> {
    let both = json!({
        "required": ["Name"],
        "properties": { "Name": { "minLength": 2 } },
        "allOf": [{ "properties": { "Name": { "maxLength": 3 } } }],
    });
    let other = json!({ "required": ["Other"] });
    vec![
        json!({ "if": both, "then": other }),
        json!({ "not": both }),
        json!({ "oneOf": [both, other] }),
        json!({ "anyOf": [both, other] }),
        json!({ "if": { "not": { "anyOf": [
            { "not": { "properties": { "Name": { "minLength": 2 } } } },
            { "not": { "required": ["Name"] } },
            { "not": { "properties": { "Name": { "maxLength": 3 } } } },
        ] } }, "then": other }),
        json!({ "properties": { "Parts": { "contains": {
            "required": ["Id"],
            "properties": { "Id": { "minLength": 2 } },
            "allOf": [{ "properties": { "Id": { "maxLength": 3 } } }],
        } } } }),
        json!({
            "if": { "not": { "anyOf": [{ "not": { "anyOf": [other, { "required": ["Age"] }] } }] } },
            "then": { "properties": { "Name": { "minLength": 2 } } },
        }),
    ]
}

#[test]
fn an_independent_validator_agrees_on_random_rules() {
    let mut runner = TestRunner::deterministic();
    let mut draw =
        |strategy: &BoxedStrategy<Value>| strategy.new_tree(&mut runner).unwrap().current();
    let mut rules = found_by_people();
    let rule = object(&MEMBERS, 3);
    rules.extend((0..RULES).map(|_| draw(&rule)));
    let request = request();
    let requests: Vec<Value> = (0..REQUESTS).map(|_| draw(&request)).collect();
    let folded: Vec<Value> = requests.iter().map(fold_shades).collect();

    let part = object(&PART, 2);
    let of_parts: Vec<Value> = (0..RULES_OF_PARTS).map(|_| draw(&part)).collect();

    let judged = Crate::of(&rules, &of_parts).judge(&requests);
    assert_applied_to_parts(&of_parts, &requests, &judged);
    let mut disagreements = Vec::new();
    let mut verdicts = [0_usize; 2];
    for (number, rule) in rules.iter().enumerate() {
        let validator = jsonschema::validator_for(rule).unwrap();
        for (request, broken) in folded.iter().zip(&judged) {
            let valid = !broken.contains(&message(number));
            verdicts[usize::from(valid)] += 1;
            if validator.is_valid(request) != valid {
                disagreements.push(format!("{rule} on {request}: valid is {valid}"));
                break;
            }
        }
    }
    let all = disagreements.len();
    disagreements.truncate(5);
    assert!(all == 0, "{all} rules:\n{}", disagreements.join("\n"));
    assert!(
        verdicts.iter().all(|count| *count > RULES * REQUESTS / 10),
        "{verdicts:?}"
    );
}

/// Asserts that each rule limited to the action applies to each part of its request.
fn assert_applied_to_parts(rules: &[Value], requests: &[Value], judged: &[BTreeSet<String>]) {
    let mut verdicts = [0_usize; 2];
    for (number, rule) in rules.iter().enumerate() {
        let validator = jsonschema::validator_for(rule).unwrap();
        for (request, broken) in requests.iter().zip(judged) {
            let parts = request["Parts"].as_array().into_iter().flatten();
            let mut parts = parts.chain(request.get("Part"));
            let valid = !broken.contains(&message_of_part(number));
            verdicts[usize::from(valid)] += 1;
            let expected = parts.all(|part| validator.is_valid(part));
            assert_eq!(valid, expected, "{rule} on the parts of {request}");
        }
    }
    assert!(
        verdicts
            .iter()
            .all(|count| *count > RULES_OF_PARTS * REQUESTS / 10),
        "{verdicts:?}"
    );
}

/// Returns the request with each shade as the enum writes it. The independent validator compares exactly.
fn fold_shades(request: &Value) -> Value {
    let fold = |value: &mut Value| {
        let known = SHADES.into_iter().find(|known| {
            value
                .as_str()
                .is_some_and(|text| known.eq_ignore_ascii_case(text))
        });
        if let Some(known) = known {
            *value = known.into();
        }
    };
    let mut request = request.clone();
    for name in ["Shade", "Shades"] {
        match request.get_mut(name) {
            Some(Value::Array(shades)) => shades.iter_mut().for_each(fold),
            Some(shade) => fold(shade),
            None => {}
        }
    }
    request
}

fn message_of_part(number: usize) -> String {
    format!("rule {number} of a part")
}

fn message(number: usize) -> String {
    format!("rule {number}")
}

/// A member of the request, and its possible values.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    Colour,
    /// An enum whose values ignore case.
    Shade,
    Integer,
    Float,
    Flag,
    Texts,
    Shades,
    Part,
    Parts,
}

const MEMBERS: [(&str, Kind); 11] = [
    ("Name", Kind::Text),
    ("Other", Kind::Text),
    ("Colour", Kind::Colour),
    ("Shade", Kind::Shade),
    ("Shades", Kind::Shades),
    ("Age", Kind::Integer),
    ("Rate", Kind::Float),
    ("Flag", Kind::Flag),
    ("Tags", Kind::Texts),
    ("Part", Kind::Part),
    ("Parts", Kind::Parts),
];

const PART: [(&str, Kind); 2] = [("Id", Kind::Text), ("Count", Kind::Integer)];

const TEXTS: [&str; 7] = ["a", "ab", "abc", "abcd", "1", "12", "电子签"];
const COLOURS: [&str; 2] = ["RED", "GREEN"];
const SHADES: [&str; 2] = ["DARK", "Light"];

/// Generates constraints of an object, up to that depth.
fn object(members: &'static [(&'static str, Kind)], depth: u32) -> BoxedStrategy<Value> {
    let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let name = prop::sample::select(names.clone());
    let required =
        prop::sample::subsequence(names, 1..=2).prop_map(|names| json!({ "required": names }));
    if depth == 0 {
        return required.boxed();
    }
    let below = || object(members, depth - 1);
    let properties = prop::sample::select(members).prop_flat_map(move |(name, kind)| {
        value(kind, depth - 1).prop_map(move |value| json!({ "properties": { name: value } }))
    });
    let dependent = (name.clone(), name)
        .prop_map(|(name, other)| json!({ "dependentRequired": { name: [other] } }));
    // Two keywords that concern the same member.
    let twice = prop::sample::select(members).prop_flat_map(move |(name, kind)| {
        (value(kind, depth - 1), value(kind, depth - 1)).prop_map(move |(one, other)| {
            json!({
                "required": [name],
                "properties": { name: one },
                "allOf": [{ "properties": { name: other } }],
            })
        })
    });
    let several = |word: &'static str| {
        prop::collection::vec(below(), 2..=3).prop_map(move |parts| json!({ word: parts }))
    };
    let word = prop_oneof![
        2 => required,
        4 => properties,
        2 => twice,
        1 => dependent,
        2 => several("allOf"),
        1 => several("anyOf"),
        1 => several("oneOf"),
        1 => below().prop_map(|part| json!({ "not": part })),
        2 => (below(), below()).prop_map(|(condition, then)| json!({ "if": condition, "then": then })),
        1 => (below(), below(), below()).prop_map(|(condition, then, otherwise)| {
            json!({ "if": condition, "then": then, "else": otherwise })
        }),
    ];
    together(word.boxed())
}

/// Generates constraints of one value.
fn value(kind: Kind, depth: u32) -> BoxedStrategy<Value> {
    let word = match kind {
        Kind::Text => text(),
        Kind::Colour => one_of(&COLOURS),
        Kind::Shade => one_of(&SHADES),
        Kind::Integer => prop_oneof![
            (0..4_i64).prop_map(|least| json!({ "minimum": least })),
            (3..6_i64).prop_map(|most| json!({ "maximum": most })),
            one_of(&[1, 2, 3, 4]),
        ]
        .boxed(),
        Kind::Float => prop_oneof![
            Just(json!({ "minimum": 0.5 })),
            Just(json!({ "maximum": 2 }))
        ]
        .boxed(),
        Kind::Flag => any::<bool>()
            .prop_map(|flag| json!({ "const": flag }))
            .boxed(),
        Kind::Texts => list(text()),
        Kind::Shades => list(one_of(&SHADES)),
        Kind::Part => return object(&PART, depth),
        Kind::Parts => list(object(&PART, depth)),
    };
    if depth == 0 {
        return together(word);
    }
    let inner = || prop::collection::vec(value(kind, depth - 1), 2..=2);
    prop_oneof![
        4 => together(word),
        1 => inner().prop_map(|parts| json!({ "allOf": parts })),
        1 => inner().prop_map(|parts| json!({ "anyOf": parts })),
        1 => value(kind, depth - 1).prop_map(|part| json!({ "not": part })),
    ]
    .boxed()
}

fn text() -> BoxedStrategy<Value> {
    prop_oneof![
        (1..3_u64).prop_map(|least| json!({ "minLength": least })),
        (2..4_u64).prop_map(|most| json!({ "maxLength": most })),
        prop::sample::select(vec![
            "^[0-9]+$",
            "^a",
            "b|2",
            "^(?:a|1)b{0,1}c*$",
            "[^a-b]$"
        ])
        .prop_map(|form| json!({ "pattern": form })),
        one_of(&TEXTS),
    ]
    .boxed()
}

fn list(item: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![
        (1..3_u64).prop_map(|least| json!({ "minItems": least })),
        (2..4_u64).prop_map(|most| json!({ "maxItems": most })),
        item.clone().prop_map(|item| json!({ "items": item })),
        item.prop_map(|item| json!({ "contains": item })),
    ]
    .boxed()
}

fn one_of<T: Clone + std::fmt::Debug + serde::Serialize>(
    values: &'static [T],
) -> BoxedStrategy<Value> {
    let all = values.to_vec();
    let constant = prop::sample::select(all.clone()).prop_map(|value| json!({ "const": value }));
    let several =
        prop::sample::subsequence(all, 1..=2).prop_map(|values| json!({ "enum": values }));
    prop_oneof![constant, several].boxed()
}

/// Generates one such constraint, or two merged ones.
fn together(word: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let merged = |(one, other): (Value, Value)| {
        let (Value::Object(mut one), Value::Object(other)) = (one, other) else {
            unreachable!("constraints are objects")
        };
        one.extend(other);
        // `then` and `else` need an `if`.
        if !one.contains_key("if") {
            one.retain(|word, _| word != "then" && word != "else");
        }
        let counts = |word: &str| one.get(word).and_then(Value::as_f64);
        for (least, most) in [
            ("minimum", "maximum"),
            ("minLength", "maxLength"),
            ("minItems", "maxItems"),
        ] {
            assert!(counts(least).unwrap_or(0.0) <= counts(most).unwrap_or(9.0));
        }
        Value::Object(one)
    };
    prop_oneof![word.clone(), (word.clone(), word).prop_map(merged)].boxed()
}

/// Generates a request without absent values.
fn request() -> BoxedStrategy<Value> {
    let text = || prop::sample::select(&TEXTS[..]).prop_map(Value::from);
    let shade = || {
        prop::sample::select(&["DARK", "dark", "Light", "LIGHT", "dim"][..]).prop_map(Value::from)
    };
    let part = || {
        object_of(vec![
            ("Id", text().boxed()),
            ("Count", (0..6_i64).prop_map(Value::from).boxed()),
        ])
    };
    object_of(vec![
        ("Name", text().boxed()),
        ("Other", text().boxed()),
        ("Shade", shade().boxed()),
        (
            "Shades",
            prop::collection::vec(shade(), 1..4)
                .prop_map(Value::from)
                .boxed(),
        ),
        (
            "Colour",
            prop::sample::select(&["RED", "GREEN", "BLUE"][..])
                .prop_map(Value::from)
                .boxed(),
        ),
        ("Age", (0..6_i64).prop_map(Value::from).boxed()),
        (
            "Rate",
            prop::sample::select(&[0.25, 0.5, 1.0, 2.0, 2.5][..])
                .prop_map(Value::from)
                .boxed(),
        ),
        ("Flag", any::<bool>().prop_map(Value::from).boxed()),
        (
            "Tags",
            prop::collection::vec(text(), 1..4)
                .prop_map(Value::from)
                .boxed(),
        ),
        ("Part", part()),
        (
            "Parts",
            prop::collection::vec(part(), 1..4)
                .prop_map(Value::from)
                .boxed(),
        ),
    ])
}

fn object_of(members: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let members: Vec<_> = members
        .into_iter()
        .map(|(name, value)| {
            prop::option::weighted(0.6, value).prop_map(move |value| (name, value))
        })
        .collect();
    members
        .prop_map(|members| {
            let present = members
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)));
            Value::Object(present.collect::<Map<_, _>>())
        })
        .boxed()
}

/// The crate of a request with these rules, and a program that validates requests with it.
struct Crate {
    folder: PathBuf,
}

impl Crate {
    fn of(rules: &[Value], of_parts: &[Value]) -> Self {
        let crate_ = Self {
            folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join("conditions"),
        };
        for (path, text) in describe(rules, of_parts).generate().unwrap().files {
            crate_.write(&format!("demo/{path}"), &text);
        }
        crate_.write("judge/src/main.rs", JUDGE);
        crate_.write(
            "judge/Cargo.toml",
            "[package]\nname = \"judge\"\nedition.workspace = true\n\n[dependencies]\nserde_json.workspace = true\n\
             tencent-demo = { path = \"../demo\", default-features = false, features = [\"serde\"] }\n",
        );
        let runtime = schema::workspace().join("runtime");
        let mock = schema::workspace().join("mock");
        crate_.write(
            "Cargo.toml",
            &format!(
                "[workspace]\nresolver = \"3\"\nmembers = [\"demo\", \"judge\"]\n\n[workspace.package]\n\
                 edition = \"2024\"\nrust-version = \"1.88\"\nlicense = \"MIT\"\npublish = false\n\n[workspace.lints]\n\n\
                 [workspace.dependencies]\nserde = \"1.0\"\nserde_json = \"1.0\"\n\
                 tencent-mock = {{ path = {mock:?} }}\n\
                 tencent-runtime = {{ path = {runtime:?}, default-features = false }}\n"
            ),
        );
        let lock = std::fs::read_to_string(schema::workspace().join("Cargo.lock")).unwrap();
        crate_.write("Cargo.lock", &lock);
        crate_
    }

    /// Writes a file if its text changed, because cargo rebuilds modified files.
    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        if std::fs::read_to_string(&path).is_ok_and(|present| present == text) {
            return;
        }
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Returns the messages of all rules that each request breaks.
    fn judge(&self, requests: &[Value]) -> Vec<BTreeSet<String>> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        // All tests that build generated types share this target folder, so that serde is built once.
        let target = schema::workspace().join("target/compiled/checker/target");
        let mut judge = Command::new(cargo)
            .args(["run", "--quiet", "--package", "judge"])
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("CARGO_INCREMENTAL", "0")
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines: String = requests
            .iter()
            .map(|request| format!("{request}\n"))
            .collect();
        judge
            .stdin
            .take()
            .unwrap()
            .write_all(lines.as_bytes())
            .unwrap();
        let done = judge.wait_with_output().unwrap();
        assert!(done.status.success());
        let stdout = String::from_utf8(done.stdout).unwrap();
        let judged: Vec<_> = stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(judged.len(), requests.len());
        judged
    }
}

/// Reads all requests before the first answer, so that the processes do not wait for each other.
const JUDGE: &str = r#"fn main() {
    let requests = std::io::read_to_string(std::io::stdin()).unwrap();
    for request in requests.lines() {
        let request: tencent_demo::model::DoThingRequest = serde_json::from_str(request).unwrap();
        let broken: Vec<String> = match request.validate() {
            Ok(()) => Vec::new(),
            Err(broken) => broken.iter().map(|broken| broken.message().to_owned()).collect(),
        };
        println!("{}", serde_json::to_string(&broken).unwrap());
    }
}
"#;

fn describe(rules: &[Value], of_parts: &[Value]) -> Tiny {
    let member = |(name, kind): &(&str, Kind)| {
        let (of, list) = match kind {
            Kind::Text | Kind::Colour | Kind::Shade => ("string", false),
            Kind::Integer => ("int64", false),
            Kind::Float => ("float", false),
            Kind::Flag => ("bool", false),
            Kind::Texts | Kind::Shades => ("string", true),
            Kind::Part => ("Part", false),
            Kind::Parts => ("Part", true),
        };
        json!({ "name": name, "type": of, "list": list })
    };
    let rules: Vec<Value> = rules
        .iter()
        .enumerate()
        .map(|(number, rule)| {
            json!({ "name": format!("r{number}"), "message": message(number), "schema": rule })
        })
        .collect();
    let of_parts: Vec<Value> = of_parts
        .iter()
        .enumerate()
        .map(|(number, rule)| {
            json!({
                "name": format!("p{number}"), "message": message_of_part(number), "schema": rule,
                "actions": ["DoThing"],
            })
        })
        .collect();
    let colours =
        COLOURS.map(|colour| json!({ "value": colour, "name": colour, "doc": "A colour." }));
    let shades = SHADES.map(|shade| {
        let name = format!("{}{}", &shade[..1], shade[1..].to_lowercase());
        json!({ "value": shade, "name": name, "doc": "A shade." })
    });
    Tiny::new(MEMBERS.iter().map(member).collect())
        .object("Part", PART.iter().map(member).collect())
        .overlay(json!({
            "enums": {
                "Colour": { "doc": "A colour.", "values": colours },
                "Shade": { "doc": "A shade.", "values": shades, "ignore_case": true },
            },
            "objects": { "DoThingRequest": {
                "members": {
                    "Colour": { "enum": "Colour" },
                    "Shade": { "enum": "Shade" },
                    "Shades": { "enum": "Shade" },
                },
                "rules": rules,
            }, "Part": { "rules": of_parts } },
        }))
}
