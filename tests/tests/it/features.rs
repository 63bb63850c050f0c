//! Tests the Cargo features of a large service.

use serde_json::json;
use tests::tiny::{Tiny, member};

/// Adds so many actions that each action is a feature.
fn large(tiny: Tiny) -> Tiny {
    (0..20).fold(tiny, |tiny, number| {
        tiny.action(&format!("Other{number}"), json!([]))
    })
}

/// Returns the features of a manifest, with the features that they enable.
fn features(manifest: &str) -> Vec<(&str, &str)> {
    let lines = manifest.lines().skip_while(|line| *line != "[features]");
    let lines = lines.skip(1).take_while(|line| !line.starts_with("[dep"));
    lines.filter_map(|line| line.split_once(" = [")).collect()
}

#[test]
fn feature_names_of_actions_are_unique() {
    let small = Tiny::new(json!([])).file("Cargo.toml");
    let mut names: Vec<String> = features(&small)
        .iter()
        .map(|(name, _)| name.replace('-', "_"))
        .collect();
    names.extend(["full", "Actions", "RingAction"].map(str::to_owned));
    let shared = || json!([member("Shared", "Actions")]);
    let tiny = Tiny::new(shared()).object("Actions", json!([member("Id", "string")]));
    let tiny = names
        .iter()
        .fold(tiny, |tiny, name| tiny.action(name, shared()));
    let manifest = large(tiny).file("Cargo.toml");
    let mut keys: Vec<&str> = features(&manifest).iter().map(|(name, _)| *name).collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), count, "{manifest}");
    for key in [
        "ring-action",
        "ring-action-2",
        "aws-lc-rs-action",
        "_actions-2",
        "full-action",
    ] {
        assert!(keys.contains(&key), "{key} is not in {manifest}");
    }
    assert!(manifest.lines().all(|line| line.len() <= 160), "{manifest}");
}

#[test]
fn a_feature_enables_only_what_its_action_reaches() {
    let tiny = Tiny::new(json!([member("Part", "Part")]))
        .action("Alone", json!([member("Kind", "string")]))
        .action("Together", json!([member("Part", "Part")]))
        .object(
            "Part",
            json!([member("Kind", "string"), member("Size", "int64")]),
        )
        .object("DoThingResponse", json!([member("Size", "int64")]))
        .overlay(json!({
            "enums": {
                "Kind": { "doc": "A kind.", "values": [{ "value": "a", "name": "A", "doc": "An a." }] },
                "Colour": { "doc": "A colour.", "values": [{ "value": "b", "name": "B", "doc": "A b." }] },
                "Size": { "doc": "A size.", "values": [{ "value": 1, "name": "One", "doc": "One." }] },
            },
            "objects": {
                "AloneRequest": { "members": { "Kind": { "enum": "Colour" } } },
                "Part": { "members": { "Kind": { "enum": "Kind" }, "Size": { "enum": "Size" } } },
                "DoThingResponse": { "members": { "Size": { "enum": "Size" } } },
            },
        }));
    let large = large(tiny);
    let models = large.file("src/model/mod.rs");
    let gate = |module: &str| {
        let (before, _) = models.split_once(&format!("mod {module};")).unwrap();
        let gate = before.trim_end().strip_suffix("\")]")?;
        gate.rsplit_once("feature = \"").map(|(_, feature)| feature)
    };
    assert_eq!(gate("alone_request"), Some("alone"));
    assert_eq!(gate("colour"), Some("alone"));
    assert_eq!(gate("part"), Some("_part"));
    assert_eq!(gate("kind"), gate("part"));
    // Every response contains it.
    assert_eq!(gate("size"), None);
    assert_eq!(gate("do_thing_response"), None);

    let manifest = large.file("Cargo.toml");
    let brings = |feature: &str| {
        let features = features(&manifest);
        let found = features.iter().find(|(name, _)| *name == feature);
        found.map(|(_, brings)| brings.contains("\"_part\""))
    };
    let expected = [Some(true), Some(true), Some(false), Some(false)];
    assert_eq!(
        ["do-thing", "together", "alone", "other0"].map(brings),
        expected
    );
}
