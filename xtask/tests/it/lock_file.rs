//! `Cargo.lock` follows the version of the crate.

use std::path::PathBuf;
use std::process::Command;

use crate::cargo::{program, workspace};
use crate::project::Project;
use crate::update_fixture::{Following, second};

/// A lock file that lists the crate, and another entry.
pub fn lock(version: &str) -> String {
    format!(
        "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"tencent-demo\",\n]\n\n\
         [[package]]\nname = \"tencent-demo\"\nversion = \"{version}\"\n"
    )
}

fn path(project: &Project) -> PathBuf {
    project.folder.path().join("Cargo.lock")
}

fn begin() -> Project {
    let project = Project::new();
    project.begin();
    std::fs::write(path(&project), lock("0.1.0")).unwrap();
    project
}

#[track_caller]
fn assert_version(project: &Project, version: &str) {
    let found = std::fs::read_to_string(path(project)).unwrap();
    assert_eq!(found, lock(version));
    let manifest = std::fs::read_to_string(project.out().join("Cargo.toml")).unwrap();
    assert!(manifest.contains(&format!("version = \"{version}\"")));
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
}

#[test]
fn every_command_that_raises_the_version_raises_it_in_the_lock_file() {
    let project = begin();
    let first = project.source("3.0.1.1.json", &crate::update_fixture::first());
    for (arguments, version) in [
        (
            &["add", "Wait", "--from", first.to_str().unwrap()][..],
            "0.1.1",
        ),
        (&["remove", "Wait"], "0.2.0"),
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.status, Some(0), "{arguments:?}: {}", ran.stderr);
        assert_version(&project, version);
    }
    let next = project.source("3.0.2.1.json", &second());
    for more in ["--check", "--dry-run"] {
        project.update(&next, &[more]);
        assert_version(&project, "0.2.0");
    }
    assert_eq!(project.update(&next, &[]).status, Some(0));
    assert_version(&project, "0.2.1");

    // A person may raise the version too.
    project.rewrite("0.2.1", "1.0.0");
    let check = project.run(&["codegen", "--check"]);
    assert_eq!(check.status, Some(1));
    check.assert_stdout(["updated  ../Cargo.lock"]);
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    assert_version(&project, "1.0.0");
}

#[test]
fn an_old_lock_file_is_out_of_date_and_the_next_run_corrects_it() {
    let project = begin();
    let next = project.source("3.0.2.1.json", &second());
    for command in [
        &["codegen"][..],
        &["update", "--from", next.to_str().unwrap()],
    ] {
        assert_eq!(project.update(&next, &[]).status, Some(0));
        std::fs::write(path(&project), lock("0.1.0")).unwrap();
        assert_eq!(project.run(&["codegen", "--check"]).status, Some(1));
        assert_eq!(project.run(command).status, Some(0));
        assert_version(&project, "0.1.1");
    }
}

#[test]
fn cargo_accepts_the_lock_file_after_an_update() {
    let project = Project::new();
    project.begin();
    workspace(&project);
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(program());
        let done = command
            .args(arguments)
            .arg("--offline")
            .current_dir(project.folder.path());
        let done = done.output().unwrap();
        (
            done.status.success(),
            String::from_utf8(done.stderr).unwrap(),
        )
    };
    // Unlike `cargo metadata`, it needs no packages of other platforms, which are not downloaded.
    let tree = ["tree", "--locked"];
    let (is_done, stderr) = cargo(&["tree"]);
    assert!(is_done, "{stderr}");
    let before = std::fs::read_to_string(path(&project)).unwrap();
    let next = project.source("3.0.2.1.json", &second());
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let (is_done, stderr) = cargo(&tree);
    assert!(is_done, "{stderr}");

    // The check finds a lock file that does not fit.
    std::fs::write(path(&project), before).unwrap();
    assert!(!cargo(&tree).0);
}
