//! Runs `cargo xtask codegen` as a process, on a small description.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::project::{Project, Ran};

#[test]
fn a_second_run_changes_nothing() {
    let project = Project::new();
    let first = project.run(&["codegen"]);
    assert_eq!(first.status, Some(0), "{}", first.stderr);
    first.assert_stdout(["created  src/model/say_hello_request.rs"]);
    let lib = project.out().join("src/lib.rs");
    let written = std::fs::metadata(&lib).unwrap().modified().unwrap();

    let second = project.run(&["codegen"]);
    let left_alone = format!(
        "0 created, 0 updated, 0 removed, {} unchanged",
        project.tree().len()
    );
    second.assert_stdout([&left_alone]);
    assert_eq!(
        std::fs::metadata(&lib).unwrap().modified().unwrap(),
        written
    );
    assert_eq!(project.litter(), Vec::<String>::new());
}

#[test]
fn unchanged_files_keep_their_times() {
    let project = Project::new();
    project.run(&["codegen"]);
    let manifest = project.out().join("rustfmt.toml");
    std::fs::remove_file(project.out().join("src/stub.rs")).unwrap();
    let written = std::fs::metadata(&manifest).unwrap().modified().unwrap();
    let ran = project.run(&["codegen"]);
    ran.assert_stdout(["created  src/stub.rs"]);
    assert_eq!(
        std::fs::metadata(&manifest).unwrap().modified().unwrap(),
        written
    );
}

#[test]
fn check_writes_nothing_prints_a_diff_and_exits_with_1() {
    let project = Project::new();
    let absent = project.run(&["codegen", "--check"]);
    assert_eq!(absent.status, Some(1));
    assert!(!project.out().exists());

    project.run(&["codegen"]);
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));

    project.rewrite("\"Text\"", "\"Words\"");
    let before = project.tree();
    let drifted = project.run(&["codegen", "--check"]);
    assert_eq!(drifted.status, Some(1));
    drifted.assert_stdout([
        "-    pub text: Option<String>,",
        "+    pub words: Option<String>,",
    ]);
    let rest = format!("1 updated, 0 removed, {} unchanged", before.len() - 1);
    drifted.assert_stdout([&rest]);
    assert!(!drifted.stdout.contains('\u{1b}'), "no colours in a pipe");
    assert_eq!(project.tree(), before);
    let mut command = project.command(&["codegen", "--check"]);
    let coloured = Ran::of(command.env("CLICOLOR_FORCE", "1").output().unwrap());
    coloured.assert_stdout(["\u{1b}[31m-    pub text"]);
}

#[test]
fn an_unreadable_description_is_an_error() {
    let project = Project::new();
    project.run(&["codegen"]);
    let before = project.tree();
    project.rewrite("\"member", "\"membre");
    for arguments in [&["codegen", "--check"][..], &["codegen"]] {
        let ran = project.run(arguments);
        assert_eq!(ran.status, Some(2));
        assert!(ran.stderr.contains("upstream.json"), "{}", ran.stderr);
        assert!(ran.stderr.contains("members"), "{}", ran.stderr);
        assert_eq!(project.tree(), before);
    }
}

#[test]
fn stale_files_are_removed_and_others_stay() {
    let project = Project::new();
    project.run(&["codegen"]);
    let foreign = project.out().join("src/model/notes.txt");
    std::fs::write(&foreign, "mine").unwrap();
    project.rewrite("\"Greeting\"", "\"Salute\"");
    let ran = project.run(&["codegen"]);
    ran.assert_stdout([
        "removed  src/model/greeting.rs",
        "created  src/model/salute.rs",
        "left     src/model/notes.txt",
    ]);
    assert!(!project.out().join("src/model/greeting.rs").exists());
    assert_eq!(std::fs::read_to_string(foreign).unwrap(), "mine");
}

#[test]
fn an_edited_stale_file_stays() {
    let project = Project::new();
    project.run(&["codegen"]);
    let edited = project.out().join("src/model/greeting.rs");
    std::fs::write(&edited, "// mine").unwrap();
    project.rewrite("\"Greeting\"", "\"Salute\"");
    let ran = project.run(&["codegen"]);
    ran.assert_stdout(["left     src/model/greeting.rs"]);
    assert_eq!(std::fs::read_to_string(edited).unwrap(), "// mine");
}

#[test]
fn a_hand_written_file_is_not_overwritten() {
    let project = Project::new();
    project.run(&["codegen"]);
    let mine = project.out().join("src/model/salute.rs");
    std::fs::write(&mine, "// mine").unwrap();
    project.rewrite("\"Greeting\"", "\"Salute\"");
    let before = project.tree();
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("salute.rs"), "{}", ran.stderr);
    assert_eq!(project.tree(), before);
}

#[test]
fn a_folder_with_foreign_files_is_rejected() {
    let project = Project::new();
    std::fs::create_dir(project.out()).unwrap();
    std::fs::write(project.out().join("thesis.tex"), "years of work").unwrap();
    let before = project.tree();
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("--out"), "{}", ran.stderr);
    assert_eq!(project.tree(), before);
}

#[test]
fn wrong_folders_are_errors_with_a_next_step() {
    let project = Project::new();
    let nowhere = project.run(&["codegen", "--schema", "nowhere"]);
    assert_eq!(nowhere.status, Some(2));
    assert!(nowhere.stderr.contains("nowhere"), "{}", nowhere.stderr);

    let other = project.folder.path().join("schema/other-2020-01-01");
    std::fs::create_dir(&other).unwrap();
    std::fs::copy(project.facts(), other.join("upstream.json")).unwrap();
    let several = project.run(&["codegen"]);
    assert_eq!(several.status, Some(2));
    assert!(
        several.stderr.contains("other-2020-01-01"),
        "{}",
        several.stderr
    );
    assert!(several.stderr.contains("--schema"), "{}", several.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_stays_a_link() {
    let project = Project::new();
    let elsewhere = project.folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, project.out()).unwrap();
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    assert!(project.out().is_symlink());
    assert!(elsewhere.join("src/lib.rs").is_file());
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_complete_files() {
    let project = Project::new();
    project.run(&["codegen"]);
    let before = project.tree();
    project.rewrite("\"Text\"", "\"Words\"");
    // Files cannot grow beyond 512 bytes, and the signal is ignored: this simulates a full disk.
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" codegen"])
        .arg(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(project.folder.path());
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("nothing was changed"), "{}", ran.stderr);
    assert_eq!(project.tree(), before);
    assert_eq!(project.litter(), Vec::<String>::new());
}

/// Changes the description so that many files change, or back. The files keep their names.
fn rewrite_much(project: &Project, is_back: bool) {
    for (from, to) in [
        ("2020-01-01", "2021-02-02"),
        ("\"Text\"", "\"Words\""),
        ("\"Name\"", "\"Title\""),
    ] {
        let (from, to) = if is_back { (to, from) } else { (from, to) };
        project.rewrite(from, to);
    }
}

#[test]
fn a_killed_run_leaves_complete_files_and_the_next_run_finishes() {
    let project = Project::new();
    project.run(&["codegen"]);
    let old = project.tree();
    rewrite_much(&project, false);
    let start = Instant::now();
    project.run(&["codegen"]);
    let whole = start.elapsed();
    let new = project.tree();
    let changed = old.iter().filter(|(path, text)| new[*path] != **text);
    assert!(
        changed.count() > 5,
        "too few files to be interrupted between"
    );
    let is_temporary = |path: &PathBuf| path.to_string_lossy().contains(".xtask-");
    let mut interrupted = 0;
    for step in 0..40 {
        rewrite_much(&project, step % 2 == 0);
        let mut command = project.command(&["codegen"]);
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * step / 32 + Duration::from_micros(100));
        child.kill().unwrap();
        interrupted += usize::from(child.wait().unwrap().code().is_none());
        let mut found = project.tree();
        found.retain(|path, _| !is_temporary(path));
        assert!(found.keys().eq(new.keys()), "after step {step}");
        for (path, text) in &found {
            let is_complete = *text == old[path] || *text == new[path];
            assert!(is_complete, "{} after step {step}", path.display());
        }
        let wanted = if step % 2 == 0 { &old } else { &new };
        let check = project.run(&["codegen", "--check"]);
        assert_eq!(check.status, Some(i32::from(found != *wanted)));
    }
    assert!(interrupted > 0, "no run was killed");
    let last = project.run(&["codegen"]);
    assert_eq!(last.status, Some(0), "{}", last.stderr);
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
    assert_eq!(project.tree(), new, "the next run clears what was left");
    assert_eq!(project.litter(), Vec::<String>::new());
}

#[test]
fn concurrent_runs_wait_for_each_other() {
    let project = Project::new();
    let mut children = Vec::new();
    for _ in 0..4 {
        children.push(
            project
                .command(&["codegen"])
                .stdout(Stdio::null())
                .spawn()
                .unwrap(),
        );
    }
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
}

#[test]
fn help_lists_options_and_usage_errors_exit_with_2() {
    let project = Project::new();
    let help = project.run(&["codegen", "--help"]);
    assert_eq!(help.status, Some(0));
    help.assert_stdout(["--check", "--schema", "--out", "Examples", "Exit status"]);
    assert_eq!(project.run(&["codegen", "--chekc"]).status, Some(2));
}
