//! What people get wrong in a description, and what they are told: the place, the reason, the way
//! out, and all of it at once. Nothing panics.

use proptest::prelude::*;
use serde_json::json;
use tencent_codegen::{SourceFile, generate, render};
use tests::diagnostics::{assert_problem, members, problems, with_constraint, with_overlay};
use tests::schema;
use tests::tiny::{Tiny, sources};

#[test]
fn a_member_that_is_not_known_is_told_with_the_nearest_name() {
    let typo = with_overlay(json!({ "objects": { "DoThingRequest": {
        "members": { "Nam": { "doc": "?" } },
    } } }));
    assert_problem(
        &typo,
        "overlay.json:",
        &["/objects/DoThingRequest/members/Nam", "`Name`"],
    );
    let typo = with_overlay(json!({ "objects": { "DoThingReqest": { "doc": "?" } } }));
    assert_problem(
        &typo,
        "overlay.json:",
        &["DoThingReqest", "`DoThingRequest`"],
    );
    let typo = with_overlay(json!({ "actions": { "DoThin": { "doc": "?" } } }));
    assert_problem(&typo, "overlay.json:", &["DoThin", "`DoThing`"]);
}

#[test]
fn a_word_that_is_not_known_is_told_with_the_nearest_one() {
    assert_problem(
        &with_constraint("Name", json!({ "maxLenght": 3 })),
        "overlay.json:",
        &["maxLenght", "maxLength"],
    );
    let typo = with_overlay(json!({ "objects": { "DoThingRequest": { "membres": {} } } }));
    assert_problem(&typo, "overlay.json:", &["membres", "members"]);
}

#[test]
fn a_type_that_is_not_known_is_told() {
    let dangling = Tiny::new(members(&[("Part", "Prat")])).object("Part", members(&[]));
    assert_problem(
        &dangling,
        "upstream.json:",
        &["/objects/DoThingRequest/members/0", "Prat", "Part"],
    );
    let dangling = Tiny::new(json!([])).fact("/actions/DoThing/output", json!("Nothing"));
    assert_problem(
        &dangling,
        "upstream.json:",
        &["/actions/DoThing/output", "Nothing"],
    );
}

#[test]
fn a_constraint_that_does_not_fit_its_type_is_told() {
    for (member, constraint, word) in [
        ("Name", json!(3), "wrong type"),
        ("Name", json!({ "minimum": 3 }), "minimum"),
        ("Name", json!({ "maxItems": 3 }), "maxItems"),
        ("Age", json!({ "maxLength": 3 }), "maxLength"),
        ("Age", json!({ "pattern": "^a$" }), "pattern"),
        ("Age", json!({ "enum": ["one"] }), "enum"),
        ("Age", json!({ "minimum": 1.5 }), "minimum"),
        ("Name", json!({ "pattern": "^(a$" }), "pattern"),
        ("Part", json!({ "maxLength": 3 }), "maxLength"),
        ("Part", json!({ "required": ["ID"] }), "required"),
    ] {
        let pointer = format!("/objects/DoThingRequest/members/{member}");
        assert_problem(
            &with_constraint(member, constraint),
            "overlay.json:",
            &[&pointer, word],
        );
    }
}

#[test]
fn a_rule_that_names_nobody_is_told() {
    let rule = with_overlay(json!({ "objects": { "DoThingRequest": { "rules": [{
        "name": "r",
        "message": "…",
        "schema": { "required": ["Nmae"] },
    }] } } }));
    assert_problem(
        &rule,
        "overlay.json:",
        &["/objects/DoThingRequest/rules/0/schema/required/0", "Name"],
    );
}

#[test]
fn duplicates_are_told() {
    let twice = Tiny::new(members(&[("Name", "string"), ("Name", "string")]));
    assert_problem(
        &twice,
        "upstream.json:",
        &["/objects/DoThingRequest/members/1", "Name"],
    );

    let facts = r#"{ "service": "demo", "service": "demo" }"#;
    let lines = problems(generate(&sources(facts, "{}")));
    assert!(
        lines
            .iter()
            .any(|line| line.contains("service") && line.contains("upstream.json:1:")),
        "{lines:?}"
    );

    let tiny = with_overlay(json!({ "objects": { "Part": { "doc": "One." } } }));
    let mut both = tiny.sources();
    both.overlay
        .push(SourceFile::new("more.json", both.overlay[0].bytes.clone()));
    let lines = problems(generate(&both));
    let named = |line: &String| line.contains("more.json") && line.contains("overlay.json");
    assert!(lines.iter().any(named), "{lines:?}");
}

#[test]
fn files_that_are_no_json_are_told_with_the_line() {
    for (text, line) in [
        (
            "{\n  \"service\": \"demo\"\n  \"version\": 1\n}",
            "upstream.json:3:",
        ),
        ("{\n\n", "upstream.json:"),
        ("", "upstream.json:"),
        ("[]", "upstream.json:1:"),
        ("{} {}", "upstream.json:1:"),
    ] {
        let lines = problems(generate(&sources(text, "{}")));
        assert!(
            lines.iter().any(|told| told.starts_with(line)),
            "{text}: {lines:?}"
        );
    }
}

#[test]
fn another_encoding_is_told() {
    let text = "{ \"service\": \"电子签\" }";
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let gbk = [
        b"{ \"service\": \"".as_slice(),
        &[0xB5, 0xE7, 0xD7, 0xD3],
        b"\" }",
    ]
    .concat();
    let marked = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
    for bytes in [utf16, gbk, marked] {
        let mut wrong = with_overlay(json!({})).sources();
        wrong.facts.bytes = bytes;
        let lines = problems(generate(&wrong));
        assert!(lines.iter().any(|line| line.contains("UTF-8")), "{lines:?}");
    }
}

#[test]
fn several_mistakes_are_told_in_one_run() {
    let tiny = with_overlay(json!({ "objects": { "DoThingRequest": { "members": {
        "Nam": { "doc": "?" },
        "Age": { "constraint": { "maxLength": 3 } },
        "Name": { "enum": "Nowhere" },
    } } } }));
    let told = problems(tiny.generate());
    assert!(told.len() >= 3, "{told:?}");
}

#[test]
fn values_of_an_enum_fit_its_member() {
    let tiny = with_overlay(json!({
        "enums": { "Colour": { "doc": "…", "values": [
            { "value": 1, "name": "Red", "doc": "…" },
            { "value": 1, "name": "Green", "doc": "…" },
        ] } },
        "objects": { "DoThingRequest": { "members": { "Age": { "enum": "Colour" } } } },
    }));
    assert_problem(&tiny, "overlay.json:", &["/enums/Colour/values/1"]);
    let tiny = with_overlay(json!({
        "enums": { "Colour": { "doc": "…", "values": [{ "value": "1", "name": "Red", "doc": "…" }] } },
        "objects": { "DoThingRequest": { "members": { "Age": { "enum": "Colour" } } } },
    }));
    assert_problem(&tiny, "overlay.json:", &["Colour"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, ..ProptestConfig::default() })]

    /// Whatever is cut out of the real files, or put into them, somebody is told and nothing panics.
    #[test]
    fn nothing_panics(file in 0_usize..64, at in 0.0_f64..1.0, cut in 0_usize..40, put in "[\\PC\\x00-\\x1f]{0,6}") {
        let mut broken = schema::sources(&schema::service_folders()[0]);
        let overlays = broken.overlay.len();
        let target = match file % (overlays + 1) {
            0 => &mut broken.facts,
            n => &mut broken.overlay[n - 1],
        };
        let length = target.bytes.len();
        let start = ((length as f64) * at) as usize;
        let end = (start + cut).min(length);
        target.bytes.splice(start..end, put.bytes());
        if let Err(found) = generate(&broken) {
            prop_assert!(!found.problems().is_empty());
            prop_assert!(!render(&found).is_empty());
        }
    }
}
