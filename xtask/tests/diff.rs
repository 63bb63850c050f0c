//! `cargo xtask diff`: what changed, and its level.

mod following;
mod project;

use serde_json::{Value, json};

use self::following::{Following, LONGER, changed, member, members};
use self::project::Project;

#[test]
fn every_change_has_its_level() {
    type Case = (&'static str, &'static str, fn(&mut Value));
    let cases: &[Case] = &[
        ("major", "member_removed", |next| {
            drop(members(next, "Person").remove(0))
        }),
        ("minor", "member_added", |next| {
            members(next, "Person").push(member("A", "bool", false, ""))
        }),
        ("major", "member_added", |next| {
            members(next, "Person").push(member("A", "bool", true, ""))
        }),
        ("minor", "member_added", |next| {
            members(next, "AskResponse").push(member("A", "bool", true, ""))
        }),
        ("major", "member_type", |next| {
            members(next, "Person")[0]["member"] = "int64".into()
        }),
        ("patch", "member_type", |next| {
            members(next, "Person")[0]["member"] = "datetime".into()
        }),
        ("major", "member_type", |next| {
            members(next, "Person")[0]["type"] = "list".into()
        }),
        ("major", "member_required", |next| {
            members(next, "Person")[0]["required"] = true.into()
        }),
        ("minor", "member_required", |next| {
            members(next, "AskRequest")[0]["required"] = false.into()
        }),
        ("minor", "member_disabled", |next| {
            members(next, "Person")[0]["disabled"] = true.into()
        }),
        ("patch", "member_promise", |next| {
            members(next, "AskResponse")[0]["output_required"] = true.into()
        }),
        ("patch", "member_order", |next| {
            members(next, "AskRequest").reverse()
        }),
        ("minor", "action_status", |next| {
            next["actions"]["Ask"]["status"] = "deprecated".into()
        }),
        ("major", "action_status", |next| {
            next["actions"]["Ask"]["status"] = "offline".into()
        }),
        ("major", "action_output", |next| {
            next["actions"]["Ask"]["output"] = "WaitResponse".into()
        }),
        ("major", "action_removed", |next| {
            drop(next["actions"].as_object_mut().unwrap().remove("Ask"))
        }),
        // Another member takes the name that this one had in Rust.
        ("major", "rust_name", |next| {
            members(next, "Person").insert(0, member("name", "string", false, ""))
        }),
        // The object comes to contain itself, so the member moves to the heap.
        ("major", "rust_type", |next| {
            members(next, "Person").push(member("Asked", "AskRequest", false, ""))
        }),
    ];
    let project = Project::new();
    let old = project.begin();
    for (level, kind, change) in cases {
        let new = project.source("new/3.0.2.1.json", &changed(*change));
        let sides = [old.to_str().unwrap(), new.to_str().unwrap()];
        let ran = project.run(&["diff", sides[0], sides[1], "--action", "Ask", "--json"]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        let told: Value = serde_json::from_str(&ran.shown).unwrap();
        let found = told["changes"].as_array().unwrap();
        let of_kind = found.iter().find(|change| change["kind"] == *kind);
        let of_kind = of_kind.unwrap_or_else(|| panic!("no {kind} in {}", ran.shown));
        assert_eq!(of_kind["level"], *level, "{}", ran.shown);
        for word in ["path", "from", "to", "why"] {
            assert!(of_kind.get(word).is_some(), "{}", ran.shown);
        }
    }
    let same = project.run(&[
        "diff",
        old.to_str().unwrap(),
        old.to_str().unwrap(),
        "--json",
    ]);
    let same: Value = serde_json::from_str(&same.shown).unwrap();
    assert_eq!(same, json!({ "level": "none", "changes": [], "prose": [] }));
}

#[test]
fn prose_that_changed_names_the_rules_that_were_read_from_it() {
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
    let told: Value = serde_json::from_str(&ran.shown).unwrap();
    assert_eq!(told["level"], "patch");
    assert_eq!(
        told["prose"],
        json!([
            { "path": "AskRequest.Question", "constraints": ["AskRequest.Question"] },
            { "path": "Person.Name", "constraints": [] },
        ])
    );
    let ran = project.run(&["diff", "schema", next.to_str().unwrap(), "--markdown"]);
    assert!(
        ran.shown
            .contains("`AskRequest.Question`, behind `AskRequest.Question`"),
        "{}",
        ran.shown
    );
}
