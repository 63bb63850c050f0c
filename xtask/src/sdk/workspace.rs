//! The workspace that holds the crates.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use fs_err as fs;

use crate::header::MARK;
use crate::problem::{Problem, while_doing};
use crate::sync::{Lock, MANIFEST, replace_file};

/// The command that makes it; its manifest says so, so that it is known again.
const COMMAND: &str = "sdk`";

/// Makes the folder and its manifest, once no other command works there.
pub(super) fn prepare(out: &Path, runtime: &Path) -> Result<Lock, Problem> {
    let lock = Lock::take(out)?;
    let manifest = out.join("Cargo.toml");
    let present = std::fs::read_to_string(&manifest).unwrap_or_default();
    if !present.is_empty() && !present.starts_with(&format!("# {MARK}{COMMAND}")) {
        return Err(Problem::ForeignFolder {
            folder: out.to_path_buf(),
        });
    }
    let absolute = |path: &Path| {
        path.canonicalize()
            .map_err(while_doing("finding the runtime"))
    };
    let text = text(&relative(&absolute(out)?, &absolute(runtime)?));
    if text != present {
        replace_file(&manifest, &text)?;
    }
    Ok(lock)
}

fn text(runtime: &Path) -> String {
    let runtime = runtime.display().to_string().replace('\\', "/");
    format!(
        r#"# {MARK}{COMMAND}. Crates that upstream no longer describes go with the next run.
[workspace]
resolver = "3"
members = ["tencent-*"]

[workspace.package]
edition = "2024"
rust-version = "1.88"
license = "Apache-2.0 OR MIT"

[workspace.dependencies]
serde = "1.0.229"
tencent-runtime = {{ path = {runtime:?}, default-features = false }}

[workspace.lints.rust]
unsafe_code = "forbid"
"#
    )
}

/// The way from one folder to another, short of a common root the whole of it.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (from.components().collect(), to.components().collect());
    let shared = from
        .iter()
        .zip(&to)
        .take_while(|(one, other)| one == other)
        .count();
    if shared == 0 {
        return to.iter().collect();
    }
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect()
}

/// Removes the crates that nobody describes any more.
pub(super) fn remove_others(out: &Path, wanted: &BTreeSet<&str>) -> Result<Vec<PathBuf>, Problem> {
    let mut removed = Vec::new();
    for folder in crates(out)? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if !wanted.contains(&*name) {
            super::remove(&folder)?;
            removed.push(folder);
        }
    }
    Ok(removed)
}

/// The folders of all crates that were generated here.
fn crates(out: &Path) -> Result<Vec<PathBuf>, Problem> {
    let reading = || while_doing("reading the workspace");
    let mut folders = Vec::new();
    for entry in fs::read_dir(out).map_err(reading())? {
        let path = entry.map_err(reading())?.path();
        if path.join(MANIFEST).is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtime_is_named_from_the_workspace() {
        for (from, to, expected) in [
            ("/a/sdk", "/a/project/runtime", "../project/runtime"),
            ("/a/b", "/a/b/runtime", "runtime"),
            ("/x/y/z", "/a/runtime", "../../../a/runtime"),
        ] {
            assert_eq!(
                relative(Path::new(from), Path::new(to)),
                Path::new(expected)
            );
        }
    }
}
