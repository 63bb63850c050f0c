//! The workspace that holds the crates.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use fs_err as fs;

use super::package::INPUTS;
use crate::header::MARK;
use crate::problem::{Problem, while_doing};
use crate::sources;
use crate::sync::{self, Lock, MANIFEST};

/// The command that makes it; its manifest says so, so that it is known again.
const COMMAND: &str = "sdk`";

const MANIFEST_OF_CARGO: &str = "Cargo.toml";

/// A folder with crates, in which no other command works as long as the value lives.
pub(super) struct Workspace {
    out: PathBuf,
    /// The way from there to the runtime.
    runtime: PathBuf,
    _lock: Lock,
}

/// A crate that was removed.
pub(crate) struct Removed {
    pub(super) folder: PathBuf,
    /// What stays in its folder, as somebody wrote it.
    pub(super) left: Vec<PathBuf>,
}

impl Workspace {
    /// Makes the folder, once no other command works there.
    pub(super) fn open(out: &Path, runtime: &Path) -> Result<Self, Problem> {
        refuse_inside_project(out)?;
        let lock = Lock::take(out)?;
        refuse_foreign(out)?;
        let absolute = |path: &Path| {
            path.canonicalize()
                .map_err(while_doing("finding the runtime"))
        };
        Ok(Self {
            out: out.to_path_buf(),
            runtime: relative(&absolute(out)?, &absolute(runtime)?),
            _lock: lock,
        })
    }

    /// Writes its manifest, whose members are the crates that are there. Names it where somebody had
    /// edited it.
    pub(super) fn list_members(&self) -> Result<Option<PathBuf>, Problem> {
        let members = self.crates()?;
        let members = members
            .iter()
            .filter(|folder| folder.join(MANIFEST_OF_CARGO).is_file())
            .map(|folder| name(folder));
        let text = text(&members.collect::<Vec<_>>(), &self.runtime);
        let edited = sync::replace_generated(&self.out, MANIFEST_OF_CARGO, text)?;
        Ok(edited.then(|| self.out.join(MANIFEST_OF_CARGO)))
    }

    /// Removes the crates that nobody describes any more.
    pub(super) fn remove_others(&self, wanted: &BTreeSet<&str>) -> Result<Vec<Removed>, Problem> {
        let mut removed = Vec::new();
        for folder in self.crates()? {
            if !wanted.contains(&*name(&folder)) {
                let left = sync::remove(&folder, INPUTS)?;
                removed.push(Removed { folder, left });
            }
        }
        Ok(removed)
    }

    /// The folders of all crates that were generated here, in order. What a crate that was removed
    /// left behind is none.
    fn crates(&self) -> Result<Vec<PathBuf>, Problem> {
        let mut folders = entries(&self.out)?;
        folders.retain(|folder| folder.join(INPUTS).is_file());
        folders.sort();
        Ok(folders)
    }
}

/// What is written there would be taken for the project's own: `codegen` reads its folders, and cargo
/// and version control find it. Only what is built has a place for it.
fn refuse_inside_project(out: &Path) -> Result<(), Problem> {
    let Ok(project) = sources::project() else {
        return Ok(());
    };
    let project = sync::resolved(&project)?;
    let whole = sync::resolved(out)?;
    if !whole.starts_with(&project) || whole.starts_with(project.join("target")) {
        return Ok(());
    }
    Err(Problem::InsideProject {
        folder: out.to_path_buf(),
        project,
    })
}

/// A folder in which something else stands is most likely not the one that was meant. What is hidden
/// does not count: a new repository is as good as empty.
fn refuse_foreign(out: &Path) -> Result<(), Problem> {
    let manifest = std::fs::read_to_string(out.join(MANIFEST_OF_CARGO)).unwrap_or_default();
    let ours = if manifest.is_empty() {
        let is_shown = |path: &PathBuf| !name(path).starts_with('.');
        out.join(MANIFEST).is_file() || !entries(out)?.iter().any(is_shown)
    } else {
        manifest.starts_with(&format!("# {MARK}{COMMAND}"))
    };
    if ours {
        return Ok(());
    }
    Err(Problem::ForeignFolder {
        folder: out.to_path_buf(),
    })
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let reading = || while_doing("reading the workspace");
    let listed = fs::read_dir(folder).map_err(reading())?;
    let paths = listed.map(|entry| Ok(entry.map_err(reading())?.path()));
    paths.collect()
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn text(members: &[String], runtime: &Path) -> String {
    let members: String = members
        .iter()
        .map(|name| format!("    {name:?},\n"))
        .collect();
    let runtime = runtime.display().to_string().replace('\\', "/");
    format!(
        r#"# {MARK}{COMMAND}. Crates that upstream no longer describes go with the next run.
[workspace]
resolver = "3"
members = [
{members}]

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
