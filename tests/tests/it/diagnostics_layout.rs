//! Tests how problems are shown: at the right position, in order, once, and without consequences of other
//! problems.

use serde_json::json;
use tencent_codegen::{generate, render};
use tests::diagnostics::{assert_problem, members, problems, with_constraint, with_overlay};
use tests::tiny::{Tiny, sources};

fn drawn(tiny: &Tiny) -> String {
    drawn_of(&tiny.sources())
}

fn drawn_of(sources: &tencent_codegen::ServiceSources) -> String {
    let found = generate(sources).unwrap_err();
    render(&found)
}

#[test]
fn columns_count_characters() {
    let overlay = r#"{ "objects": { "Part": { "doc": "电子签", "membres": {} } } }"#;
    let mut wrong = Tiny::new(json!([])).sources();
    wrong.additions = sources("{}", overlay).additions;
    let before = overlay.split("\"membres").next().unwrap();
    let column = before.chars().count() + 1;
    let place = format!("overlay.json:1:{column}");
    let lines = problems(generate(&wrong));
    assert!(
        lines.iter().any(|line| line.starts_with(&place)),
        "{lines:?}"
    );
    let drawn = drawn_of(&wrong);
    assert!(drawn.contains(&place), "{drawn}");
}

#[test]
fn whole_numbers_are_integers() {
    for number in ["64.0", "6.4e1", "64"] {
        let mut tiny = with_overlay(json!({})).sources();
        let overlay = format!(
            r#"{{ "objects": {{ "DoThingRequest": {{ "members": {{ "Name": {{ "constraint": {{ "maxLength": {number} }} }} }} }} }} }}"#
        );
        tiny.additions = sources("{}", &overlay).additions;
        let files = generate(&tiny).unwrap().files;
        assert!(
            files["src/validate/do_thing_request.rs"].contains("max_length(report, name, 64, "),
            "{number}"
        );
    }
    for number in ["18446744073709551616", "-1", "1.5"] {
        let mut tiny = with_overlay(json!({})).sources();
        let overlay = format!(
            "{{\n\"objects\": {{ \"DoThingRequest\": {{ \"members\": {{ \"Name\": {{ \"constraint\": {{\n\"maxLength\": {number} }} }} }} }} }} }}"
        );
        tiny.additions = sources("{}", &overlay).additions;
        let lines = problems(generate(&tiny));
        let place = "overlay.json:3:14 /objects/DoThingRequest/members/Name/constraint/maxLength";
        assert!(
            lines.iter().any(|line| line.starts_with(place)),
            "{lines:?}"
        );
    }
    let limited =
        with_overlay(json!({ "actions": { "DoThing": { "requests_per_second": 20.0 } } }));
    assert!(limited.generate().is_ok());
}

#[test]
fn an_unreadable_file_has_a_position() {
    let marked = "\u{feff}{}";
    for (text, place) in [("", "upstream.json:1:1"), (marked, "upstream.json:1:1")] {
        let wrong = sources(text, "{}");
        let lines = problems(generate(&wrong));
        assert!(lines[0].starts_with(place), "{lines:?}");
        let drawn = drawn_of(&wrong);
        assert!(drawn.contains(place), "{drawn}");
    }
}

/// Each description has one cause, so one problem is reported.
#[test]
fn consequences_of_a_mistake_are_not_reported() {
    let rules = json!([
        { "name": "a", "message": "…", "schema": { "required": ["Part", "Age"] } },
        { "name": "b", "message": "…", "schema": { "dependentRequired": { "Age": ["Part"] } } },
    ]);
    let overlay = json!({ "objects": {
        "DoThingRequest": { "rules": rules, "members": {
            "Name": { "constraint": { "maxLength": 3 }, "always_required": true },
        } },
        "Part": { "members": { "Id": { "constraint": { "maxLength": 3 } } } },
    } });
    let dangling_input =
        with_overlay(overlay.clone()).fact("/actions/DoThing/input", json!("DoThingReqest"));
    let unknown_type =
        with_overlay(overlay).fact("/objects/DoThingRequest/members/2/type", json!("Prat"));
    let broken_enum = with_overlay(json!({
        "enums": { "Colour": { "doc": "…", "values": [
            { "value": 1, "name": "Red", "doc": "…" },
            { "value": "2", "name": "Green", "doc": "…" },
        ] } },
        "objects": { "DoThingRequest": {
            "members": { "Age": { "enum": "Colour", "constraint": { "enum": [1] } } },
            "rules": [{ "name": "a", "message": "…", "schema": { "required": ["Age"] } }],
        } },
    }));
    for (tiny, cause) in [
        (dangling_input, "`DoThingReqest`"),
        (unknown_type, "`Prat`"),
        (broken_enum, "/enums/Colour/values"),
    ] {
        let lines = problems(tiny.generate());
        assert!(
            lines.len() == 1 && lines[0].contains(cause),
            "{}",
            lines.join("\n")
        );
    }
}

#[test]
fn problems_are_sorted_by_file_and_line() {
    let tiny = with_overlay(json!({
        "actions": { "DoThin": { "doc": "…" } },
        "enums": { "Unused": { "doc": "…", "values": [{ "value": 1, "name": "One", "doc": "…" }] } },
        "objects": { "DoThingRequest": { "members": {
            "Age": { "constraint": { "maxLength": 3 } },
            "Nam": { "doc": "…" },
        } } },
    }))
    .fact("/actions/DoThing/output", json!("Nothing"));
    let found = tiny.generate().unwrap_err();
    let places: Vec<_> = found
        .problems()
        .iter()
        .map(|problem| (problem.file(), problem.position()))
        .collect();
    assert!(places.len() >= 5 && places.is_sorted(), "{places:?}");
}

#[test]
fn suggestions_fit_the_place() {
    let scalar = Tiny::new(members(&[("Name", "strng")]));
    assert_problem(
        &scalar,
        "upstream.json:",
        &["/members/0/type", "did you mean `string`?"],
    );
    let status = Tiny::new(json!([])).fact("/actions/DoThing/status", json!("onlin"));
    assert_problem(
        &status,
        "upstream.json:",
        &["/actions/DoThing/status", "`online`", "offline"],
    );
    let colour = with_overlay(json!({
        "enums": { "Colour": { "doc": "…", "values": [
            { "value": "RED", "name": "Red", "doc": "…" },
            { "value": "GREEN", "name": "Green", "doc": "…" },
        ] } },
        "objects": { "DoThingRequest": { "members": {
            "Name": { "enum": "Colour", "constraint": { "enum": ["RED", "GREN"] } },
        } } },
    }));
    assert_problem(&colour, "overlay.json:", &["/constraint/enum/1", "`GREEN`"]);
}

#[test]
fn a_pattern_error_is_reported_once() {
    let text = drawn(&with_constraint("Name", json!({ "pattern": "^(a$" })));
    assert_eq!(text.matches("cannot be compiled").count(), 1, "{text}");
    assert!(
        !text.contains("not compilable") && !text.contains("regex parse error"),
        "{text}"
    );
}

/// Some tools print descriptions without line breaks.
#[test]
fn a_problem_in_a_long_line_shows_only_its_surroundings() {
    let before = " ".repeat(100_000);
    let facts = format!(r#"{{ "objects": {{ {before} "电": {{ "membres": [] }} {before} }} }}"#);
    let wrong = sources(&facts, "{}");
    let shown = generate(&wrong).map(drop).map_err(|found| render(&found));
    let shown = shown.unwrap_err();
    let column = facts.split("\"membres").next().unwrap().chars().count() + 1;
    assert!(
        shown.contains(&format!("upstream.json:1:{column}")),
        "{shown}"
    );
    assert!(shown.lines().all(|line| line.chars().count() < 500));
}

#[test]
fn control_characters_of_a_file_are_not_printed() {
    let facts = "{ \"service\": \"a\u{1b}[2Jb\u{202e}c\", \"\u{9b}31m\": }";
    let found = generate(&sources(facts, "{}")).unwrap_err();
    let shown = render(&found);
    for command in ["\u{1b}[2J", "\u{202e}", "\u{9b}"] {
        assert!(!shown.contains(command), "{shown:?}");
    }
}
