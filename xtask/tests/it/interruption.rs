//! An update that was interrupted is finished, or never was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::json;
use tencent_codegen::prose_hash;

use crate::following::{Following, second};
use crate::project::{Project, Ran};

#[test]
fn killed_at_any_moment_an_update_is_whole_or_not_at_all() {
    let project = Project::new();
    project.begin();
    let next = project.source("3.0.2.1.json", &second());
    let old = project.state();
    let start = Instant::now();
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let whole = start.elapsed();
    let new = project.state();
    let mut interrupted = 0;
    for step in 0..40 {
        let project = Project::new();
        project.begin();
        let next = project.source("3.0.2.1.json", &second());
        let arguments = ["update", "--from", next.to_str().unwrap()];
        let mut child = project
            .command(&arguments)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * step / 36 + Duration::from_micros(100));
        child.kill().unwrap();
        interrupted += usize::from(child.wait().unwrap().code().is_none());
        // `codegen` finishes what was begun.
        let ran = project.run(&["codegen"]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        let found = project.state();
        assert!(
            found == old || found == new,
            "half an update after step {step}"
        );
        assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
        assert_eq!(litter(&project), Vec::<String>::new());
    }
    assert!(interrupted > 0, "no run was killed");
}

/// What a command left beside the crate or beside the facts.
fn litter(project: &Project) -> Vec<String> {
    let entries = std::fs::read_dir(project.service()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let hidden = names.filter(|name| name.starts_with('.'));
    project.litter().into_iter().chain(hidden).collect()
}

type State = BTreeMap<PathBuf, Vec<u8>>;

/// The single files of an update, in the order in which they are put in their places.
const FILES: [&str; 3] = [
    "schema/demo-2020-01-01/upstream.json",
    "schema/demo-2020-01-01/release.json",
    "CHANGELOG.md",
];

const JOURNAL: &str = ".generated.journal";

/// An update, and the project as it was before and as it is to be.
struct Update {
    project: Project,
    from: PathBuf,
    old: State,
    new: State,
}

impl Update {
    /// One that a kill interrupted when so many of its files were in their places, or while it was
    /// still making them ready.
    fn interrupted(done: Option<usize>) -> Self {
        let project = Project::new();
        project.begin();
        let from = project.source("3.0.2.1.json", &second());
        let old = project.state();
        assert_eq!(project.update(&from, &[]).status, Some(0));
        let new = project.state();
        let update = Self {
            project,
            from,
            old,
            new,
        };
        std::fs::rename(update.project.out(), update.path(".generated.staging")).unwrap();
        update.restore(&update.old);
        for name in &FILES[..done.unwrap_or(0)] {
            std::fs::write(update.path(name), update.text(name)).unwrap();
        }
        for name in &FILES[done.unwrap_or(0)..] {
            let path = update.path(name);
            let beside = format!(".{}.staging", path.file_name().unwrap().to_str().unwrap());
            std::fs::write(path.with_file_name(beside), update.text(name)).unwrap();
        }
        let journal = match done {
            Some(_) => JOURNAL.to_owned(),
            None => format!(".{JOURNAL}.staging"),
        };
        std::fs::write(update.path(&journal), update.journal()).unwrap();
        update
    }

    fn path(&self, name: &str) -> PathBuf {
        self.project.folder.path().join(name)
    }

    fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.new[Path::new(name)]).unwrap()
    }

    fn journal(&self) -> String {
        let files = FILES.map(|name| {
            let old = self.old.get(Path::new(name));
            let old = old.map(|text| prose_hash(std::str::from_utf8(text).unwrap()));
            json!({ "path": name, "old": old, "new": self.text(name) })
        });
        json!({ "files": files }).to_string()
    }

    /// Puts everything back as it was, as from version control.
    fn restore(&self, state: &State) {
        for name in FILES {
            let _ = std::fs::remove_file(self.path(name));
        }
        for (path, text) in state {
            let path = self.project.folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
}

#[test]
fn an_interrupted_update_is_finished_by_codegen_and_every_other_command_says_so() {
    for done in 0..=FILES.len() {
        let update = Update::interrupted(Some(done));
        let project = &update.project;
        let before = project.state();
        let from = update.from.to_str().unwrap();
        for arguments in [
            &["codegen", "--check"][..],
            &["review"],
            &["update", "--from", from],
            &["update", "--check", "--from", from],
            &["import", "--from", from],
            &["add", "Wait", "--from", from],
            &["remove", "Ask"],
        ] {
            let ran = project.run(arguments);
            assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.shown);
            ran.complains_of([
                "was interrupted, and stands half way help: run `cargo xtask codegen`",
            ]);
        }
        assert_eq!(project.state(), before);
        // Whoever finishes it works in another folder.
        let mut elsewhere = project.command(&["codegen", "--out", "../generated", "--schema", "."]);
        let elsewhere = elsewhere.current_dir(project.folder.path().join("schema"));
        let ran = Ran::of(elsewhere.output().unwrap());
        assert_eq!(ran.status, Some(0), "after {done}: {}", ran.complaint);
        assert_eq!(project.state(), update.new, "after {done}");
        assert_eq!(litter(project), Vec::<String>::new());
    }
}

#[test]
fn an_update_that_was_not_begun_leaves_nothing_behind() {
    let update = Update::interrupted(None);
    let project = &update.project;
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert_eq!(project.state(), update.old);
    assert_eq!(litter(project), Vec::<String>::new());

    // It was killed while it wrote the first thing of all.
    std::fs::write(update.path(&format!(".{JOURNAL}.staging")), "{\"fil").unwrap();
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert_eq!(project.state(), update.old);
    assert_eq!(litter(project), Vec::<String>::new());
}

#[test]
fn what_a_person_wrote_in_between_is_not_written_over() {
    for (name, done) in FILES.iter().flat_map(|name| [(name, 0), (name, 3)]) {
        let interrupted = || {
            let update = Update::interrupted(Some(done));
            std::fs::write(update.path(name), "{ \"mine\": true }\n").unwrap();
            update
        };
        let update = interrupted();
        let project = &update.project;
        let before = project.state();
        let ran = project.run(&["codegen"]);
        assert_eq!(ran.status, Some(2), "{name} after {done}: {}", ran.shown);
        for told in ["changed since", name, "nothing was changed", JOURNAL] {
            let words = ran.words().replace(' ', "");
            assert!(
                words.contains(&told.replace(' ', "")),
                "{told} is not in {}",
                ran.complaint
            );
        }
        assert_eq!(project.state(), before);
        // One way out is to finish it,
        match update.old.get(Path::new(name)) {
            Some(text) => std::fs::write(update.path(name), text).unwrap(),
            None => std::fs::remove_file(update.path(name)).unwrap(),
        }
        let ran = project.run(&["codegen"]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        assert_eq!(project.state(), update.new);

        // the other one to give it up.
        let update = interrupted();
        let project = &update.project;
        std::fs::remove_file(update.path(JOURNAL)).unwrap();
        update.restore(&update.old);
        let ran = project.run(&["codegen"]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        assert_eq!(project.state(), update.old);
    }
}

#[test]
fn what_stands_in_the_crate_s_folder_since_the_interruption_stays() {
    let update = Update::interrupted(Some(1));
    let notes = update.project.out().join("notes.txt");
    std::fs::write(&notes, "mine").unwrap();
    let ran = update.project.run(&["codegen"]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), "mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_a_journal_cannot_hold_is_told_before_anything_is_written() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new();
    project.begin();
    let next = project.source("3.0.2.1.json", &second());
    let schema = std::ffi::OsStr::from_bytes(b"sch\xe9ma");
    let folder = project.folder.path();
    std::fs::rename(folder.join("schema"), folder.join(schema)).unwrap();
    let before = project.tree();
    let mut command = project.command(&["update", "--cache", "target/cache", "--out", "generated"]);
    command.arg("--from").arg(next).arg("--schema").arg(schema);
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.status, Some(2), "{}", ran.shown);
    ran.complains_of(["no Unicode text"]);
    assert_eq!(project.tree(), before);
    std::fs::rename(folder.join(schema), folder.join("schema")).unwrap();
    assert_eq!(litter(&project), Vec::<String>::new());
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
}
