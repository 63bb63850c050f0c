//! Tests the output of `cargo xtask codegen`, also if it cannot be printed.

use std::fs::OpenOptions;
use std::process::Stdio;

use crate::project::{Project, Ran};

#[cfg(target_os = "linux")]
#[test]
fn unprintable_output_is_an_error_after_the_crate_is_written() {
    let full = || Stdio::from(OpenOptions::new().write(true).open("/dev/full").unwrap());
    let project = Project::new();
    let run = |arguments: &[&str]| {
        let mut command = project.command(arguments);
        Ran::of(
            command
                .stdout(full())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
                .wait_with_output()
                .unwrap(),
        )
    };
    let check = run(&["codegen", "--check"]);
    assert_eq!(check.status, Some(2), "{}", check.stderr);
    check.assert_stderr(["nothing was written"]);
    assert!(!project.out().exists());

    let written = run(&["codegen"]);
    assert_eq!(written.status, Some(2), "{}", written.stderr);
    written.assert_stderr(["all is written, but"]);
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));

    for arguments in [&["--help"][..], &["codegen", "--help"], &["coverage"]] {
        let ran = run(arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.stderr);
        ran.assert_stderr(["could not be shown"]);
    }
}

#[test]
fn a_closed_pipe_does_not_change_the_status() {
    let project = Project::new();
    project.run(&["codegen"]);
    project.rewrite("\"Text\"", "\"Words\"");
    for (arguments, status) in [(&["codegen", "--check"][..], 1), (&["codegen"], 0)] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = project.command(arguments);
        let ran = command
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let ran = Ran::of(ran.wait_with_output().unwrap());
        assert_eq!((ran.status, &*ran.stderr), (Some(status), ""));
    }
}

#[test]
fn the_status_is_correct_if_nothing_can_be_printed() {
    let project = Project::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = project.command(&["codegen", "--schema", "nowhere"]);
    let status = command.stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[test]
fn check_shows_an_edited_file_and_keeps_it() {
    let project = Project::new();
    project.run(&["codegen"]);
    let edited = project.out().join("src/lib.rs");
    let text = std::fs::read_to_string(&edited).unwrap() + "// mine\n";
    std::fs::write(&edited, &text).unwrap();
    let check = project.run(&["codegen", "--check"]);
    assert_eq!(check.status, Some(1), "{}", check.stderr);
    check.assert_stdout(["-// mine", "edited   src/lib.rs (edited by hand"]);

    // Nothing is written, not even other changed files.
    project.rewrite("\"Greeting\"", "\"Salute\"");
    let before = project.tree();
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["generated files were edited", "lib.rs", "schema/"]);
    assert_eq!(project.tree(), before);

    std::fs::remove_file(&edited).unwrap();
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
}

#[test]
fn an_edited_stale_file_is_named_by_each_run() {
    let project = Project::new();
    project.run(&["codegen"]);
    let edited = project.out().join("src/model/greeting.rs");
    let text = std::fs::read_to_string(&edited).unwrap() + "// mine\n";
    std::fs::write(&edited, text).unwrap();
    project.rewrite("\"Greeting\"", "\"Salute\"");
    for _ in 0..2 {
        let ran = project.run(&["codegen"]);
        assert_eq!(ran.status, Some(0), "{}", ran.stderr);
        ran.assert_stdout([
            "left     src/model/greeting.rs (no longer generated, and edited by hand",
        ]);
    }
    assert!(edited.exists());
}

#[test]
fn foreign_files_are_counted_by_folder() {
    let project = Project::new();
    project.run(&["codegen"]);
    for number in 0..200 {
        let folder = project.out().join(format!("target/debug/{}", number % 7));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(number.to_string()), "").unwrap();
    }
    std::fs::write(project.out().join("src/notes.txt"), "").unwrap();
    let ran = project.run(&["codegen"]);
    let left: Vec<&str> = ran
        .stdout
        .lines()
        .filter(|line| line.starts_with("left "))
        .collect();
    let expected = [
        "left     src/notes.txt (not the generator's)",
        "left     target/ (200 files, not the generator's)",
    ];
    assert_eq!(left, expected, "{}", ran.stdout);
    ran.assert_stdout(["201 left"]);
}

#[test]
fn licences_of_the_crate_stay_and_are_not_reported() {
    let project = Project::new();
    project.run(&["codegen"]);
    let licence = project.out().join("LICENSE-MIT");
    std::fs::write(&licence, "MIT\n").unwrap();
    for arguments in [&["codegen"][..], &["codegen", "--check"]] {
        let ran = project.run(arguments);
        assert_eq!(ran.status, Some(0), "{}", ran.stderr);
        ran.assert_stdout([" 0 left"]);
        assert!(!ran.stdout.contains("LICENSE"), "{}", ran.stdout);
    }
    assert_eq!(std::fs::read_to_string(&licence).unwrap(), "MIT\n");
}

#[test]
fn the_version_is_printed() {
    let ran = Project::new().run(&["--version"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout.contains(env!("CARGO_PKG_VERSION")),
        "{}",
        ran.stdout
    );
}
