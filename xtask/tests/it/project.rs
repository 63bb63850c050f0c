//! Creates a project for each test, and runs the program in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A project with a description and a folder for its crate.
pub struct Project {
    pub folder: TempDir,
}

impl Project {
    /// Creates a project with a small description.
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let project = Self { folder };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/description/upstream.json");
        std::fs::create_dir_all(project.service()).unwrap();
        std::fs::copy(from, project.facts()).unwrap();
        project
    }

    pub fn service(&self) -> PathBuf {
        self.folder.path().join("schema/demo-2020-01-01")
    }

    pub fn facts(&self) -> PathBuf {
        self.service().join("upstream.json")
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("generated")
    }

    /// Replaces text in the facts.
    pub fn rewrite(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.facts()).unwrap();
        assert!(text.contains(from), "{from} is not in the facts");
        std::fs::write(self.facts(), text.replace(from, to)).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// Returns every file of the crate, with its text.
    pub fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.out(), &mut files);
        files
    }

    /// Returns the files outside of the crate and the description.
    pub fn litter(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let ours = [
            "schema",
            "generated",
            "target",
            "CHANGELOG.md",
            "Cargo.lock",
        ];
        names
            .filter(|name| !ours.contains(&name.as_str()))
            .collect()
    }
}

/// Writes a program file. A separate process does it: otherwise a process that another test starts at the
/// same time inherits the open file, and Linux does not start a program that is open for writing.
#[cfg(unix)]
pub fn install(program: &Path, to: &Path) {
    let mut command = Command::new("install");
    let done = command.args(["-m", "755"]).args([program, to]).status();
    assert!(done.unwrap().success());
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let text = std::fs::read(&path).unwrap();
            files.insert(path, text);
        }
    }
}

pub struct Ran {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Returns standard error with single spaces and without the frame around messages.
    pub fn words(&self) -> String {
        let words = self.stderr.split_whitespace();
        let words = words.filter(|word| !matches!(*word, "|" | "=" | "-->"));
        words.collect::<Vec<_>>().join(" ")
    }

    /// Asserts that standard error contains each of these.
    #[track_caller]
    pub fn assert_stderr<T: AsRef<str>>(&self, parts: impl IntoIterator<Item = T>) {
        assert_holds(&self.words(), parts, &self.stderr);
    }

    /// Asserts that standard output contains each of these.
    #[track_caller]
    pub fn assert_stdout<T: AsRef<str>>(&self, parts: impl IntoIterator<Item = T>) {
        assert_holds(&self.stdout, parts, &self.stdout);
    }
}

#[track_caller]
fn assert_holds<T: AsRef<str>>(text: &str, parts: impl IntoIterator<Item = T>, whole: &str) {
    for part in parts {
        let part = part.as_ref();
        assert!(text.contains(part), "{part} is not in:\n{whole}");
    }
}
