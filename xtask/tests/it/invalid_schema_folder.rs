//! Tests `cargo xtask codegen` with an invalid folder `schema/`.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::project::Project;

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// An edit of a project, and the expected message.
type Case = (fn(&Project), &'static [&'static str]);

#[test]
fn invalid_schema_folders_are_errors_and_nothing_is_written() {
    let cases: &[Case] = &[
        (
            |project| symlink("nowhere", project.service().join("overlay")).unwrap(),
            &["overlay is a symbolic link that leads nowhere"],
        ),
        (
            |project| {
                std::fs::remove_file(project.facts()).unwrap();
                fifo(&project.facts());
            },
            &["upstream.json is neither a file nor a folder"],
        ),
        (
            |project| std::fs::write(project.service().join("overlay"), "{}").unwrap(),
            &["overlay is a file, and the overlay is a folder"],
        ),
        (
            |project| {
                std::fs::create_dir(project.service().join("overlays")).unwrap();
                std::fs::write(project.service().join("upstraem.json"), "{}").unwrap();
            },
            &[
                "overlays (did you mean `overlay`?)",
                "upstraem.json (did you mean `upstream.json`?)",
            ],
        ),
        (
            |project| {
                std::fs::remove_file(project.facts()).unwrap();
                std::fs::create_dir(project.facts()).unwrap();
            },
            &["upstream.json is a folder, and a file is read there"],
        ),
        (
            |project| {
                std::fs::remove_file(project.facts()).unwrap();
                symlink("nowhere", project.facts()).unwrap();
            },
            &["upstream.json is a symbolic link that leads nowhere"],
        ),
        (
            |project| overlay(project, |path| symlink("nowhere", path).unwrap()),
            &["a.json is a symbolic link that leads nowhere"],
        ),
        (
            |project| overlay(project, fifo),
            &["a.json is neither a file nor a folder"],
        ),
        (
            |project| overlay(project, |path| std::fs::create_dir(path).unwrap()),
            &["a.json is a folder, and a file is read there"],
        ),
    ];
    for (spoil, expected) in cases {
        let project = Project::new();
        project.run(&["codegen"]);
        let before = project.tree();
        spoil(&project);
        for arguments in [&["codegen"][..], &["codegen", "--check"]] {
            let ran = project.run(arguments);
            assert_eq!(ran.status, Some(2), "{expected:?}: {}", ran.stdout);
            ran.assert_stderr(*expected);
            assert_eq!(project.tree(), before);
        }
    }
}

fn overlay(project: &Project, make: fn(&Path)) {
    let folder = project.service().join("overlay");
    std::fs::create_dir(&folder).unwrap();
    make(&folder.join("a.json"));
}

#[test]
fn files_of_a_service_and_hidden_files_are_accepted() {
    let project = Project::new();
    for folder in ["cases", "examples", "benches", "programs", "tests", ".idea"] {
        std::fs::create_dir(project.service().join(folder)).unwrap();
    }
    std::fs::write(project.service().join(".DS_Store"), "").unwrap();
    std::fs::write(project.service().join("upstream.json~"), "").unwrap();
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
}

#[test]
fn a_file_instead_of_a_folder_is_an_error_with_a_next_step() {
    let project = Project::new();
    let ran = project.run(&[
        "codegen",
        "--schema",
        "schema/demo-2020-01-01/upstream.json",
    ]);
    assert_eq!(ran.status, Some(2));
    ran.assert_stderr(["name the folder of the service"]);
}

#[test]
fn a_system_error_is_reported_once() {
    let project = Project::new();
    let ran = project.run(&["codegen", "--schema", "nowhere"]);
    assert_eq!(ran.status, Some(2));
    assert_eq!(
        ran.words().matches("No such file").count(),
        1,
        "{}",
        ran.stderr
    );
}
