//! `cargo xtask update` and `review`, on a small description in upstream's format.

mod following;
mod project;

use serde_json::{Value, json};
use tencent_codegen::prose_hash;

use self::following::{Following, LONGER, QUESTION, changed, member, members};
use self::project::Project;

#[test]
fn an_update_takes_over_what_changed_and_says_what_is_left_to_do() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| {
        members(next, "AskRequest")[0]["document"] = LONGER.into();
        members(next, "Person").push(member("Age", "int64", false, "年龄"));
    });
    let next = project.source("3.0.2.1.json", &next);
    let before = project.state();

    let dry = project.update(&next, &["--dry-run"]);
    assert_eq!(dry.status, Some(0), "{}", dry.complaint);
    assert_eq!(project.state(), before);
    let check = project.update(&next, &["--check"]);
    assert_eq!(check.status, Some(1), "{}", check.complaint);
    assert_eq!(project.state(), before);

    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    for told in [
        "tccli 3.0.1.1 -> 3.0.2.1",
        "Person.Age  member added: int64",
        "version 0.1.0 -> 0.1.1 (minor)",
        "AskRequest.Question was read in 3.0.1.1 for",
        "[-150-]{+250+}",
        "review --accept",
        "describe what is new in the overlay: Person.Age",
        "generated: 0 created, ",
    ] {
        assert!(ran.shown.contains(told), "{told} is not in:\n{}", ran.shown);
    }
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
    assert_eq!(again.status, Some(0), "{}", again.shown);
    assert!(again.shown.contains("nothing changed"), "{}", again.shown);
}

#[test]
fn a_person_settles_the_sentences_behind_rules() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "AskRequest")[0]["document"] = LONGER.into());
    let next = project.source("3.0.2.1.json", &next);
    assert_eq!(project.run(&["review"]).shown.lines().count(), 1);
    assert_eq!(project.update(&next, &[]).status, Some(0));

    let check = project.run(&["codegen", "--check"]);
    assert_eq!(check.status, Some(0), "{}", check.shown);
    assert!(
        check.complaint.contains("what 1 rule was read from"),
        "{}",
        check.complaint
    );
    let open = project.run(&["review"]);
    assert!(open.shown.contains("[-150-]{+250+}"), "{}", open.shown);
    let open: Value = serde_json::from_str(&project.run(&["review", "--json"]).shown).unwrap();
    assert_eq!(open[0]["constraint"], "AskRequest.Question");

    assert_eq!(project.run(&["review", "--accept", "Ask"]).status, Some(2));
    let accepted = project.run(&["review", "--accept", "AskRequest.Question"]);
    assert_eq!(accepted.status, Some(0), "{}", accepted.complaint);
    assert!(
        accepted.shown.contains("settled 1, still open 0"),
        "{}",
        accepted.shown
    );
    let overlay = std::fs::read_to_string(project.service().join("overlay/Ask.json")).unwrap();
    assert!(
        overlay.contains(&prose_hash(LONGER)) && overlay.contains("3.0.2.1"),
        "{overlay}"
    );
    let check = project.run(&["codegen", "--check"]);
    assert_eq!(
        (check.status, check.complaint.as_str()),
        (Some(0), ""),
        "{}",
        check.shown
    );
}

#[test]
fn what_the_overlay_speaks_of_stops_an_update_where_it_goes() {
    for (what, told, change) in [
        (
            "gone",
            "the overlay speaks of `AskRequest.Question`, which is gone as of 3.0.2.1",
            (|next| drop(members(next, "AskRequest").remove(0))) as fn(&mut Value),
        ),
        (
            "of another type",
            "it was string and is int64 as of 3.0.2.1",
            |next| {
                members(next, "AskRequest")[0] = member("Question", "int64", true, QUESTION);
            },
        ),
        ("a list", "it was string and is a list of string", |next| {
            members(next, "AskRequest")[0]["type"] = "list".into();
        }),
    ] {
        let project = Project::new();
        project.begin();
        let before = project.state();
        let next = project.source("3.0.2.1.json", &changed(change));
        let ran = project.update(&next, &[]);
        assert_eq!(ran.status, Some(2), "{what}: {}", ran.shown);
        for told in [told, "overlay/Ask.json", "upstream.json:"] {
            assert!(
                ran.words().contains(told),
                "{told} is not in {}",
                ran.complaint
            );
        }
        assert_eq!(project.state(), before, "{what}");
    }
}

#[test]
fn a_promise_that_upstream_takes_back_stops_an_update() {
    let promised =
        |next: &mut Value| members(next, "AskResponse")[0]["output_required"] = true.into();
    let project = Project::new();
    project.begin();
    project.overlay(&json!({
        "objects": { "AskResponse": { "members": { "Answer": { "promised": true } } } }
    }));
    // Upstream never promised it: the overlay does so by itself.
    let next = project.source("3.0.2.1.json", &changed(promised));
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let before = project.state();
    for (told, flag, value) in [
        ("that it is always there", "output_required", false),
        ("that it is never null", "value_allowed_null", true),
    ] {
        let next = changed(|next| {
            promised(next);
            members(next, "AskResponse")[0][flag] = value.into();
        });
        let ran = project.update(&project.source("3.0.3.1.json", &next), &[]);
        assert_eq!(ran.status, Some(2), "{}", ran.shown);
        for told in [told, "overlay/Ask.json", "upstream.json:"] {
            assert!(
                ran.words().contains(told),
                "{told} is not in {}",
                ran.complaint
            );
        }
        assert_eq!(project.state(), before);
    }
}

#[test]
fn an_action_that_is_gone_stops_an_update() {
    let project = Project::new();
    project.begin();
    let before = project.state();
    let next = changed(|next| drop(next["actions"].as_object_mut().unwrap().remove("Ask")));
    let next = project.source("3.0.2.1.json", &next);
    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(2));
    assert!(
        ran.complaint.contains("has no action `Ask`"),
        "{}",
        ran.complaint
    );
    assert_eq!(project.state(), before);
}

#[test]
fn a_changelog_that_cannot_be_read_is_not_written_over() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "年龄")));
    let next = project.source("3.0.2.1.json", &next);
    let changelog = project.folder.path().join("CHANGELOG.md");
    std::fs::write(&changelog, b"# In Latin-1: caf\xe9\n").unwrap();
    let before = project.state();
    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(2), "{}", ran.shown);
    assert!(ran.words().contains("CHANGELOG.md"), "{}", ran.complaint);
    assert_eq!(project.state(), before);
}
