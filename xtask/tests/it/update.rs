//! Tests `cargo xtask update` on a small description in upstream's format.

use serde_json::{Value, json};

use crate::project::Project;
use crate::update_fixture::{Following, LONGER, QUESTION, changed, first, member, members, second};

#[test]
fn an_update_applies_changes_and_lists_the_next_steps() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| {
        members(next, "AskRequest")[0]["document"] = LONGER.into();
        members(next, "Person").push(member("Age", "int64", false, "年龄"));
    });
    let next = project.source("3.0.2.1.json", &next);
    let before = project.state();

    let dry = project.update(&next, &["--dry-run"]);
    assert_eq!(dry.status, Some(0), "{}", dry.stderr);
    assert_eq!(project.state(), before);
    let check = project.update(&next, &["--check"]);
    assert_eq!(check.status, Some(1), "{}", check.stderr);
    assert_eq!(project.state(), before);

    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout([
        "tccli 3.0.1.1 -> 3.0.2.1",
        "Person.Age  member added: int64",
        "version 0.1.0 -> 0.1.1 (minor)",
        "AskRequest.Question was read in 3.0.1.1 for",
        "[-150-]{+250+}",
        "review --accept",
        "describe what is new in the overlay: Person.Age",
        "generated: 0 created, ",
    ]);
    let changelog = std::fs::read_to_string(project.folder.path().join("CHANGELOG.md")).unwrap();
    assert!(
        changelog.contains("### tencent-demo 0.1.1, from tccli 3.0.2.1"),
        "{changelog}"
    );
    assert!(changelog.contains("- `Person.Age`:"), "{changelog}");
    assert!(
        std::fs::read_to_string(project.out().join("Cargo.toml"))
            .unwrap()
            .contains("\"0.1.1\"")
    );
    assert_eq!(project.litter(), Vec::<String>::new());

    let again = project.update(&next, &["--check"]);
    assert_eq!(again.status, Some(0), "{}", again.stdout);
    again.assert_stdout(["nothing changed"]);
}

#[test]
fn a_removed_item_that_the_overlay_mentions_stops_an_update() {
    for (what, expected, change) in [
        (
            "gone",
            "the overlay mentions `AskRequest.Question`, which is gone as of 3.0.2.1",
            (|next| drop(members(next, "AskRequest").remove(0))) as fn(&mut Value),
        ),
        (
            "of another type",
            "type was string and is int64 as of 3.0.2.1",
            |next| {
                members(next, "AskRequest")[0] = member("Question", "int64", true, QUESTION);
            },
        ),
        (
            "a list",
            "type was string and is a list of string",
            |next| {
                members(next, "AskRequest")[0]["type"] = "list".into();
            },
        ),
    ] {
        let project = Project::new();
        project.begin();
        let before = project.state();
        let next = project.source("3.0.2.1.json", &changed(change));
        let ran = project.update(&next, &[]);
        assert_eq!(ran.status, Some(2), "{what}: {}", ran.stdout);
        ran.assert_stderr([expected, "overlay/Ask.json", "upstream.json:"]);
        assert_eq!(project.state(), before, "{what}");
    }
}

#[test]
fn an_always_present_member_that_becomes_optional_stops_an_update() {
    let require =
        |next: &mut Value| members(next, "AskResponse")[0]["output_required"] = true.into();
    let project = Project::new();
    project.begin();
    project.overlay(&json!({
        "objects": { "AskResponse": { "members": { "Answer": { "always_present": true } } } }
    }));
    // Upstream did not require it before. Only the overlay did.
    let next = project.source("3.0.2.1.json", &changed(require));
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let before = project.state();
    for (expected, flag, value) in [
        ("that it is always present", "output_required", false),
        ("that it is never null", "value_allowed_null", true),
    ] {
        let next = changed(|next| {
            require(next);
            members(next, "AskResponse")[0][flag] = value.into();
        });
        let ran = project.update(&project.source("3.0.3.1.json", &next), &[]);
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        ran.assert_stderr([expected, "overlay/Ask.json", "upstream.json:"]);
        assert_eq!(project.state(), before);
    }
}

#[test]
fn a_withdrawn_action_stops_an_update() {
    let project = Project::new();
    let first = project.begin();
    let added = project.run(&["add", "Wait", "--from", first.to_str().unwrap()]);
    assert_eq!(added.status, Some(0), "{}", added.stderr);
    let before = project.state();
    let next = changed(|next| {
        let actions = next["actions"].as_object_mut().unwrap();
        let wait = actions.remove("Wait").unwrap();
        actions.insert("WaitLonger".to_owned(), wait);
    });
    let next = project.source("3.0.2.1.json", &next);
    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    let check = project.update(&next, &["--check"]);
    assert_eq!(check.status, Some(1), "{}", check.stderr);
    for ran in [&ran, &check] {
        ran.assert_stderr([
            "upstream withdrew the action `Wait`: 3.0.2.1 no longer describes it",
            "schema/demo-2020-01-01/upstream.json:",
            "/actions/Wait",
            "`cargo xtask remove Wait`",
        ]);
    }
    assert!(!ran.words().contains("did you mean"), "{}", ran.stderr);
    assert_eq!(project.state(), before);

    // The suggested command solves the problem.
    assert_eq!(project.run(&["remove", "Wait"]).status, Some(0));
    assert_eq!(project.update(&next, &["--check"]).status, Some(0));
}

#[test]
fn an_update_advises_to_remove_an_offline_action() {
    let project = Project::new();
    let first = project.begin();
    project.run(&["add", "Wait", "--from", first.to_str().unwrap()]);
    let next = changed(|next| next["actions"]["Wait"]["status"] = "offline".into());
    let ran = project.update(&project.source("3.0.2.1.json", &next), &[]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout([
        "upstream serves Wait no longer",
        "`cargo xtask remove Wait`",
    ]);
}

#[test]
fn json_output_is_one_object_after_all_files_are_written() {
    let project = Project::new();
    project.begin();
    let next = project.source("3.0.2.1.json", &second());
    let report = |more: &[&str]| {
        let ran = project.update(&next, &[&["--json"], more].concat());
        assert_eq!(ran.stderr, "");
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        (ran.status, report)
    };
    let (status, dry) = report(&["--dry-run"]);
    assert_eq!((status, &dry["written"]), (Some(0), &json!(false)));
    let (status, check) = report(&["--check"]);
    assert_eq!((status, &check["written"]), (Some(1), &json!(false)));
    let (status, written) = report(&[]);
    assert_eq!((status, &written["written"]), (Some(0), &json!(true)));
    for (member, value) in [
        ("level", json!("minor")),
        ("release", json!({ "from": "3.0.1.1", "to": "3.0.2.1" })),
        ("version", json!({ "from": "0.1.0", "to": "0.1.1" })),
        ("review", json!([])),
        ("prose", json!([])),
    ] {
        assert_eq!(written[member], value, "{member}");
    }
    assert_eq!(written["changes"][0]["path"], "Person.Age");
    let (status, none) = report(&[]);
    assert_eq!((status, &none["written"]), (Some(0), &json!(false)));
    assert_eq!(none["level"], "none");
}

#[test]
fn check_distinguishes_conflicts_from_errors() {
    let project = Project::new();
    project.begin();
    let before = project.state();
    let next = changed(|next| drop(members(next, "AskRequest").remove(0)));
    let next = project.source("3.0.2.1.json", &next);
    let expected = "the overlay mentions `AskRequest.Question`, which is gone as of 3.0.2.1";
    let check = project.update(&next, &["--check"]);
    assert_eq!(check.status, Some(1), "{}", check.stderr);
    check.assert_stderr([expected]);
    assert_eq!(check.stdout, "");

    let check = project.update(&next, &["--check", "--json"]);
    assert_eq!(check.status, Some(1), "{}", check.stderr);
    check.assert_stderr([expected]);
    let found: Value = serde_json::from_str(&check.stdout).unwrap();
    assert_eq!(
        found["release"],
        json!({ "from": "3.0.1.1", "to": "3.0.2.1" })
    );
    let conflict = &found["conflicts"][0];
    assert_eq!(conflict["message"], expected);
    assert_eq!(conflict["file"], "schema/demo-2020-01-01/overlay/Ask.json");
    assert_eq!(
        (&conflict["line"], &conflict["column"]),
        (&json!(5), &json!(9))
    );
    assert!(
        conflict["help"]
            .as_str()
            .unwrap()
            .contains("upstream.json:")
    );

    // Errors of the project or of the source have status 2.
    let nowhere = project.folder.path().join("nowhere");
    assert_eq!(project.update(&nowhere, &["--check"]).status, Some(2));
    let broken = changed(|next| members(next, "Person")[0]["member"] = "Nothing".into());
    let broken = project.source("3.0.3.1.json", &broken);
    assert_eq!(project.update(&broken, &["--check"]).status, Some(2));
    assert_eq!(project.state(), before);
    project.overlay(&json!({ "objects": { "Nobody": { "doc": "Nobody." } } }));
    assert_eq!(project.update(&next, &["--check"]).status, Some(2));
}

#[test]
fn an_update_changes_only_files_whose_content_changes() {
    let project = Project::new();
    project.begin();
    let before = project.state();
    let next = project.source("3.0.2.1.json", &second());
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let after = project.state();
    assert!(before.keys().all(|path| after.contains_key(path)));
    let changed = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(*text));
    let mut names: Vec<_> = changed.map(|(path, _)| path.to_string_lossy()).collect();
    names.retain(|path| !path.ends_with("/person.rs"));
    let expected = [
        "CHANGELOG.md",
        "generated/Cargo.toml",
        "schema/demo-2020-01-01/upstream.json",
    ];
    assert_eq!(names, expected);

    // An overlay in another layout changes no file.
    let overlay = project.service().join("overlay/Ask.json");
    let text = std::fs::read_to_string(&overlay).unwrap();
    std::fs::write(&overlay, text.replace("  ", "\t")).unwrap();
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
}

#[test]
fn an_older_release_is_an_error_unless_it_is_accepted() {
    let project = Project::new();
    project.begin();
    let old = project.source("3.0.1.1.json", &first());
    // The next release has a larger number, although it is smaller as text.
    let next = project.source("3.0.10.1.json", &second());
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let older = project.source("3.0.9.1.json", &first());
    let before = project.state();
    let named = older.to_str().unwrap();
    for arguments in [
        &["update", "--from", named][..],
        &["update", "--from", named, "--check"],
        &["update", "--from", named, "--dry-run"],
        &["update", "--from", named, "--json"],
        &["add", "Wait", "--from", named],
        &["import", "--from", named],
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.stdout);
        ran.assert_stderr(["tccli 3.0.9.1 is older than 3.0.10.1", "--allow-downgrade"]);
        assert_eq!((&*ran.stdout, project.state()), ("", before.clone()));
    }
    let ran = project.update(&older, &["--allow-downgrade"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout([
        "tccli 3.0.10.1 -> 3.0.9.1",
        "version 0.1.1 -> 0.2.0 (major)",
    ]);
    let ran = project.run(&[
        "import",
        "--allow-downgrade",
        "--from",
        old.to_str().unwrap(),
    ]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
}

#[test]
fn other_content_of_the_same_release_is_reported() {
    let project = Project::new();
    let same = project.begin();
    let other = project.source("other/3.0.1.1.json", &second());
    let warning = "warning: the facts of tccli 3.0.1.1 differ from this description";
    for command in [&["update", "--check"][..], &["add", "Wait"], &["import"]] {
        for (from, is_reported) in [(&same, false), (&other, true)] {
            let project = Project::new();
            project.begin();
            let from = ["--from", from.to_str().unwrap()];
            let ran = project.run(&[command, &from].concat());
            assert_eq!(
                ran.words().contains(warning),
                is_reported,
                "{command:?}: {}",
                ran.stderr
            );
        }
    }
}

#[test]
fn an_unreadable_changelog_is_not_overwritten() {
    let project = Project::new();
    project.begin();
    let next = project.source("3.0.2.1.json", &second());
    let changelog = project.folder.path().join("CHANGELOG.md");
    std::fs::write(&changelog, b"# In Latin-1: caf\xe9\n").unwrap();
    let before = project.state();
    let ran = project.update(&next, &["--json"]);
    assert_eq!((ran.status, &*ran.stdout), (Some(2), ""));
    ran.assert_stderr(["CHANGELOG.md"]);
    assert_eq!(project.state(), before);
}
