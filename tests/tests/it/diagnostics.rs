//! Tests typical mistakes in a description: each problem has a place, a reason and a next step. Nothing
//! panics.

use proptest::prelude::*;
use serde_json::json;
use tencent_codegen::{SourceFile, generate, render};
use tests::diagnostics::{assert_problem, members, problems, with_constraint, with_overlay};
use tests::schema;
use tests::tiny::{Tiny, sources};

#[test]
fn an_unknown_name_suggests_a_similar_one() {
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
fn an_unknown_keyword_suggests_a_similar_one() {
    assert_problem(
        &with_constraint("Name", json!({ "maxLenght": 3 })),
        "overlay.json:",
        &["maxLenght", "maxLength"],
    );
    let typo = with_overlay(json!({ "objects": { "DoThingRequest": { "membres": {} } } }));
    assert_problem(&typo, "overlay.json:", &["membres", "members"]);
}

#[test]
fn an_unknown_type_is_an_error() {
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
fn a_constraint_must_fit_the_type_of_its_member() {
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
fn a_rule_with_an_unknown_member_is_an_error() {
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
fn duplicates_are_errors() {
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
    both.additions.overlay.push(SourceFile::new(
        "more.json",
        both.additions.overlay[0].bytes.clone(),
    ));
    let lines = problems(generate(&both));
    let named = |line: &String| line.contains("more.json") && line.contains("overlay.json");
    assert!(lines.iter().any(named), "{lines:?}");
}

#[test]
fn json_syntax_errors_have_a_line() {
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
            lines.iter().any(|found| found.starts_with(line)),
            "{text}: {lines:?}"
        );
    }
}

#[test]
fn other_encodings_are_errors() {
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
fn several_mistakes_are_reported_together() {
    let tiny = with_overlay(json!({ "objects": { "DoThingRequest": { "members": {
        "Nam": { "doc": "?" },
        "Age": { "constraint": { "maxLength": 3 } },
        "Name": { "enum": "Nowhere" },
    } } } }));
    let found = problems(tiny.generate());
    assert!(found.len() >= 3, "{found:?}");
}

#[test]
fn enum_values_must_fit_their_members() {
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

    /// Corrupts real files. The generator returns problems or succeeds, and never panics.
    #[test]
    fn corrupted_descriptions_do_not_panic(file in 0_usize..64, at in 0.0_f64..1.0, cut in 0_usize..40, put in "[\\PC\\x00-\\x1f]{0,6}") {
        let mut broken = schema::sources(&schema::service_folders()[0]);
        let overlays = broken.additions.overlay.len();
        let target = match file % (overlays + 1) {
            0 => &mut broken.facts,
            n => &mut broken.additions.overlay[n - 1],
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
