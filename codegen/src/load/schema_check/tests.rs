//! The check agrees with an independent validator about which files are valid.

use std::path::Path;

use serde_json::{Value, json};

use super::*;
use crate::description::json_schema;
use crate::load::numbers;
use crate::source::SourceFile;

/// Every file of `schema/` of one kind, parsed.
fn files(is_of_kind: fn(&Path) -> bool) -> Vec<Value> {
    fn collect(folder: &Path, is_of_kind: fn(&Path) -> bool, found: &mut Vec<Value>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, is_of_kind, found);
            } else if is_of_kind(&path) {
                let bytes = std::fs::read(&path).unwrap();
                found.push(serde_json::from_slice(&bytes).unwrap());
            }
        }
    }
    let mut found = Vec::new();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    collect(&schema, is_of_kind, &mut found);
    assert!(!found.is_empty());
    found
}

fn found<T: FileKind>(value: &Value) -> Vec<Problem> {
    let file = SourceFile::new("a.json", value.to_string());
    let document = Document::parse(&file).unwrap();
    problems::<T>(&document, &numbers::whole(value.clone()))
}

/// Values of every type, and texts and numbers at the limits of the schemas.
fn replacements() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(2.0),
        json!(4_294_967_295_u64),
        json!(4_294_967_296_u64),
        json!(""),
        json!("\u{3000}\u{a0}"),
        json!("no such word"),
        json!("online"),
        json!("1.2.3"),
        json!([]),
        json!(["a", "a"]),
        json!({}),
        json!({ "value": "a" }),
    ]
}

/// Calls `with` for each variant of a value in which one place is changed.
fn variants(value: &Value, with: &mut dyn FnMut(Value)) {
    replacements().into_iter().for_each(&mut *with);
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let mut without = members.clone();
                without.remove(name);
                with(Value::Object(without.clone()));
                for other in [format!("{name} "), "x-new".to_owned()] {
                    let mut renamed = without.clone();
                    renamed.insert(other, member.clone());
                    with(Value::Object(renamed));
                }
                variants(member, &mut |changed| {
                    let mut members = members.clone();
                    members.insert(name.clone(), changed);
                    with(Value::Object(members));
                });
            }
        }
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                let mut twice = items.clone();
                twice.push(item.clone());
                with(Value::Array(twice));
                variants(item, &mut |changed| {
                    let mut items = items.clone();
                    items[position] = changed;
                    with(Value::Array(items));
                });
            }
        }
        _ => {}
    }
}

/// The same value with two entries of each list and of each map by name, so that its variants can all
/// be checked in a second.
fn small(value: Value) -> Value {
    const MAPS: [&str; 5] = ["actions", "objects", "members", "enums", "errors"];
    match value {
        Value::Array(items) => items.into_iter().take(2).map(small).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| match value {
                Value::Object(entries) if MAPS.contains(&name.as_str()) => {
                    let entries = entries.into_iter().take(2);
                    let entries = entries.map(|(name, entry)| (name, small(entry)));
                    (name, Value::Object(entries.collect()))
                }
                value => (name, small(value)),
            })
            .collect(),
        other => other,
    }
}

#[track_caller]
fn assert_agreement<T: FileKind>(is_of_kind: fn(&Path) -> bool) {
    let oracle = jsonschema::validator_for(&json_schema::<T>()).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for file in files(is_of_kind) {
        let found = found::<T>(&file);
        assert!(found.is_empty(), "{found:?}");
        variants(&small(file), &mut |variant| {
            let found = self::found::<T>(&variant);
            let expected = oracle.validate(&variant);
            assert_eq!(
                found.is_empty(),
                expected.is_ok(),
                "{found:?}\n{expected:?}"
            );
            *(if expected.is_ok() {
                &mut valid
            } else {
                &mut invalid
            }) += 1;
        });
    }
    assert!(valid > 0 && invalid > 0, "{valid} valid, {invalid} invalid");
}

#[test]
fn facts() {
    assert_agreement::<Facts>(|path| path.ends_with("upstream.json"));
}

#[test]
fn overlays() {
    let is_overlay = |path: &Path| path.parent().is_some_and(|it| it.ends_with("overlay"));
    assert_agreement::<Overlay>(is_overlay);
}

#[test]
fn a_schema_with_an_unknown_keyword_does_not_compile() {
    let schema = json!({ "type": "object", "minContains": 1 });
    let error = CompiledSchema::compile(schema).unwrap_err();
    assert!(error.to_string().contains("minContains"), "{error}");
}
