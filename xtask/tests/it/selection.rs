//! Tests `cargo xtask add`, `remove` and `coverage`.

use serde_json::{Value, json};
use tencent_codegen::prose_hash;

use crate::project::Project;
use crate::update_fixture::{Following, LONGER, changed, member, members, overlay};

#[test]
fn adding_and_removing_an_action_changes_what_it_reaches() {
    let project = Project::new();
    project.begin();
    let added = project.run(&["add", "Wait"]);
    assert_eq!(added.status, Some(0), "{}", added.stderr);
    assert!(project.out().join("src/model/wait_request.rs").exists());
    let coverage: Value =
        serde_json::from_str(&project.run(&["coverage", "--json"]).stdout).unwrap();
    assert_eq!(coverage["actions"]["of"], 2);
    assert_eq!(coverage["members"], json!({ "covered": 1, "of": 7 }));

    // The overlay describes objects that would be removed.
    let refused = project.run(&["remove", "Ask"]);
    assert_eq!(refused.status, Some(2), "{}", refused.stdout);
    assert!(refused.stderr.contains("AskRequest"), "{}", refused.stderr);
    let removed = project.run(&["remove", "Wait"]);
    assert_eq!(removed.status, Some(0), "{}", removed.stderr);
    assert!(!project.out().join("src/model/wait_request.rs").exists());
    assert_eq!(project.run(&["remove", "Wait"]).status, Some(2));
    let last = project.run(&["remove", "Ask"]);
    assert!(
        last.stderr.contains("would leave no action"),
        "{}",
        last.stderr
    );
    let unknown = project.run(&["add", "Wiat"]);
    assert!(
        unknown.stderr.contains("did you mean `Wait`?"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn adding_from_a_newer_release_reports_an_update() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| {
        members(next, "AskRequest")[0]["document"] = LONGER.into();
        members(next, "Person").push(member("Age", "int64", false, "年龄"));
    });
    let next = project.source("3.0.2.1.json", &next);
    let ran = project.run(&["add", "Wait", "--from", next.to_str().unwrap()]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout([
        "tccli 3.0.1.1 -> 3.0.2.1",
        "Wait  action added",
        "Person.Age  member added: int64",
        "version 0.1.0 -> 0.1.1 (minor)",
        "AskRequest.Question was read in 3.0.1.1 for",
        "[-150-]{+250+}",
        "review --accept",
        "describe what is new in the overlay: Person.Age, Wait, WaitRequest, WaitResponse",
        "run `cargo test --workspace`",
    ]);
}

#[test]
fn removing_an_unknown_action_is_an_error() {
    let project = Project::new();
    project.begin();
    for (name, expected) in [("Askk", "did you mean `Ask`?"), ("Nothing", "it holds Ask")] {
        let ran = project.run(&["remove", name]);
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        ran.assert_stderr([expected]);
    }
}

#[test]
fn a_rule_limited_to_a_removed_action_is_an_error() {
    let project = Project::new();
    project.begin();
    let shared = changed(|next| {
        members(next, "WaitRequest").push(member("Asker", "Person", false, ""));
    });
    let shared = project.source("3.0.2.1.json", &shared);
    let from = ["--from", shared.to_str().unwrap()];
    let added = project.run(&[&["add", "Wait"], &from[..]].concat());
    assert_eq!(added.status, Some(0), "{}", added.stderr);
    let mut limited = overlay();
    limited["objects"]["Person"]["rules"] = json!([{
        "name": "named", "message": "Say the Name.", "schema": { "required": ["Name"] },
        "actions": ["Ask", "Wait"],
        "provenance": [{ "of": "Person.Name", "sha256": prose_hash("姓名"), "release": "3.0.1.1" }],
    }]);
    project.overlay(&limited);
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let before = project.state();
    let refused = project.run(&["remove", "Wait"]);
    assert_eq!(refused.status, Some(2), "{}", refused.stdout);
    refused.assert_stderr(["the facts have no action `Wait`", "/actions/1", "Ask.json"]);
    assert_eq!(project.state(), before);

    // A comparison of other actions ignores the rule.
    let ran = project.run(&["diff", "schema", from[1], "--action", "Ask"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert!(!ran.stderr.contains("overlay"), "{}", ran.stderr);
}
