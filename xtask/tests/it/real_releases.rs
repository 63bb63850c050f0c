//! Applies all releases that upstream published, one after the other, if `UPSTREAM_DIR` is set.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cargo::{cargo, root, workspace};
use crate::project::Project;
use crate::update_fixture::Following;

#[test]
fn every_real_release_can_be_applied_and_its_crate_compiles() {
    let Some(upstream) = std::env::var_os("UPSTREAM_DIR").map(PathBuf::from) else {
        eprintln!("skipped: UPSTREAM_DIR names no folder of upstream's descriptions");
        return;
    };
    for folder in std::fs::read_dir(&upstream)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        walk(&folder);
    }
}

fn walk(folder: &Path) {
    let name = folder.file_name().unwrap();
    let selected = std::fs::read(root().join("schema").join(name).join("upstream.json"));
    let Ok(selected) = selected else {
        eprintln!("skipped: schema/ selects nothing of {}", name.display());
        return;
    };
    let selected: Value = serde_json::from_slice(&selected).unwrap();
    let mut steps: Vec<PathBuf> = std::fs::read_dir(folder.join("history"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    steps.sort_by_key(|path| {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        stem.split('.')
            .map(|number| number.parse().unwrap())
            .collect::<Vec<u32>>()
    });
    steps.push(folder.join("api.json"));
    assert!(steps.len() > 2, "{steps:?}");

    let project = Project::new();
    std::fs::remove_dir_all(project.service()).unwrap();
    let schema = Path::new("schema").join(name);
    let mut arguments = vec![
        "import",
        "--from",
        steps[0].to_str().unwrap(),
        "--schema",
        schema.to_str().unwrap(),
    ];
    let mut actions = offered(&selected, &steps[0]);
    for action in &actions {
        arguments.extend(["--action", action]);
    }
    let ran = project.run(&arguments);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    compile(&project);
    let newest = selected["source"]["release"].as_str().unwrap();
    for step in &steps[1..] {
        // The current file does not contain its release.
        let release: &[&str] = match step.ends_with("api.json") {
            true => &["--tccli", newest],
            false => &[],
        };
        let ran = project.update(step, release);
        assert_eq!(ran.status, Some(0), "{}: {}", step.display(), ran.stderr);
        ran.assert_stdout(["version "]);
        let mut new = offered(&selected, step);
        new.retain(|action| !actions.contains(action));
        if !new.is_empty() {
            let mut arguments = vec!["add", "--from", step.to_str().unwrap()];
            arguments.extend(new.iter().map(String::as_str));
            arguments.extend(release);
            let ran = project.run(&arguments);
            assert_eq!(ran.status, Some(0), "{}: {}", step.display(), ran.stderr);
            actions.extend(new);
        }
        compile(&project);
        assert_eq!(
            project
                .update(step, &[&["--check"], release].concat())
                .status,
            Some(0)
        );
    }
}

/// Returns the selected actions that a release has. Upstream added some of them later.
fn offered(selected: &Value, release: &Path) -> Vec<String> {
    let description: Value = serde_json::from_slice(&std::fs::read(release).unwrap()).unwrap();
    let known = description["actions"].as_object().unwrap();
    let selected = selected["actions"].as_object().unwrap().keys();
    selected
        .filter(|action| known.contains_key(*action))
        .cloned()
        .collect()
}

/// Compiles the generated crate with the project's own runtime.
fn compile(project: &Project) {
    workspace(project);
    let folder = project.folder.path();
    cargo(folder, &["build", "--no-default-features"]);
    for file in ["Cargo.toml", "Cargo.lock"] {
        std::fs::remove_file(folder.join(file)).unwrap();
    }
}
