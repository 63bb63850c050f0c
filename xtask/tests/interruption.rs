//! An update that was interrupted is finished, or never was.

mod following;
mod project;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use self::following::{Following, changed, member, members};
use self::project::{Project, Ran};

#[test]
fn killed_at_any_moment_an_update_is_whole_or_not_at_all() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "年龄")));
    let next = project.source("3.0.2.1.json", &next);
    let old = project.state();
    let start = Instant::now();
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let whole = start.elapsed();
    let new = project.state();
    let mut interrupted = 0;
    for step in 0..40 {
        let project = Project::new();
        project.begin();
        let next = project.source(
            "3.0.2.1.json",
            &changed(|next| {
                members(next, "Person").push(member("Age", "int64", false, "年龄"));
            }),
        );
        let arguments = ["update", "--from", next.to_str().unwrap()];
        let mut child = project
            .command(&arguments)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * step / 36 + Duration::from_micros(100));
        child.kill().unwrap();
        interrupted += usize::from(child.wait().unwrap().code().is_none());
        // Whoever comes next finishes what was begun.
        let ran = project.run(&["codegen"]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        let texts = |state: BTreeMap<PathBuf, Vec<u8>>| state.into_values().collect::<Vec<_>>();
        let found = texts(project.state());
        let is_one = found == texts(old.clone()) || found == texts(new.clone());
        assert!(is_one, "half an update after step {step}");
        assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
        assert_eq!(project.litter(), Vec::<String>::new());
    }
    assert!(interrupted > 0, "no run was killed");
}

/// An update that stopped half way: all is written, and the changelog cannot be put in its place.
fn interrupted(project: &Project) -> PathBuf {
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "年龄")));
    let next = project.source("3.0.2.1.json", &next);
    let beside = project.folder.path().join(".CHANGELOG.md.staging");
    std::fs::create_dir(&beside).unwrap();
    assert_eq!(project.update(&next, &[]).status, Some(2));
    std::fs::remove_dir(&beside).unwrap();
    next
}

#[test]
fn an_update_whose_new_crate_was_lost_is_finished_all_the_same() {
    let project = Project::new();
    let next = interrupted(&project);
    let present = std::fs::read_to_string(project.out().join("Cargo.toml")).unwrap();
    assert!(present.contains("0.1.1"), "the crate is in its place");
    // As if the old crate stood there still, and somebody had cleared the folder beside it.
    std::fs::write(
        project.out().join(".codegen-manifest.json"),
        "{\"files\":{}}",
    )
    .unwrap();
    std::fs::remove_dir_all(project.folder.path().join(".generated.staging")).unwrap();
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
    assert_eq!(project.update(&next, &["--check"]).status, Some(0));
    assert_eq!(project.litter(), Vec::<String>::new());
}

#[test]
fn an_interrupted_update_is_finished_by_the_next_command() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "年龄")));
    let next = project.source("3.0.2.1.json", &next);
    // The changelog cannot be written beside its place: a folder stands there.
    let changelog = project.folder.path().join("CHANGELOG.md");
    let beside = project.folder.path().join(".CHANGELOG.md.staging");
    std::fs::create_dir(&beside).unwrap();
    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(2), "{}", ran.shown);
    assert!(
        ran.words().contains("finishes what was begun"),
        "{}",
        ran.complaint
    );
    for arguments in [
        &["codegen", "--check"][..],
        &["review"],
        &["update", "--check", "--from", next.to_str().unwrap()],
        &["import", "--from", next.to_str().unwrap()],
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.status, Some(2), "{}", ran.shown);
        assert!(
            ran.complaint.contains("was interrupted"),
            "{}",
            ran.complaint
        );
    }
    std::fs::remove_dir(&beside).unwrap();
    // Whoever finishes it works in another folder.
    let mut elsewhere = project.command(&["codegen", "--out", "../generated", "--schema", "."]);
    let ran = Ran::of(
        elsewhere
            .current_dir(project.folder.path().join("schema"))
            .output()
            .unwrap(),
    );
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert!(
        std::fs::read_to_string(&changelog)
            .unwrap()
            .contains("0.1.1")
    );
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
    assert_eq!(project.update(&next, &["--check"]).status, Some(0));
    assert_eq!(project.litter(), Vec::<String>::new());
}
