//! Tests which actions of a description answer with events, and the code that is generated for them.

use insta::assert_snapshot;
use serde_json::{Value, json};
use tests::diagnostics::problems;
use tests::tiny::{Tiny, member};

const FILE: &str = "src/action/do_thing.rs";

/// An action whose request and response have these members. `streams` is whether upstream says that it
/// answers with events.
fn action(request: Value, response: Value, streams: bool) -> Tiny {
    Tiny::new(request)
        .object("DoThingResponse", response)
        .object(
            "ErrorMsg",
            json!([member("Code", "int64"), member("Msg", "string")]),
        )
        .object(
            "Note",
            json!([member("Code", "int64"), member("Text", "string")]),
        )
        .fact("/actions/DoThing/answers_with_events", streams.into())
}

/// Returns the description of the events in the generated code.
fn events(tiny: &Tiny) -> Option<String> {
    let file = tiny.file(FILE);
    let (_, info) = file.split_once("EventStreamInfo::new()")?;
    let (info, _) = info.split_once(");").unwrap();
    let info: String = info.split_whitespace().collect();
    Some(info.trim_end_matches(',').to_owned())
}

#[test]
fn the_switch_is_a_flag_with_a_known_name() {
    let derived = |members: Value| events(&action(members, json!([]), true));
    let switch = |name: &str| Some(format!(r#".switch("{name}")"#));
    assert_eq!(derived(json!([member("Stream", "bool")])), switch("Stream"));
    assert_eq!(
        derived(json!([
            member("StreamModeration", "bool"),
            member("Streaming", "bool")
        ])),
        switch("Streaming")
    );
    for other in [
        json!([]),
        json!([member("Stream", "string")]),
        json!([{ "name": "Stream", "type": "bool", "list": true }]),
        json!([member("Stream", "bool"), member("Streaming", "bool")]),
    ] {
        assert_eq!(derived(other.clone()), Some(String::new()), "{other}");
    }
}

#[test]
fn an_action_streams_only_if_upstream_says_so() {
    let tiny = action(json!([member("Stream", "bool")]), json!([]), false);
    assert_eq!(events(&tiny), None);
    assert!(
        tiny.file(FILE)
            .contains("crate::ResponseFuture<'_, DoThingResponse>")
    );
    for file in ["src/lib.rs", "src/stub.rs", "src/blocking/mod.rs"] {
        assert!(!tiny.file(file).contains("Stream"), "{file}");
    }
}

#[test]
fn errors_in_events_are_found_by_their_members() {
    let derived = |members: Value| events(&action(json!([]), members, true)).unwrap();
    assert_eq!(
        derived(json!([member("ErrorMsg", "ErrorMsg")])),
        r#".error(&["ErrorMsg","Code"],&["ErrorMsg","Msg"])"#
    );
    assert_eq!(
        derived(json!([
            member("ErrorCode", "string"),
            member("ErrorMessage", "string")
        ])),
        r#".error(&["ErrorCode"],&["ErrorMessage"])"#
    );
    for other in [
        json!([member("Code", "int64"), member("Message", "string")]),
        json!([member("Note", "ErrorMsg")]),
        json!([member("ErrorNote", "Note")]),
        json!([member("ErrorCode", "string")]),
        json!([
            member("ErrorCode", "bool"),
            member("ErrorMessage", "string")
        ]),
    ] {
        assert_eq!(derived(other.clone()), "", "{other}");
    }
}

#[test]
fn the_code_of_an_action_with_events() {
    let response = json!([
        member("ErrorMsg", "ErrorMsg"),
        member("RequestId", "string")
    ]);
    let tiny = action(json!([member("Stream", "bool")]), response, true);
    assert_snapshot!("the_calls_of_an_action_with_events", tiny.file(FILE));
    let stub = tiny.file("src/stub.rs");
    assert_snapshot!(
        "a_stub_with_events",
        &stub[stub.find("pub trait").unwrap()..]
    );
    let blocking = tiny.file("src/blocking/stub.rs");
    assert!(blocking.contains("-> Result<EventStream<model::DoThingResponse>, Error>"));
    let lib = tiny.file("src/lib.rs");
    assert_snapshot!(
        "exports_of_a_crate_with_events",
        lib.lines()
            .filter(|line| line.contains("Event") || line.contains("Stream"))
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn methods_of_actions_keep_their_names() {
    let tiny = action(json!([]), json!([]), true).action("DoThingStream", json!([]));
    let methods = tiny.file(FILE);
    assert!(methods.contains("pub fn do_thing_stream_2("), "{methods}");
    let other = tiny.file("src/action/do_thing_stream.rs");
    assert!(other.contains("pub fn do_thing_stream("), "{other}");
}

#[test]
fn an_overlay_sets_and_denies_events() {
    let request = json!([
        member("Live", "bool"),
        member("Count", "int64"),
        member("Note", "ErrorMsg")
    ]);
    let tiny = |streams: bool, overlay: Value| {
        action(request.clone(), json!([]), streams)
            .overlay(json!({ "actions": { "DoThing": overlay } }))
    };
    let set = json!({ "event_stream": { "switch": "Live" } });
    assert_eq!(
        events(&tiny(false, set)).as_deref(),
        Some(r#".switch("Live")"#)
    );
    let denied = json!({ "no_event_stream": "It answers with one response." });
    assert_eq!(events(&tiny(true, denied.clone())), None);

    let mistakes = [
        (false, denied, "remove `no_event_stream`"),
        (
            true,
            json!({ "event_stream": {}, "no_event_stream": "It answers with one response." }),
            "keep one of the two",
        ),
        (
            true,
            json!({ "event_stream": { "switch": "Count" } }),
            "is not a flag",
        ),
        (
            true,
            json!({ "event_stream": { "switch": "Note.Code" } }),
            "is not a flag",
        ),
        (
            true,
            json!({ "event_stream": { "switch": "Lvie" } }),
            "`Live`",
        ),
        (
            true,
            json!({ "event_stream": { "swich": "Live" } }),
            "swich",
        ),
    ];
    for (streams, overlay, words) in mistakes {
        let lines = problems(tiny(streams, overlay.clone()).generate());
        let is_it = |line: &String| line.contains("event_stream") && line.contains(words);
        assert!(lines.iter().any(is_it), "{overlay}: {lines:?}");
    }
}
