//! Commands that are killed: every file is complete, and the next run writes the rest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::lock_file::lock;
use crate::project::Project;
use crate::strace::{has_strace, strace};
use crate::update_fixture::{Following, second};

type State = BTreeMap<PathBuf, Vec<u8>>;

pub const CHANGELOG: &str = "CHANGELOG.md";
const FACTS: &str = "schema/demo-2020-01-01/upstream.json";

/// An update, and the project before and after it.
struct Update {
    old: State,
    new: State,
}

impl Update {
    fn new() -> Self {
        let (project, next) = begin();
        let old = project.state();
        assert_eq!(project.update(&next, &[]).status, Some(0));
        let new = project.state();
        Self { old, new }
    }

    /// Checks a project after its update was killed, and after each possible next command.
    fn check(&self, project: &Project, next: &Path, point: &str) {
        self.every_file_is_complete(&visible(project), point);
        let is_committed = project.state()[Path::new(FACTS)] == self.new[Path::new(FACTS)];
        let is_written = |state: &State| {
            let files = state
                .iter()
                .filter(|(path, _)| **path != Path::new(CHANGELOG));
            files.eq(self.crate_and_facts(is_committed).iter())
        };
        let check = project.run(&["codegen", "--check"]);
        let expected = i32::from(!is_written(&visible(project)));
        assert_eq!(check.status, Some(expected), "{point}: {}", check.stdout);

        let ran = project.run(&["codegen"]);
        assert_eq!(ran.status, Some(0), "{point}: {}", ran.stderr);
        assert!(is_written(&project.state()), "{point}");
        assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
        assert_eq!(litter(project), Vec::<String>::new(), "{point}");

        let ran = project.update(next, &[]);
        assert_eq!(ran.status, Some(0), "{point}: {}", ran.stderr);
        assert_eq!(project.state(), self.new, "{point}");
    }

    fn every_file_is_complete(&self, found: &State, point: &str) {
        for (path, text) in found {
            let known = [&self.old, &self.new];
            let is_known = known.iter().any(|state| state.get(path) == Some(text));
            assert!(is_known, "{point}: {} is incomplete", path.display());
        }
        // A file that exists before and after is never missing.
        for path in self.old.keys().filter(|path| self.new.contains_key(*path)) {
            assert!(found.contains_key(path), "{point}: {}", path.display());
        }
    }

    fn crate_and_facts(&self, is_committed: bool) -> State {
        let state = if is_committed { &self.new } else { &self.old };
        let mut state = state.clone();
        state.remove(Path::new(CHANGELOG));
        state
    }
}

/// Begins a project that has a lock file, and returns it with the next description.
pub fn begin() -> (Project, PathBuf) {
    let project = Project::new();
    project.begin();
    std::fs::write(project.folder.path().join("Cargo.lock"), lock("0.1.0")).unwrap();
    let next = project.source("3.0.2.1.json", &second());
    (project, next)
}

/// Returns the state without temporary files.
fn visible(project: &Project) -> State {
    let mut state = project.state();
    state.retain(|path, _| !is_temporary(&path.file_name().unwrap().to_string_lossy()));
    state
}

pub fn is_temporary(name: &str) -> bool {
    name.ends_with(".xtask-part") || name.ends_with(".xtask-swap")
}

/// Returns the temporary files of the project, including those outside of the crate.
pub fn litter(project: &Project) -> Vec<String> {
    let mut found = project.litter();
    for folder in [project.service(), project.service().join("overlay")] {
        let entries = std::fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        found.extend(names.filter(|name| name.starts_with('.')));
    }
    let crate_files = project.tree().into_keys();
    let names = crate_files.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned());
    found.extend(names.filter(|name| is_temporary(name)));
    found
}

#[test]
fn the_next_run_finishes_an_update_that_was_killed_at_a_random_time() {
    let update = Update::new();
    let (project, next) = begin();
    let start = Instant::now();
    project.update(&next, &[]);
    let whole = start.elapsed();
    let mut killed = 0;
    for step in 0..40 {
        let (project, next) = begin();
        let arguments = ["update", "--from", next.to_str().unwrap()];
        let mut command = project.command(&arguments);
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * step / 36 + Duration::from_micros(100));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        update.check(&project, &next, &format!("step {step}"));
    }
    assert!(killed > 0, "no run was killed");
}

/// The system calls that change files.
const CALLS: [&str; 9] = [
    "write",
    "fsync",
    "chmod",
    "mkdir",
    "rename",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
];

#[test]
fn the_next_run_finishes_an_update_that_was_killed_at_any_system_call() {
    if !has_strace() {
        return;
    }
    let update = Update::new();
    let mut killed = 0;
    for call in CALLS {
        for nth in 1.. {
            let (project, next) = begin();
            let arguments = ["update", "--from", next.to_str().unwrap()];
            let inject = format!("{call}:signal=KILL:when={nth}");
            let status = strace(&project, &inject, &arguments).status().unwrap();
            if status.success() {
                break;
            }
            killed += 1;
            update.check(&project, &next, &format!("{call} {nth}"));
        }
    }
    assert!(killed > 30, "only {killed} runs were killed");
}

#[test]
fn the_next_run_finishes_a_first_run_that_was_killed_at_any_system_call() {
    if !has_strace() {
        return;
    }
    let project = Project::new();
    project.run(&["codegen"]);
    let complete = project.tree();
    let (mut incomplete, mut with_temporary) = (0, 0);
    for call in CALLS {
        for nth in 1.. {
            std::fs::remove_dir_all(project.out()).unwrap();
            let inject = format!("{call}:signal=KILL:when={nth}");
            let status = strace(&project, &inject, &["codegen"]).status().unwrap();
            if status.success() {
                break;
            }
            let point = format!("{call} {nth}");
            let mut found = match project.out().is_dir() {
                true => project.tree(),
                false => BTreeMap::new(),
            };
            let all = found.len();
            found.retain(|path, _| !is_temporary(&path.file_name().unwrap().to_string_lossy()));
            with_temporary += usize::from(found.len() < all);
            incomplete += usize::from(!found.is_empty() && found.len() < complete.len());
            for (path, text) in &found {
                assert!(
                    complete.get(path) == Some(text),
                    "{point}: {}",
                    path.display()
                );
            }
            let check = project.run(&["codegen", "--check"]);
            let expected = i32::from(found != complete);
            assert_eq!(check.status, Some(expected), "{point}: {}", check.stderr);

            // The next run writes the rest, and nothing else.
            let ran = project.run(&["codegen"]);
            assert_eq!(ran.status, Some(0), "{point}: {}", ran.stderr);
            let created = complete.len() - found.len();
            let rest = format!(
                "{created} created, 0 updated, 0 removed, {} unchanged",
                found.len()
            );
            ran.assert_stdout([rest]);
            assert_eq!(project.tree(), complete, "{point}");
            assert_eq!(project.litter(), Vec::<String>::new(), "{point}");
        }
    }
    assert!(
        incomplete > 10,
        "only {incomplete} runs left a part of the crate"
    );
    assert!(
        with_temporary > 10,
        "only {with_temporary} runs left a temporary file"
    );
}

#[test]
fn the_next_run_removes_temporary_files_of_files_that_are_no_longer_generated() {
    if !has_strace() {
        return;
    }
    let project = Project::new();
    project.run(&["codegen"]);
    let complete = project.tree();
    let mut with_temporary = 0;
    for nth in 1.. {
        std::fs::remove_dir_all(project.out()).unwrap();
        project.rewrite("\"Greeting\"", "\"Salute\"");
        let inject = format!("renameat2:signal=KILL:when={nth}");
        let status = strace(&project, &inject, &["codegen"]).status().unwrap();
        project.rewrite("\"Salute\"", "\"Greeting\"");
        if status.success() {
            break;
        }
        let temporary = project.out().join("src/model/.salute.rs.xtask-part");
        with_temporary += usize::from(temporary.exists());
        assert_eq!(project.run(&["codegen"]).status, Some(0), "{nth}");
        assert_eq!(project.tree(), complete, "{nth}");
    }
    assert_eq!(with_temporary, 1);
}
