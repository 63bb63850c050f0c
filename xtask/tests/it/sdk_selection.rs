//! Tests which crates `cargo xtask sdk` generates and removes, also beside broken descriptions.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::sdk_fixture::{Sdk, description, project};

#[test]
fn services_and_actions_are_selected() {
    let project = project();
    let ran = project.sdk(&["--service", "as,two@2020-01-01"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(project.names(), ["tencent-as", "tencent-two-20200101"]);
    let ran = project.sdk(&["--service", "large", "--action", "ActA,ActB"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let model = project.workspace().join("tencent-large/src/model");
    assert!(model.join("act_a_request.rs").exists() && !model.join("act_c_request.rs").exists());

    for (arguments, expected) in [
        (&["--service", "nothing"][..], "there is no service nothing"),
        (&["--service", "two@2019-01-01"], "2018-01-01, 2020-01-01"),
        (
            &["--service", "large", "--action", "ActAA"],
            "did you mean `ActA`?",
        ),
        (&[], "<--service <NAME>|--all>"),
    ] {
        let ran = project.sdk(arguments);
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        ran.assert_stderr([expected]);
    }
    std::fs::create_dir_all(project.folder.path().join("target/mine")).unwrap();
    std::fs::write(
        project.folder.path().join("target/mine/Cargo.toml"),
        "[package]",
    )
    .unwrap();
    let ran = project.run(&[
        "sdk",
        "--from",
        "target/tccli",
        "--out",
        "target/mine",
        "--all",
    ]);
    ran.assert_stderr(["none of them says that it was generated"]);
}

#[test]
fn an_unknown_service_suggests_a_similar_one() {
    let project = project();
    for (named, expected) in [
        ("lrage", "did you mean `large`?"),
        ("LARGE", "did you mean `large`?"),
        ("tencent-large", "did you mean `large`?"),
        ("tencent-two-20200101", "did you mean `two@2020-01-01`?"),
        ("two@2019-01-01", "its versions are 2018-01-01, 2020-01-01"),
        (
            "autoscaling",
            "the folder `autoscaling` describes the service `as`",
        ),
        ("xyzzy", "the first label of the service's host"),
    ] {
        let ran = project.sdk(&["--service", named]);
        assert_eq!(ran.status, Some(2), "{named}: {}", ran.stdout);
        let words = ran.words();
        assert!(words.contains("there is no service"), "{words}");
        assert!(words.contains(expected), "{expected} is not in {words}");
    }
    // The version in the format of crate names.
    let ran = project.sdk(&["--service", "two@20200101"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(project.names(), ["tencent-two-20200101"]);
}

#[test]
fn actions_are_selected_from_the_services_that_have_them() {
    let project = project();
    let ran = project.sdk(&["--service", "as,large", "--action", "Do,ActA"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    for (file, there) in [
        ("as/src/model/do_request.rs", true),
        ("as/src/model/obtain_request.rs", false),
        ("large/src/model/act_a_request.rs", true),
        ("large/src/model/act_b_request.rs", false),
    ] {
        let file = project.workspace().join(format!("tencent-{file}"));
        assert_eq!(file.exists(), there, "{}", file.display());
    }
    let before = project.names();
    for (services, actions, expected) in [
        ("as,large", "ActAA,Do", "`ActAA` (did you mean `ActA`?)"),
        (
            "as,two",
            "Obtain",
            "none of the actions Obtain is one of two 2018-01-01, two 2020-01-01",
        ),
        ("two", "Dont", "no action is called `Dont`"),
    ] {
        let ran = project.sdk(&["--service", services, "--action", actions]);
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        ran.assert_stderr([expected]);
        assert_eq!(project.names(), before);
    }
}

#[test]
fn duplicate_descriptions_of_a_service_are_errors() {
    let project = project();
    project.put("as/v20180419", &description("as", "2018-04-19", &["Do"]));
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    // A line can end inside of a path.
    let words = ran.words().replace(' ', "");
    for expected in [
        "tencent-as-20180419isdescribedtwice",
        "as/v20180419/api.json",
        "autoscaling/v20180419/api.json",
    ] {
        assert!(words.contains(expected), "{expected} is not in {words}");
    }
    assert!(!project.workspace().exists());
}

#[test]
fn an_unreadable_description_does_not_stop_the_others() {
    let project = project();
    assert_eq!(project.sdk(&["--all"]).status, Some(0));
    let broken = project.described("two/v20180101");
    std::fs::write(&broken, "{ \"metadata\":").unwrap();
    std::fs::remove_dir_all(project.described("large").parent().unwrap()).unwrap();
    project.put(
        "autoscaling/v20180419",
        &description("as", "2018-04-19", &["Do"]),
    );
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr([
        "two/v20180101/api.json is not a description",
        "line 1 column 13",
        "1 of 4 crates",
        "nothing is removed",
    ]);
    // The other crate is generated. Nothing is removed, because the broken description may belong to any
    // crate.
    assert!(
        !project
            .workspace()
            .join("tencent-as/src/model/node.rs")
            .exists()
    );
    assert_eq!(project.names().len(), 5);
    // Only requested descriptions are read, and their errors are reported.
    let ran = project.sdk(&["--service", "none"]);
    assert_eq!((ran.status, &*ran.stderr), (Some(0), ""));
    assert_eq!(
        project.sdk(&["--service", "two@2020-01-01"]).status,
        Some(0)
    );
    assert_eq!(project.names().len(), 5);
    let ran = project.sdk(&["--service", "two"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["1 of 2 crates"]);
}

#[test]
fn only_a_complete_list_removes_crates() {
    let project = project();
    assert_eq!(project.sdk(&["--all"]).status, Some(0));
    let all = project.names();
    // Some services, or a single description, are not a complete list.
    assert_eq!(project.sdk(&["--service", "as"]).status, Some(0));
    let alone = project.folder.path().join("target/mine.json");
    std::fs::write(
        &alone,
        description("mine", "2020-01-01", &["Do"]).to_string(),
    )
    .unwrap();
    let ran = project.sdk_from("target/mine.json", &["--all"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let own = "tencent-mine".to_owned();
    assert_eq!(project.names().len(), all.len() + 1);
    assert!(project.names().contains(&own));
    let ran = project.sdk_from("target/mine.json", &["--service", "yours"]);
    ran.assert_stderr(["no service yours"]);
    std::fs::write(&alone, "{}").unwrap();
    let ran = project.sdk_from("target/mine.json", &["--all"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["mine.json is not a description"]);
    // The folder of one service is not a complete list either.
    let ran = project.sdk_from("target/tccli/services/two", &["--all"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(project.names().len(), all.len() + 1);
    // A source without descriptions is an error.
    std::fs::create_dir(project.folder.path().join("target/empty")).unwrap();
    let ran = project.sdk_from("target/empty", &["--all"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    assert_eq!(project.names().len(), all.len() + 1);
    // The complete list removes the crate.
    let ran = project.sdk(&["--all"]);
    ran.assert_stdout(["1 removed"]);
    assert_eq!(project.names(), all);
}

#[test]
fn a_second_run_waits_for_the_first() {
    let project = project();
    std::fs::create_dir_all(project.workspace()).unwrap();
    let first = std::fs::File::open(project.workspace()).unwrap();
    first.lock().unwrap();
    let mut second = project
        .sdk_command("target/tccli", &["--all"])
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(second.stderr.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(
        line.contains("waiting for another command in target/sdk"),
        "{line}"
    );
    assert_eq!(project.names(), [""; 0]);
    drop(first);
    assert!(second.wait().unwrap().success());
    assert_eq!(project.names().len(), 5);
}
