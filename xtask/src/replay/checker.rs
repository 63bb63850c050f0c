//! Programs that read documented texts with the types of a crate.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fs_err as fs;
use miette::{Report, Result, miette};
use serde::{Deserialize, Serialize};
use tencent_codegen::{library_name, toml_string, toml_strings};

use super::examples::Documented;
use crate::error::cannot;
use crate::output::{toml_path, write_file};
use crate::project;
use crate::sdk::Package;

/// The result for a text.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) objection: Option<Objection>,
    /// The violations of a request that the types accept.
    pub(super) violations: Vec<Violation>,
}

/// A rule or a constraint that a documented request breaks.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Violation {
    pub(super) path: String,
    pub(super) keyword: String,
    pub(super) rule: Option<String>,
    pub(super) message: String,
}

/// Why the generated types reject a text.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Objection {
    pub(super) kind: String,
    pub(super) path: String,
    pub(super) reason: String,
}

/// A program for each crate, by the name of the crate.
pub(super) struct Checkers(BTreeMap<String, PathBuf>);

impl Checkers {
    /// Writes and compiles the programs in a folder.
    pub(super) fn build(folder: &Path, workspace: &Path, packages: &[Package]) -> Result<Self> {
        write(folder, workspace, packages)?;
        let programs = compile(folder)?;
        let has = |package: &Package| programs.contains_key(&package.name);
        if !packages.iter().all(has) {
            return Err(not_compiled(folder));
        }
        Ok(Self(programs))
    }

    /// Runs the program of a crate with all texts. If it crashes, the last answers are missing.
    pub(super) fn read(&self, package: &Package, texts: &[Documented]) -> Result<Vec<Answer>> {
        let running = || cannot("run a checker");
        let mut program = Command::new(&self.0[&package.name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(running())?;
        let input = program.stdin.take();
        let answer = std::thread::scope(|scope| {
            // A thread writes, because the program blocks until its answers are read.
            scope.spawn(move || {
                let Some(mut input) = input else { return };
                for text in texts {
                    let line = serde_json::to_string(text).unwrap_or_default();
                    if writeln!(input, "{line}").is_err() {
                        break;
                    }
                }
            });
            program.wait_with_output()
        });
        let answers = answer.map_err(running())?.stdout;
        let answers = answers.split(|byte| *byte == b'\n');
        // The last line is incomplete after a crash.
        Ok(answers
            .map_while(|line| serde_json::from_slice(line).ok())
            .collect())
    }
}

/// Writes a package with a program for each crate.
fn write(folder: &Path, workspace: &Path, packages: &[Package]) -> Result<()> {
    let writing = || cannot("write the checkers");
    let workspace = workspace.canonicalize().map_err(writing())?;
    let runtime = project::in_project("runtime")?;
    let runtime = runtime.canonicalize().map_err(writing())?;
    let mut programs = String::new();
    let mut dependencies = format!(
        "tencent-runtime = {{ path = {}, default-features = false, features = [\"replay\"] }}\n",
        toml_path(&runtime)?
    );
    let bin = folder.join("src/bin");
    fs::create_dir_all(&bin).map_err(writing())?;
    let mut files = BTreeSet::new();
    for Package { name, .. } in packages {
        let path = workspace.join(name);
        let features = features(&path)?;
        programs.push_str(&format!(
            "[[bin]]\nname = {}\npath = {}\n\n",
            toml_string(name),
            toml_string(&format!("src/bin/{name}.rs"))
        ));
        dependencies.push_str(&format!(
            "{name} = {{ path = {}, default-features = false, features = {} }}\n",
            toml_path(&path)?,
            toml_strings(features)
        ));
        let file = bin.join(format!("{name}.rs"));
        update(&file, &program(name))?;
        files.insert(file);
    }
    remove_others(&bin, &files)?;
    let manifest = format!("{HEAD}{programs}[dependencies]\n{dependencies}");
    update(&folder.join("Cargo.toml"), &manifest)?;
    take_versions(folder)
}

const HEAD: &str = r#"[package]
name = "checker"
version = "0.0.0"
edition = "2024"
publish = false
autobins = false

[workspace]

[profile.dev]
debug = false
incremental = false

"#;

/// The features to read requests, and to have all actions of a large crate.
fn features(package: &Path) -> Result<&'static [&'static str]> {
    let manifest = fs::read_to_string(package.join("Cargo.toml"));
    let manifest = manifest.map_err(cannot("read the manifest of a crate"))?;
    Ok(if manifest.contains("\nfull = [") {
        &["full", "serde"]
    } else {
        &["serde"]
    })
}

fn program(package: &str) -> String {
    let library = library_name(package);
    format!(
        "fn main() -> std::process::ExitCode {{\n    \
         tencent_runtime::replay::replay({library}::visit_actions)\n}}\n"
    )
}

/// Writes a file if its text differs. Cargo builds a file again if its time changes.
fn update(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    write_file(path, text)
}

/// Removes the programs of an earlier run.
fn remove_others(bin: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    let removing = || cannot("remove earlier checkers");
    for entry in fs::read_dir(bin).map_err(removing())? {
        let path = entry.map_err(removing())?.path();
        if !wanted.contains(&path) {
            fs::remove_file(path).map_err(removing())?;
        }
    }
    Ok(())
}

/// Makes the checkers use the versions of dependencies that the project is tested with.
fn take_versions(folder: &Path) -> Result<()> {
    let own = folder.join("Cargo.lock");
    let project = project::in_project("Cargo.lock")?;
    if project.is_file() {
        fs::copy(project, own).map_err(cannot("write the checkers"))?;
    }
    Ok(())
}

/// A message of cargo.
#[derive(Deserialize)]
struct Message {
    executable: Option<PathBuf>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Compiles the programs. Cargo's messages name their paths, because settings of the user may change those.
fn compile(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let compiling = || cannot("compile the checkers");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(cargo)
        .args(["build", "--bins", "--quiet"])
        .args(["--message-format", "json-render-diagnostics"])
        .args(["--target-dir", "target"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(compiling())?;
    let mut programs = BTreeMap::new();
    let messages = cargo.stdout.take().map(BufReader::new);
    for line in messages.into_iter().flat_map(BufRead::lines) {
        let message = serde_json::from_str(&line.map_err(compiling())?);
        if let Ok(Message {
            executable: Some(program),
            target: Some(target),
        }) = message
        {
            programs.insert(target.name, program);
        }
    }
    let status = cargo.wait().map_err(compiling())?;
    if status.success() {
        Ok(programs)
    } else {
        Err(not_compiled(folder))
    }
}

fn not_compiled(folder: &Path) -> Report {
    miette!(
        help = "a generated crate that does not compile is a bug in the generator",
        "the checker in {} could not be compiled; see cargo's messages above",
        folder.display()
    )
}
