//! The releases that upstream has published, one update after the other, where they are at hand.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::following::Following;
use crate::project::Project;

/// The descriptions that upstream has published, where they are at hand.
#[test]
fn real_releases_follow_each_other_and_every_crate_compiles() {
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
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let name = folder.file_name().unwrap();
    let selected = std::fs::read(workspace.join("schema").join(name).join("upstream.json"));
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
    for action in selected["actions"].as_object().unwrap().keys() {
        arguments.extend(["--action", action]);
    }
    let ran = project.run(&arguments);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    compile(&project, workspace);
    let newest = selected["source"]["release"].as_str().unwrap();
    for step in &steps[1..] {
        // The file of today does not say its release.
        let release: &[&str] = match step.ends_with("api.json") {
            true => &["--tccli", newest],
            false => &[],
        };
        let ran = project.update(step, release);
        assert_eq!(ran.status, Some(0), "{}: {}", step.display(), ran.complaint);
        ran.shows(["version "]);
        compile(&project, workspace);
        assert_eq!(
            project
                .update(step, &[&["--check"], release].concat())
                .status,
            Some(0)
        );
    }
}

/// Compiles what was generated, against the project's own runtime.
fn compile(project: &Project, workspace: &Path) {
    let text = std::fs::read_to_string(workspace.join("Cargo.toml")).unwrap();
    let members = "members = [\"codegen\", \"generated\", \"runtime\", \"tests\", \"xtask\"]";
    assert!(text.contains(members));
    let root = project.folder.path();
    let text = text.replace(members, "members = [\"generated\"]").replace(
        "path = \"runtime\"",
        &format!("path = {:?}", workspace.join("runtime")),
    );
    std::fs::write(root.join("Cargo.toml"), text).unwrap();
    std::fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let done = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--no-default-features"])
        .env("RUSTFLAGS", "-D warnings")
        .env("CARGO_TARGET_DIR", workspace.join("target/walk"))
        .current_dir(root)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    for file in ["Cargo.toml", "Cargo.lock"] {
        std::fs::remove_file(root.join(file)).unwrap();
    }
}
