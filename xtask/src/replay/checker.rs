//! Programs that read documented texts with the types of a crate, one for each crate.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fs_err as fs;
use serde::Deserialize;
use tencent_codegen::library_name;

use super::examples::Documented;
use crate::problem::{Problem, while_doing};
use crate::sdk::Package;
use crate::sources;
use crate::sync::replace_file;

/// Why the generated types do not take a text.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Objection {
    pub(super) kind: String,
    pub(super) path: String,
    pub(super) reason: String,
}

/// The programs, by the names of their crates.
pub(super) struct Checkers(BTreeMap<String, PathBuf>);

impl Checkers {
    /// Writes and compiles them in a folder, for the crates of a workspace.
    pub(super) fn build(
        folder: &Path,
        workspace: &Path,
        packages: &[Package],
    ) -> Result<Self, Problem> {
        write(folder, workspace, packages)?;
        let programs = compile(folder)?;
        let has = |package: &Package| programs.contains_key(&package.name);
        if !packages.iter().all(has) {
            return Err(Problem::NotBuilt {
                folder: folder.to_path_buf(),
            });
        }
        Ok(Self(programs))
    }

    /// Has the program of a crate read all texts. Where it came to no end, the last of what it says is
    /// missing.
    pub(super) fn read(
        &self,
        package: &Package,
        texts: &[Documented],
    ) -> Result<Vec<Option<Objection>>, Problem> {
        let running = || while_doing("running a checker");
        let mut program = Command::new(&self.0[&package.name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(running())?;
        let input = program.stdin.take();
        let answer = std::thread::scope(|scope| {
            // Both ends at once, or each would wait for the other.
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
        // A line that is cut off says nothing.
        Ok(answers
            .map_while(|line| serde_json::from_slice(line).ok())
            .collect())
    }
}

/// A package with a program for each crate: it compiles that crate's types alone.
fn write(folder: &Path, workspace: &Path, packages: &[Package]) -> Result<(), Problem> {
    let writing = || while_doing("writing the checkers");
    let workspace = workspace.canonicalize().map_err(writing())?;
    let runtime = sources::in_project("runtime")?;
    let runtime = runtime.canonicalize().map_err(writing())?;
    let mut programs = String::new();
    let mut dependencies = format!(
        "tencent-runtime = {{ path = {runtime:?}, default-features = false, features = [\"replay\"] }}\n"
    );
    let bin = folder.join("src/bin");
    fs::create_dir_all(&bin).map_err(writing())?;
    let mut files = BTreeSet::new();
    for Package { name, .. } in packages {
        let path = workspace.join(name);
        let features = features(&path)?;
        programs.push_str(&format!(
            "[[bin]]\nname = \"{name}\"\npath = \"src/bin/{name}.rs\"\n\n"
        ));
        dependencies.push_str(&format!(
            "{name} = {{ path = {path:?}, default-features = false, features = {features:?} }}\n"
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

/// What reads requests as well; and all actions, where a large crate has a feature for each.
fn features(package: &Path) -> Result<&'static [&'static str], Problem> {
    let manifest = fs::read_to_string(package.join("Cargo.toml"));
    let manifest = manifest.map_err(while_doing("reading the manifest of a crate"))?;
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

/// Writes a file, unless it says so already: cargo builds again what was touched.
fn update(path: &Path, text: &str) -> Result<(), Problem> {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    replace_file(path, text)
}

/// Programs of an earlier run are not wanted now.
fn remove_others(bin: &Path, wanted: &BTreeSet<PathBuf>) -> Result<(), Problem> {
    let removing = || while_doing("removing earlier checkers");
    for entry in fs::read_dir(bin).map_err(removing())? {
        let path = entry.map_err(removing())?.path();
        if !wanted.contains(&path) {
            fs::remove_file(path).map_err(removing())?;
        }
    }
    Ok(())
}

/// The checkers take the versions that the project is tested with.
fn take_versions(folder: &Path) -> Result<(), Problem> {
    let own = folder.join("Cargo.lock");
    let project = sources::in_project("Cargo.lock")?;
    if project.is_file() {
        fs::copy(project, own).map_err(while_doing("writing the checkers"))?;
    }
    Ok(())
}

/// What cargo tells of a program, and of other things.
#[derive(Deserialize)]
struct Told {
    executable: Option<PathBuf>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Where the programs are is cargo's to say: the user may have settings of their own.
fn compile(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Problem> {
    let compiling = || while_doing("compiling the checkers");
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
    let told = cargo.stdout.take().map(BufReader::new);
    for line in told.into_iter().flat_map(BufRead::lines) {
        let told = serde_json::from_str(&line.map_err(compiling())?);
        if let Ok(Told {
            executable: Some(program),
            target: Some(target),
        }) = told
        {
            programs.insert(target.name, program);
        }
    }
    let status = cargo.wait().map_err(compiling())?;
    if status.success() {
        Ok(programs)
    } else {
        Err(Problem::NotBuilt {
            folder: folder.to_path_buf(),
        })
    }
}
