//! Tests `cargo xtask codegen` in unusual folders: mounted, read-only, behind a link, or as the current
//! folder.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::project::{Project, Ran, install};
use crate::update_fixture::{Following, second};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs a script that mounts a file, if the system permits it.
fn with_mounts(project: &Project, script: &str) -> Option<Ran> {
    let unshared = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "sh", "-ec", script]);
        command.env("XTASK", env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(project.folder.path()).output()
    };
    let can = unshared("mkdir probe; mount -t tmpfs none probe");
    if !can.is_ok_and(|probe| probe.status.success()) {
        eprintln!("skipped: nothing can be mounted here");
        return None;
    }
    std::fs::remove_dir(project.folder.path().join("probe")).unwrap();
    Some(Ran::of(unshared(script).unwrap()))
}

#[test]
fn mounted_files_in_the_crate_stay() {
    for mount in [
        "mount -t tmpfs none generated/target",
        "mount --bind precious generated/target",
    ] {
        let project = Project::new();
        project.run(&["codegen"]);
        std::fs::create_dir(project.out().join("target")).unwrap();
        std::fs::create_dir(project.folder.path().join("precious")).unwrap();
        project.rewrite("\"Text\"", "\"Words\"");
        let script = format!(
            "{mount}; echo years > generated/target/work; \"$XTASK\" codegen; cat generated/target/work"
        );
        let Some(ran) = with_mounts(&project, &script) else {
            return;
        };
        assert_eq!(ran.status, Some(0), "{mount}: {}", ran.stderr);
        assert!(ran.stdout.ends_with("years\n"), "{mount}: {}", ran.stdout);
        assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
    }
}

#[test]
fn modes_are_kept() {
    let project = Project::new();
    project.run(&["codegen"]);
    let notes = project.out().join("notes");
    std::fs::create_dir(&notes).unwrap();
    std::fs::write(notes.join("mine.txt"), "mine").unwrap();
    let updated = project.out().join("src/model/greeting.rs");
    set_mode(&notes, 0o700);
    set_mode(&updated, 0o600);
    set_mode(&project.out().join("src"), 0o750);
    project.rewrite("\"Text\"", "\"Words\"");
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    assert!(std::fs::read_to_string(&updated).unwrap().contains("words"));
    assert_eq!(mode(&notes), 0o700);
    assert_eq!(mode(&updated), 0o600);
    assert_eq!(mode(&project.out().join("src")), 0o750);
}

const NOBODY: u32 = 65534;

/// Gives the project to a user whom file modes restrict, because they do not restrict root.
fn bind_by_modes(project: &Project) -> Command {
    let program = project.folder.path().join("target/xtask");
    std::fs::create_dir_all(program.parent().unwrap()).unwrap();
    install(Path::new(env!("CARGO_BIN_EXE_xtask")), &program);
    let mut command = Command::new(&program);
    command.current_dir(project.folder.path());
    if chown(project.folder.path(), Some(NOBODY), None).is_ok() {
        give(project.folder.path(), NOBODY);
        command.uid(NOBODY);
    }
    command
}

fn give(folder: &Path, to: u32) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        chown(entry.path(), Some(to), None).unwrap();
        if entry.file_type().unwrap().is_dir() {
            give(&entry.path(), to);
        }
    }
}

#[test]
fn a_read_only_folder_is_an_error_and_files_stay_complete() {
    let project = Project::new();
    project.run(&["codegen"]);
    let old = project.tree();
    // Cargo.toml, which comes before the folder.
    project.rewrite("\"3.0.1\"", "\"3.0.2\"");
    project.rewrite("\"Text\"", "\"Words\"");
    let closed = project.out().join("src/model");
    let mut command = bind_by_modes(&project);
    set_mode(&closed, 0o555);
    let ran = Ran::of(command.arg("codegen").output().unwrap());
    set_mode(&closed, 0o755);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr([
        ".greeting.rs",
        "Permission denied",
        "files were changed, and each file is complete",
    ]);
    let found = project.tree();
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    let new = project.tree();
    for (path, text) in &found {
        assert!(
            *text == old[path] || *text == new[path],
            "{}",
            path.display()
        );
    }
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
    assert_eq!(project.litter(), Vec::<String>::new());
}

/// Runs the program in a folder of the project.
fn run_in(project: &Project, folder: &str, arguments: &[&str]) -> Ran {
    let mut command = project.command(arguments);
    let folder = project.folder.path().join(folder);
    Ran::of(command.current_dir(folder).output().unwrap())
}

#[test]
fn the_current_folder_can_be_the_output_folder() {
    let project = Project::new();
    project.run(&["codegen"]);
    for (folder, arguments) in [
        ("generated", &["codegen", "--check"][..]),
        ("generated", &["codegen", "--check", "--out", "."]),
        ("generated/src", &["codegen", "--check", "--out", ".."]),
        ("schema", &["codegen", "--check"]),
        (
            "schema/demo-2020-01-01",
            &["codegen", "--check", "--schema", "."],
        ),
    ] {
        let ran = run_in(&project, folder, arguments);
        assert_eq!(
            ran.status,
            Some(0),
            "{folder} {arguments:?}: {}",
            ran.stderr
        );
    }
    let mut words = ["\"Text\"", "\"Words\"", "\"Lines\"", "\"Runes\""].windows(2);
    for (folder, out) in [
        ("generated", "."),
        ("generated/src", ".."),
        ("schema", "../generated"),
    ] {
        let step = words.next().unwrap();
        project.rewrite(step[0], step[1]);
        let ran = run_in(&project, folder, &["codegen", "--out", out]);
        assert_eq!(ran.status, Some(0), "{folder}: {}", ran.stderr);
        assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
        assert_eq!(project.litter(), Vec::<String>::new());
    }
}

#[test]
fn a_file_instead_of_the_output_folder_is_an_error() {
    let project = Project::new();
    std::fs::write(project.folder.path().join("file"), "").unwrap();
    for arguments in [
        &["codegen", "--out", "file/x"][..],
        &["codegen", "--check", "--out", "file/x"],
        &["codegen", "--check", "--out", "file"],
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.stdout);
        ran.assert_stderr(["is not a folder"]);
    }
}

#[test]
fn an_update_without_write_permission_changes_nothing() {
    for closed in ["schema/demo-2020-01-01", "."] {
        let project = Project::new();
        project.begin();
        let next = project.source("3.0.2.1.json", &second());
        let before = project.state();
        let mut command = bind_by_modes(&project);
        command.arg("update").arg("--from").arg(next);
        let closed = project.folder.path().join(closed);
        set_mode(&closed, 0o555);
        let ran = Ran::of(command.output().unwrap());
        set_mode(&closed, 0o755);
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        ran.assert_stderr(["nothing was changed"]);
        assert_eq!(project.state(), before);
        assert_eq!(project.litter(), Vec::<String>::new());
        assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
    }
}

/// Makes root the owner of files in a sticky folder: then the user of the project can create files there,
/// but not replace these. Only root can do that.
fn take_back(folder: &Path, files: &[&str]) -> bool {
    const STICKY: u32 = 0o1777;
    let taken = chown(folder, Some(0), None).is_ok();
    set_mode(folder, STICKY);
    let mut files = files.iter().map(|file| folder.join(file));
    taken && files.all(|file| chown(file, Some(0), None).is_ok())
}

#[test]
fn an_error_of_a_rename_says_what_was_written() {
    for (folder, file, expected) in [
        // The first file: nothing was changed.
        (".", "CHANGELOG.md", "nothing was changed"),
        // The second file: the changelog was written before.
        (
            "schema/demo-2020-01-01",
            "upstream.json",
            "the changelog has the new entry",
        ),
        // The crate comes last.
        ("generated", "Cargo.toml", "run `cargo xtask codegen`"),
    ] {
        let project = Project::new();
        project.begin();
        std::fs::write(project.folder.path().join("CHANGELOG.md"), "# Changelog\n").unwrap();
        let next = project.source("3.0.2.1.json", &second());
        let before = project.state();
        let mut command = bind_by_modes(&project);
        command.arg("update").arg("--from").arg(&next);
        let closed = project.folder.path().join(folder);
        if !take_back(&closed, &[file]) {
            eprintln!("skipped: only root can give files away");
            return;
        }
        let ran = Ran::of(command.output().unwrap());
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        ran.assert_stderr([expected]);
        assert_eq!(project.state() == before, expected == "nothing was changed");
        assert_eq!(project.litter(), Vec::<String>::new());
        // Root has the permission, and finishes the update.
        assert_eq!(project.update(&next, &[]).status, Some(0));
        assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
        assert_eq!(project.update(&next, &["--check"]).status, Some(0));
        let changelog = std::fs::read_to_string(project.folder.path().join("CHANGELOG.md"));
        assert_eq!(changelog.unwrap().matches("### tencent-demo").count(), 1);
    }
}

#[test]
fn a_mounted_changelog_is_an_error_before_anything_changes() {
    let project = Project::new();
    project.begin();
    let next = project.source("3.0.2.1.json", &second());
    std::fs::write(project.folder.path().join("CHANGELOG.md"), "# Changelog\n").unwrap();
    let before = project.state();
    let script = format!(
        "touch target/other; mount --bind target/other CHANGELOG.md; \"$XTASK\" update --from {}",
        next.display()
    );
    let Some(ran) = with_mounts(&project, &script) else {
        return;
    };
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["cannot replace", "CHANGELOG.md", "nothing was changed"]);
    assert_eq!(project.state(), before);
    assert_eq!(project.litter(), Vec::<String>::new());
}
