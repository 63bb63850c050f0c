//! Tests the generation of callbacks, and mistakes in their description.

use insta::assert_snapshot;
use serde_json::{Value, json};
use tencent_codegen::compare::Snapshot;
use tests::diagnostics::{assert_problem, problems};
use tests::schema::place;
use tests::tiny::{Tiny, member};

/// A valid description.
fn callbacks() -> Value {
    json!({
        "doc": "Callbacks of the demo.",
        "version": "App",
        "without_envelope": { "message": "Shift", "member": "Id" },
        "sources": { "page": "a page", "recorded": "a recorded message" },
        "messages": {
            "Lost": { "doc": "It is lost.", "sources": ["recorded"], "certainty": "inferred" },
            "Shift": { "doc": "It moved; see `Shift.State`.", "name": "Moved", "data": "Shift", "sources": ["page"] },
        },
        "objects": {
            "Shift": { "doc": "A shift.", "sources": ["page"], "members": [
                { "name": "Id", "type": "string", "doc": "The thing." },
                { "name": "At", "type": "int64", "doc": "When.", "unit": "seconds", "sources": ["recorded"] },
                { "name": "State", "type": "uint64", "doc": "The state.", "enum": "State" },
                { "name": "Owners", "type": "Owner", "list": true, "doc": "The owners." },
            ] },
            "Owner": { "doc": "An owner.", "sources": ["page"], "members": [
                { "name": "Name", "type": "string", "doc": "The name.", "sensitive": true },
            ] },
        },
        "enums": {
            "State": { "doc": "A state.", "sources": ["page"], "values": [
                { "value": 1, "name": "Open", "doc": "Open." },
                { "value": 2, "name": "Done", "doc": "Done.", "final": true, "may_become": [3] },
                { "value": 3, "name": "Gone", "doc": "Gone.", "final": true, "certainty": "disputed" },
            ] },
        },
    })
}

fn tiny(callbacks: Value) -> Tiny {
    Tiny::new(json!([member("Id", "string")])).callbacks(callbacks)
}

#[test]
fn the_module_of_callbacks() {
    assert_snapshot!(tiny(callbacks()).file("src/callback/mod.rs"));
}

#[test]
fn the_events() {
    assert_snapshot!(tiny(callbacks()).file("src/callback/event.rs"));
}

#[test]
fn an_object_in_messages() {
    assert_snapshot!(tiny(callbacks()).file("src/callback/shift.rs"));
}

#[test]
fn an_enum_with_final_states() {
    let text = tiny(callbacks()).file("src/callback/state.rs");
    let (_, states) = text
        .split_once("/// Returns whether the state is final")
        .unwrap();
    let (states, _) = states.split_once("impl From<i64>").unwrap();
    assert_snapshot!(states);
}

#[test]
fn only_a_crate_with_callbacks_has_their_feature() {
    let with = tiny(callbacks()).generate().unwrap().files;
    let without = Tiny::new(json!([member("Id", "string")]))
        .generate()
        .unwrap()
        .files;
    for (files, expected) in [(with, true), (without, false)] {
        let is_in = |path: &str| files[path].contains("callback");
        assert_eq!(is_in("Cargo.toml"), expected);
        assert_eq!(is_in("src/lib.rs"), expected);
        assert_eq!(files.contains_key("src/callback/mod.rs"), expected);
    }
}

#[test]
fn callbacks_stay_when_facts_change() {
    let snapshot = Snapshot::of_sources(&tiny(callbacks()).sources()).unwrap();
    let facts = snapshot.facts().clone();
    for changed in [
        snapshot.with_facts(facts.clone()),
        snapshot.selecting(facts),
    ] {
        let files = changed.unwrap().generate().unwrap().files;
        assert!(files.contains_key("src/callback/event.rs"));
    }
}

/// Asserts that a description with another value is reported at the value.
#[track_caller]
fn assert_mistake(pointer: &str, value: Value, expected: &str) {
    let mut callbacks = callbacks();
    *place(&mut callbacks, pointer) = value;
    let (at, _) = expected.split_once(' ').unwrap_or((expected, ""));
    assert_problem(
        &tiny(callbacks),
        "callbacks.json:",
        &[at, &expected[at.len()..]],
    );
}

#[test]
fn mistakes_are_reported_at_their_places() {
    let shift = "/objects/Shift/members";
    let done = "/enums/State/values/1";
    for (pointer, value, expected) in [
        (
            "/messages/Shift/data",
            json!("Shfit"),
            "/messages/Shift/data there is no object `Shfit`",
        ),
        (
            "/messages/Lost/name",
            json!("lost"),
            "/messages/Lost/name `lost` is not valid here",
        ),
        (
            "/messages/Lost/nmae",
            json!("Lost"),
            "/messages/Lost/nmae unknown member `nmae`",
        ),
        (
            "/messages/a.b",
            json!({ "doc": "…", "sources": ["page"] }),
            "/messages/a.b a name does not have `.` here",
        ),
        (
            "/without_envelope/message",
            json!("Lots"),
            "/without_envelope/message there is no message `Lots`",
        ),
        (
            "/without_envelope/member",
            json!("Ids"),
            "/without_envelope/member has no member `Ids`",
        ),
        (
            "/sources/other",
            json!("…"),
            "/sources/other no fact has the source `other`",
        ),
        (
            "/sources/A",
            json!("…"),
            "/sources/A is not a valid name here",
        ),
        (
            "/messages/Lost/sources/0",
            json!("pages"),
            "/messages/Lost/sources/0 did you mean `page`?",
        ),
        (
            "/messages/Lost/sources",
            json!([]),
            "/messages/Lost/sources the list is empty",
        ),
        (
            "/messages/Lost/certainty",
            json!("maybe"),
            "/messages/Lost/certainty is none of the known words",
        ),
        (
            "/objects/Shift/sources/1",
            json!("x"),
            "/objects/Shift/sources/1 there is no source `x`",
        ),
        (
            &format!("{shift}/0/sources"),
            json!(["x"]),
            &format!("{shift}/0/sources/0 there is no source `x`"),
        ),
        (
            &format!("{shift}/0/type"),
            json!("text"),
            &format!("{shift}/0/type neither a scalar type nor an object"),
        ),
        (
            &format!("{shift}/0/type"),
            json!("float"),
            &format!("{shift}/0/type must not be a floating-point number"),
        ),
        (
            &format!("{shift}/0/name"),
            json!("At"),
            &format!("{shift}/1/name has the member `At` twice"),
        ),
        (
            &format!("{shift}/2/enum"),
            json!("Stat"),
            &format!("{shift}/State/enum there is no enum `Stat`"),
        ),
        (
            &format!("{shift}/0/unit"),
            json!("m"),
            &format!("{shift}/Id/unit has no unit"),
        ),
        (
            &format!("{shift}/0/doc"),
            json!("See `Satte`."),
            &format!("{shift}/Id/doc is the name of nothing"),
        ),
        (
            &format!("{shift}/0/doc"),
            json!(" "),
            &format!("{shift}/0/doc this text is empty"),
        ),
        (
            "/objects/Other",
            json!({ "doc": "…", "sources": ["page"], "members": [member("Id", "string")] }),
            "/objects/Other/members/0 the member `doc` is missing",
        ),
        (
            "/objects/Other",
            lost_object(),
            "/objects/Other no message contains the object `Other`",
        ),
        (
            "/enums/State/sources/1",
            json!("x"),
            "/enums/State/sources/1 there is no source `x`",
        ),
        (
            &format!("{done}/value"),
            json!(1),
            &format!("{done}/value the enum has this value twice"),
        ),
        (
            &format!("{done}/value"),
            json!("x"),
            "/enums/State/values neither all integers",
        ),
        (
            &format!("{done}/may_become/0"),
            json!(7),
            &format!("{done}/may_become/0 the enum has no other value 7"),
        ),
        (
            &format!("{done}/may_become/0"),
            json!(2),
            &format!("{done}/may_become/0 the enum has no other value 2"),
        ),
        (
            &format!("{done}/final"),
            json!(false),
            &format!("{done}/may_become every value can follow"),
        ),
        (
            "/enums/Lost",
            json!({ "doc": "…", "sources": ["page"], "values": [{ "value": 1, "name": "A", "doc": "…" }] }),
            "/enums/Lost no member refers to the enum `Lost`",
        ),
    ] {
        assert_mistake(pointer, value, expected);
    }
}

fn lost_object() -> Value {
    let id = json!({ "name": "Id", "type": "string", "doc": "…" });
    json!({ "doc": "…", "sources": ["page"], "members": [id] })
}

#[test]
fn a_type_cannot_have_the_name_of_an_item_of_every_module() {
    let text = callbacks().to_string();
    for name in ["Event", "Receiver", "Message"] {
        let text = text.replace("\"Owner\"", &format!("\"{name}\""));
        let tiny = tiny(serde_json::from_str(&text).unwrap());
        let message = format!("every module of callbacks has a type `{name}`");
        assert_problem(
            &tiny,
            "callbacks.json:",
            &[&format!("/objects/{name}"), &message],
        );
    }
}

#[test]
fn a_mistake_in_callbacks_hides_no_other() {
    let mut callbacks = callbacks();
    callbacks["messages"]["Shift"]["data"] = json!("Nothing");
    let tiny = tiny(callbacks).overlay(json!({ "objects": { "Nothing": { "doc": "…" } } }));
    let lines = problems(tiny.generate());
    for file in ["callbacks.json:", "overlay.json:"] {
        assert!(
            lines.iter().any(|line| line.starts_with(file)),
            "{lines:#?}"
        );
    }
}
