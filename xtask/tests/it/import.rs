//! Tests `cargo xtask import`, which writes only the facts of a service.

use serde_json::Value;

use crate::project::{Project, Ran};
use crate::update_fixture::{Following, changed, first, member, members};

fn actions(project: &Project) -> Vec<String> {
    let facts: Value = serde_json::from_slice(&std::fs::read(project.facts()).unwrap()).unwrap();
    facts["actions"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

fn import(project: &Project, more: &[&str]) -> Ran {
    let from = project.source("3.0.1.1.json", &first());
    let arguments = ["import", "--from", from.to_str().unwrap()];
    project.run(&[&arguments, more].concat())
}

#[test]
fn a_new_folder_gets_the_named_actions_or_all() {
    for (more, selected) in [
        (&["--action", "Wait"][..], &["Wait"][..]),
        (&["--all-actions"], &["Ask", "Wait"]),
    ] {
        let project = Project::new();
        std::fs::remove_dir_all(project.service()).unwrap();
        let more = [&["--schema", "schema/demo-2020-01-01"], more].concat();
        let ran = import(&project, &more);
        assert_eq!(ran.status, Some(0), "{}", ran.stderr);
        assert_eq!(actions(&project), selected);
        assert_eq!(project.run(&["codegen"]).status, Some(0));
    }
}

#[test]
fn an_existing_selection_is_kept_unless_actions_are_named() {
    let project = Project::new();
    let overlay = project.begin();
    assert!(overlay.is_file());
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "")));
    let next = project.source("3.0.2.1.json", &next);
    let ran = project.run(&["import", "--from", next.to_str().unwrap()]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(actions(&project), ["Ask"]);
    let text = std::fs::read_to_string(project.facts()).unwrap();
    assert!(text.contains("3.0.2.1") && text.contains("Age"), "{text}");
    let import = |more: &[&str]| import(&project, &[&["--allow-downgrade"], more].concat());
    assert_eq!(import(&["--all-actions"]).status, Some(0));
    assert_eq!(actions(&project), ["Ask", "Wait"]);
    assert_eq!(import(&["--action", "Wait"]).status, Some(0));
    assert_eq!(actions(&project), ["Wait"]);
}

#[test]
fn the_current_folder_can_be_the_service_folder() {
    let project = Project::new();
    std::fs::remove_file(project.facts()).unwrap();
    let from = project.source("3.0.1.1.json", &first());
    let mut command = project.command(&["import", "--schema", ".", "--action", "Ask", "--from"]);
    let ran = command.arg(from).current_dir(project.service()).output();
    let ran = Ran::of(ran.unwrap());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(actions(&project), ["Ask"]);
}

#[test]
fn unreadable_facts_are_errors_with_file_line_and_reason() {
    let project = Project::new();
    let text = std::fs::read_to_string(project.facts()).unwrap();
    std::fs::write(project.facts(), &text[..text.len() / 2]).unwrap();
    let from = project.source("3.0.1.1.json", &first());
    let from = from.to_str().unwrap();
    for arguments in [
        &["import", "--from", from][..],
        &["update", "--from", from],
        &["add", "Wait", "--from", from],
        &["remove", "Ask"],
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.stdout);
        ran.assert_stderr(["upstream.json is not JSON: EOF", "upstream.json:"]);
    }
}

#[test]
fn an_unknown_service_suggests_a_similar_name_or_the_versions() {
    let project = Project::new();
    let tree = project.folder.path().join("target/tree");
    let file = tree.join("tccli/services/demo/v20200101/api.json");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, first().to_string()).unwrap();
    std::fs::write(tree.join("tccli/__init__.py"), "__version__ = '3.0.1.1'\n").unwrap();
    let tree = tree.to_str().unwrap();
    for (service, version, help) in [
        ("dmeo", "2020-01-01", "did you mean `demo`?"),
        ("demo", "2021-01-01", "its versions are 2020-01-01"),
        ("tencent-demo", "2020-01-01", "did you mean `demo`?"),
    ] {
        let folder = format!("schema/{}-{version}", service.replace('-', "_"));
        let named = format!("{service}@{version}");
        for arguments in [
            &[
                "import",
                "--all-actions",
                "--schema",
                &folder,
                "--from",
                tree,
            ][..],
            &["diff", tree, tree, "--service", &named],
        ] {
            if arguments[0] == "import" && service.contains('-') {
                continue;
            }
            let ran = project.run(arguments);
            assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.stdout);
            ran.assert_stderr(["describes no service", help]);
        }
    }
}
