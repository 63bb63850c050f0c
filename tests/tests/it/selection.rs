//! Tests crates of selected actions with an overlay for more actions.

use std::path::PathBuf;

use serde_json::{Value, json};
use tencent_codegen::{Additions, SdkOptions, SourceFile, Upstream, read_facts};
use tests::diagnostics::problems;
use tests::schema::{service_folders, sources};

fn object(members: Value) -> Value {
    json!({ "document": "", "members": members, "type": "object" })
}

fn member(name: &str, of: &str) -> Value {
    let kind = if of == "string" { "string" } else { "object" };
    json!({ "name": name, "member": of, "type": kind, "document": "" })
}

#[test]
fn rules_of_unselected_actions_are_omitted() {
    let action = |input: &str, output: &str| json!({ "name": "", "document": "", "input": input, "output": output });
    let described = json!({
        "metadata": { "apiVersion": "2020-01-01", "serviceShortName": "demo" },
        "actions": { "Send": action("SendRequest", "Answer"), "Show": action("ShowRequest", "ShowResponse") },
        "objects": {
            "SendRequest": object(json!([member("Part", "Part")])),
            "Answer": object(json!([])),
            "ShowRequest": object(json!([member("Name", "string")])),
            "ShowResponse": object(json!([member("Part", "Part")])),
            "Part": object(json!([member("Id", "string"), member("Colour", "string")])),
        },
    });
    let provenance = json!([{ "of": "SendRequest", "sha256": "0".repeat(64), "release": "3.0.1" }]);
    let overlay = json!({
        "enums": {
            "Colour": { "doc": "…", "provenance": provenance, "values": [{ "value": "RED", "name": "Red", "doc": "…" }] },
            "Size": { "doc": "…", "values": [{ "value": "XL", "name": "Large", "doc": "…" }] },
        },
        "objects": {
            "SendRequest": { "doc": "…" },
            "ShowRequest": {
                "members": { "Name": { "constraint": { "maxLength": 5 }, "provenance": provenance } },
            },
            "Answer": { "doc": "…" },
            "Part": {
                "members": {
                    "Id": { "constraint": { "maxLength": 3 }, "always_required": true },
                    "Colour": { "enum": "Colour" },
                },
                "rules": [{ "name": "r", "message": "…", "schema": { "required": ["Colour"] } }],
            },
        },
    });
    let files = |actions: &[&str]| {
        let file = SourceFile::new("api.json", described.to_string());
        let upstream = Upstream::parse(&file, "3.0.1").unwrap();
        let options = SdkOptions {
            actions: Some(actions.iter().map(|name| (*name).to_owned()).collect()),
            additions: Additions {
                overlay: vec![SourceFile::new("overlay.json", overlay.to_string())],
                ..Additions::default()
            },
            ..SdkOptions::default()
        };
        upstream.generate(&options).unwrap().files
    };
    assert!(files(&["Send"])["src/validate/part.rs"].contains("max_length"));
    let shown = files(&["Show"]);
    assert!(!shown.contains_key("src/validate/part.rs"));
    assert!(shown["src/validate/show_request.rs"].contains("SendRequest (tccli 3.0.1)"));
}

/// The whole of upstream's description is more than the overlay was written for, and one action is less.
#[test]
fn upstream_with_the_additions_of_this_project_makes_a_crate_of_all_actions_or_of_one() {
    let Some(upstream) = std::env::var_os("UPSTREAM_DIR").map(PathBuf::from) else {
        eprintln!("skipped: UPSTREAM_DIR names no folder of upstream's descriptions");
        return;
    };
    for folder in service_folders() {
        let path = upstream.join(folder.file_name().unwrap()).join("api.json");
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        let upstream = Upstream::parse(&SourceFile::new(path, bytes), "3.0.1").unwrap();
        let written = sources(&folder);
        let facts = read_facts(&written.facts).unwrap();
        let one = facts
            .actions
            .keys()
            .map(|action| Some(vec![action.clone()]));
        for actions in std::iter::once(None).chain(one) {
            let selected = format!("{actions:?}");
            let options = SdkOptions {
                actions,
                additions: written.additions.clone(),
                ..SdkOptions::default()
            };
            let output = upstream.generate(&options).unwrap_or_else(|found| {
                panic!("{selected}: {:#?}", problems(Err(found)));
            });
            let has_callbacks = output.files.contains_key("src/callback/mod.rs");
            assert_eq!(
                has_callbacks,
                written.additions.callbacks.is_some(),
                "{selected}"
            );
        }
    }
}
