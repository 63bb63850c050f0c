//! Tests what `cargo xtask diff` compares and prints.

use std::path::Path;

use serde_json::{Value, json};

use crate::project::Project;
use crate::update_fixture::{Following, LONGER, changed, member, members};

/// Returns the output of `diff --json`, and the notes on standard error.
fn compare(project: &Project, arguments: &[&str]) -> (Value, String) {
    let ran = project.run(&[&["diff", "--json"], arguments].concat());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    (serde_json::from_str(&ran.stdout).unwrap(), ran.stderr)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn all_actions_of_an_unknown_service_are_compared() {
    let project = Project::new();
    let old = project.begin();
    let other = |change: fn(&mut Value)| {
        changed(|next| {
            next["metadata"]["serviceShortName"] = "other".into();
            // The project selects no action with this name.
            let ask = next["actions"].as_object_mut().unwrap().remove("Ask");
            next["actions"]["Say"] = ask.unwrap();
            change(next);
        })
    };
    let before = project.source("other/3.0.1.1.json", &other(|_| {}));
    let after = other(|next| drop(members(next, "Person").remove(0)));
    let after = project.source("other/3.0.2.1.json", &after);
    let (comparison, note) = compare(&project, &[text(&before), text(&after)]);
    assert_eq!(comparison["changes"][0]["path"], "Person.Name");
    assert!(note.contains("so all are compared"), "{note}");

    // For the service of the project, its selection is compared.
    let next = changed(|next| members(next, "WaitRequest")[0]["required"] = true.into());
    let next = project.source("3.0.2.1.json", &next);
    let sides = [text(&old), text(&next)];
    let (comparison, note) = compare(&project, &sides);
    assert_eq!((&comparison["level"], &*note), (&json!("none"), ""));
    let (comparison, _) = compare(&project, &[&sides[..], &["--all-actions"]].concat());
    assert_eq!(comparison["level"], "major");
}

#[test]
fn an_action_that_neither_side_has_is_an_error() {
    let project = Project::new();
    let old = project.begin();
    let both = ["diff", text(&old), text(&old)];
    let ran = project.run(&[&both[..], &["--action", "Wiat"]].concat());
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["did you mean `Wait`?"]);
    // The project selects an action that neither release contains.
    let earlier = changed(|next| drop(next["actions"].as_object_mut().unwrap().remove("Ask")));
    let earlier = project.source("3.0.0.1.json", &earlier);
    let ran = project.run(&["diff", text(&earlier), text(&earlier)]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["nothing was compared"]);
}

#[test]
fn an_unreadable_project_is_an_error() {
    let project = Project::new();
    let old = project.begin();
    let both = ["diff", text(&old), text(&old)];
    // The first folder does not exist, and the second one contains no service.
    for schema in ["nowhere", "target"] {
        let ran = project.run(&[&both[..], &["--schema", schema]].concat());
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    }
    let stranger = project.service().join("overlay.json");
    std::fs::write(&stranger, "{}").unwrap();
    assert_eq!(project.run(&both).status, Some(2));
    std::fs::remove_file(stranger).unwrap();
    // A side with an invalid overlay is an error.
    project.overlay(&json!({ "objects": { "Nobody": { "doc": "Not there." } } }));
    let ran = project.run(&["diff", "schema", text(&old)]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    assert!(ran.stderr.contains("Nobody"), "{}", ran.stderr);
    // Outside of a project, no project is needed.
    std::fs::remove_dir_all(project.folder.path().join("schema")).unwrap();
    assert_eq!(project.run(&both).status, Some(0));
}

#[test]
fn both_sides_are_limited_to_the_named_actions() {
    let project = Project::new();
    project.begin();
    let ran = project.run(&["add", "Wait"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let next = changed(|next| members(next, "WaitRequest")[0]["required"] = true.into());
    let next = project.source("3.0.2.1.json", &next);
    let narrowed = |action| {
        let (report, note) = compare(&project, &["schema", text(&next), "--action", action]);
        // The overlay describes both actions, and still fits.
        assert_eq!(note, "");
        report["changes"].as_array().unwrap().clone()
    };
    assert_eq!(narrowed("Ask"), Vec::<Value>::new());
    let changes = narrowed("Wait");
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["path"], "WaitRequest.Seconds");
}

#[test]
fn prose_of_an_action_and_an_object_with_its_name_are_distinguished() {
    let project = Project::new();
    project.begin();
    let named_alike = |of_object: &str| {
        changed(|next| {
            next["objects"]["Ask"] = json!({ "document": of_object, "members": [] });
            members(next, "AskRequest").push(member("More", "Ask", false, ""));
        })
    };
    let old = project.source("3.0.1.1.json", &named_alike("问"));
    let new = project.source("3.0.2.1.json", &named_alike("回答"));
    let (comparison, _) = compare(&project, &[text(&old), text(&new)]);
    assert_eq!(
        comparison["prose"],
        json!([{ "path": "Ask", "constraints": [] }])
    );
    assert_eq!(
        (&comparison["level"], &comparison["changes"]),
        (&json!("patch"), &json!([]))
    );
}

#[test]
fn changed_prose_names_the_rules_that_were_read_from_it() {
    let project = Project::new();
    let old = project.begin();
    let next = changed(|next| {
        members(next, "AskRequest")[0]["document"] = LONGER.into();
        members(next, "Person")[0]["document"] = "全名".into();
    });
    let next = project.source("3.0.2.1.json", &next);
    let ran = project.run(&[
        "diff",
        old.to_str().unwrap(),
        next.to_str().unwrap(),
        "--json",
    ]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["level"], "patch");
    assert_eq!(
        report["prose"],
        json!([
            { "path": "AskRequest.Question", "constraints": ["AskRequest.Question"] },
            { "path": "Person.Name", "constraints": [] },
        ])
    );
    let ran = project.run(&["diff", "schema", next.to_str().unwrap(), "--markdown"]);
    ran.assert_stdout(["`AskRequest.Question`, behind `AskRequest.Question`"]);
}
