//! Tests errors about upstream's descriptions: reason and position.

use serde_json::Value;

use crate::project::{Project, Ran};
use crate::update_fixture::{Following, changed, first, member, members};

/// Runs an update from that text.
fn update(project: &Project, text: &str) -> Ran {
    let path = project.source("3.0.2.1.json", &Value::Null);
    std::fs::write(&path, text).unwrap();
    project.update(&path, &[])
}

#[track_caller]
fn assert_reported(project: &Project, text: &str, expected: &[&str]) {
    let before = project.state();
    let ran = update(project, text);
    assert_eq!(ran.status, Some(2), "{expected:?}: {}", ran.stdout);
    ran.assert_stderr(expected);
    for inner in ["ApiJson", "ApiMember", "untagged", "struct", "variant"] {
        assert!(!ran.stderr.contains(inner), "{}", ran.stderr);
    }
    assert_eq!(project.state(), before);
}

#[test]
fn wrong_types_are_errors_with_a_position() {
    let project = Project::new();
    project.begin();
    type Case = (fn(&mut Value), &'static [&'static str]);
    let cases: &[Case] = &[
        (
            |next| {
                drop(
                    members(next, "Person")[0]
                        .as_object_mut()
                        .unwrap()
                        .remove("type"),
                )
            },
            &[
                "in `Person.Name`, the member `type` is missing",
                "/objects/Person/members/0",
            ],
        ),
        (
            |next| members(next, "Person")[0]["required"] = "yes".into(),
            &[
                "in `Person.Name`, wrong type: string \"yes\", expected true or false",
                "/members/0/required",
            ],
        ),
        (
            |next| members(next, "Person")[0]["document"] = Value::Array(Vec::new()),
            &["in `Person.Name`, wrong type: a list, expected a text"],
        ),
        (
            |next| next["actions"]["Ask"]["input"] = 5.into(),
            &[
                "in `Ask`, wrong type: integer `5`, expected a string",
                "/actions/Ask/input",
            ],
        ),
        (
            |next| next["objects"]["Person"] = Value::Array(Vec::new()),
            &["in `Person`, wrong type: a list, expected an object"],
        ),
        (
            |next| next["objects"] = 7.into(),
            &["wrong type: integer `7`, expected an object"],
        ),
        (
            |next| drop(next.as_object_mut().unwrap().remove("metadata")),
            &["the member `metadata` is missing"],
        ),
    ];
    for (spoil, expected) in cases {
        let text = format!("{:#}", changed(*spoil));
        assert_reported(&project, &text, expected);
        assert_reported(
            &project,
            &text,
            &["3.0.2.1.json:", "is not an API description"],
        );
    }
}

#[test]
fn duplicates_are_errors() {
    let project = Project::new();
    project.begin();
    let text = format!("{:#}", first());
    for (once, twice, place) in [
        (
            "\"Person\": {",
            "\"Person\": {}, \"Person\": {",
            "/objects/Person",
        ),
        ("\"Ask\": {", "\"Ask\": {}, \"Ask\": {", "/actions/Ask"),
        (
            "\"required\": true",
            "\"required\": false, \"required\": true",
            "/members/0/required",
        ),
    ] {
        assert!(text.contains(once), "{text}");
        let twice = twice.replace(
            "{},",
            "{ \"document\": \"\", \"input\": \"\", \"output\": \"\" },",
        );
        let text = text.replacen(once, &twice, 1);
        assert_reported(
            &project,
            &text,
            &["the object has this member twice", place],
        );
    }
}

#[test]
fn unsupported_features_are_errors() {
    let project = Project::new();
    project.begin();
    type Case = (fn(&mut Value), &'static [&'static str]);
    let cases: &[Case] = &[
        (
            |next| members(next, "Person")[0]["type"] = "dict".into(),
            &[
                "gives `Person.Name` the type `dict`",
                "known types are binary, bool, float, int, list, object, string",
            ],
        ),
        (
            |next| members(next, "Person")[0]["member"] = "int128".into(),
            &[
                "gives `Person.Name` the type `int128`",
                "known scalars are int64",
            ],
        ),
        (
            |next| next["actions"]["Ask"]["status"] = "frozen".into(),
            &[
                "gives the action `Ask` the status `frozen`",
                "known statuses are `online`",
            ],
        ),
        (
            |next| members(next, "Person").push(member("A\u{7}ge", "int64", false, "")),
            &["3.0.2.1.json: in the name `Person.A\\u{7}ge`, the character U+0007"],
        ),
        (
            |next| members(next, "Person").push(member("A\u{202e}ge", "int64", false, "")),
            &["3.0.2.1.json: in the name", "U+202E"],
        ),
    ];
    for (spoil, expected) in cases {
        assert_reported(&project, &changed(*spoil).to_string(), expected);
    }
    // Nothing else of the description is imported.
    let other = changed(|next| {
        members(next, "WaitRequest")[0]["type"] = "dict".into();
        next["actions"]["Wait"]["status"] = "frozen".into();
    });
    let ran = update(&project, &other.to_string());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
}

/// The description is one line, as tools print it, and its texts try to command the terminal.
#[test]
fn each_command_shows_a_mistake_in_a_long_line() {
    let project = Project::new();
    project.begin();
    let mut broken = changed(|next| members(next, "Person")[0]["required"] = "yes".into());
    broken["actions"]["Ask"]["document"] = "\u{9b}31m\u{202e}".repeat(40_000).into();
    let path = project.source("3.0.2.1.json", &Value::Null);
    std::fs::write(&path, broken.to_string()).unwrap();
    let (path, out) = (
        path.to_str().unwrap(),
        project.folder.path().join("target/sdk"),
    );
    let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
    let out = out.to_str().unwrap();
    for arguments in [
        &[
            "sdk",
            "--from",
            path,
            "--all",
            "--out",
            out,
            "--runtime",
            runtime,
        ][..],
        &["import", "--from", path],
        &["diff", path, path],
        &["update", "--from", path],
        &["update", "--check", "--from", path],
    ] {
        let mut command = project.command(arguments);
        let ran = Ran::of(command.env("CLICOLOR_FORCE", "1").output().unwrap());
        assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.stderr);
        let plain = ran.words();
        assert!(
            plain.contains("in `Person.Name`") && plain.contains("3.0.2.1.json:1:"),
            "{plain}"
        );
        assert!(!ran.stderr.contains(['\u{9b}', '\u{202e}']), "{plain:?}");
        assert!(ran.stderr.lines().all(|line| line.len() < 1_000));
    }
}
