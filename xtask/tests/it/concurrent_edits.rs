//! Files that a person saves while a command runs: no edit is lost.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::interruption::{CHANGELOG, begin, is_temporary, litter};
use crate::project::Project;
use crate::strace::{has_strace, strace};
use crate::update_fixture::Following;

/// Saves a file as most editors do: a new file takes the place of the old one.
fn save(project: &Project, path: &Path, text: &str) {
    let beside = project.folder.path().join("target/edit");
    std::fs::create_dir_all(beside.parent().unwrap()).unwrap();
    std::fs::write(&beside, text).unwrap();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::rename(&beside, path).unwrap();
}

#[test]
fn files_that_a_person_saves_during_a_run_stay() {
    let project = Project::new();
    project.run(&["codegen"]);
    let start = Instant::now();
    let names = ["Greeting", "Salute"];
    let rename = |step: usize| {
        let (from, to) = (names[step % 2], names[(step + 1) % 2]);
        project.rewrite(&format!("\"{from}\""), &format!("\"{to}\""));
    };
    rename(0);
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    let whole = start.elapsed() / 2;
    let src = project.out().join("src");
    let mut finished = 0;
    for step in 1..40 {
        rename(step);
        let mut command = project.command(&["codegen"]);
        let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = quiet.spawn().unwrap();
        std::thread::sleep(whole * u32::try_from(step).unwrap() / 40);
        let mut saved: BTreeMap<PathBuf, String> = BTreeMap::new();
        for name in [
            "model/mine.rs",
            "mine/new.rs",
            "model/greeting.rs",
            "model/salute.rs",
            "lib.rs",
        ] {
            let path = src.join(name);
            let text = format!("// mine {step} {name}\n");
            match step % 3 {
                0 => std::fs::create_dir_all(path.parent().unwrap())
                    .and_then(|()| std::fs::write(&path, &text))
                    .unwrap(),
                _ => save(&project, &path, &text),
            }
            saved.insert(path, text);
        }
        finished += usize::from(child.wait().unwrap().success());
        for (path, text) in &saved {
            let found = std::fs::read_to_string(path).unwrap_or_default();
            assert_eq!(found, *text, "step {step}: {}", path.display());
            std::fs::remove_file(path).unwrap();
        }
        assert_eq!(project.run(&["codegen"]).status, Some(0));
    }
    assert!(finished < 39, "no run met an edit");
}

#[test]
fn an_edit_of_a_file_that_is_being_removed_stays() {
    if !has_strace() {
        return;
    }
    let project = Project::new();
    project.run(&["codegen"]);
    project.rewrite("\"Greeting\"", "\"Aloha\"");
    let model = project.out().join("src/model");
    // The new file comes first, and is not put in place with `rename`.
    let inject = "rename:delay_enter=300ms";
    let mut child = strace(&project, inject, &["codegen"]).spawn().unwrap();
    let begun = Instant::now();
    while !model.join("aloha.rs").exists() {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "nothing is written"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    let edited = model.join("greeting.rs");
    std::fs::write(&edited, "// mine\n").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2));
    assert_eq!(std::fs::read_to_string(&edited).unwrap(), "// mine\n");
    assert!(
        project
            .run(&["codegen"])
            .stdout
            .contains("left     src/model/greeting.rs")
    );
    assert_eq!(std::fs::read_to_string(&edited).unwrap(), "// mine\n");
}

/// Waits until the command is about to replace or create a file.
fn wait_for_temporary(folder: &Path, name: &str) {
    let start = format!(".{name}.");
    for _ in 0..10_000 {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        if names.any(|name| name.starts_with(&start) && is_temporary(&name)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("no temporary file of {name}");
}

#[test]
fn an_edit_during_a_replacement_is_kept() {
    if !has_strace() {
        return;
    }
    for name in ["the facts", "the changelog", "a generated file"] {
        let (project, next) = begin();
        let path = match name {
            "the facts" => project.facts(),
            "the changelog" => project.folder.path().join(CHANGELOG),
            _ => project.out().join("src/model/person.rs"),
        };
        if !path.exists() {
            std::fs::write(&path, "# Changelog\n").unwrap();
        }
        let arguments = ["update", "--from", next.to_str().unwrap()];
        let inject = "rename,renameat2:delay_enter=100ms";
        let mut child = strace(&project, inject, &arguments).spawn().unwrap();
        wait_for_temporary(
            path.parent().unwrap(),
            path.file_name().unwrap().to_str().unwrap(),
        );
        let edited = format!("{}// mine\n", std::fs::read_to_string(&path).unwrap());
        save(&project, &path, &edited);
        assert_eq!(child.wait().unwrap().code(), Some(2), "{name}");
        let found = std::fs::read_to_string(&path).unwrap();
        assert_eq!(found, edited, "{name}");
        assert_eq!(litter(&project), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_file_created_during_a_run_is_kept() {
    if !has_strace() {
        return;
    }
    let project = Project::new();
    let inject = "renameat2:delay_enter=100ms";
    let mut child = strace(&project, inject, &["codegen"]).spawn().unwrap();
    let manifest = project.out().join("Cargo.toml");
    wait_for_temporary(&project.out(), "Cargo.toml");
    std::fs::write(&manifest, "mine").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2));
    assert_eq!(std::fs::read_to_string(&manifest).unwrap(), "mine");
    assert_eq!(project.tree().len(), 1);
}

#[test]
fn an_edited_file_stops_an_update_before_it_writes() {
    let (project, next) = begin();
    let lib = project.out().join("src/lib.rs");
    let text = std::fs::read_to_string(&lib).unwrap();
    std::fs::write(&lib, text + "// mine\n").unwrap();
    let before = project.state();
    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["generated files were edited", "nothing was written"]);
    assert_eq!(project.state(), before);
    assert_eq!(litter(&project), Vec::<String>::new());
}
