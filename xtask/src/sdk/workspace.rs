//! The workspace of the crates.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use fs_err as fs;
use miette::{Result, miette};
use tencent_codegen::signature::{Comment, Signature, sign, signature};
use tencent_codegen::toml_string;

use super::package::INPUTS;
use crate::error::cannot;
use crate::output::{self, WriteGuard};
use crate::project;

const MANIFEST: &str = "Cargo.toml";

/// The command in the first line of the manifest.
const COMMAND: &str = "sdk`";

/// A folder with crates. No other command writes to it until this is dropped.
pub(super) struct Workspace {
    out: PathBuf,
    /// The relative path of the runtime.
    runtime: PathBuf,
    /// The relative path of the mock, which is beside the runtime.
    mock: PathBuf,
    _guard: WriteGuard,
}

/// A crate that was removed.
pub(crate) struct Removed {
    pub(super) folder: PathBuf,
    /// The files in its folder that stay.
    pub(super) left: Vec<PathBuf>,
}

impl Workspace {
    /// Creates the folder, and waits until no other command writes to it.
    pub(super) fn open(out: &Path, runtime: &Path) -> Result<Self> {
        refuse_inside_project(out)?;
        let guard = WriteGuard::take(out)?;
        refuse_foreign(out)?;
        output::recover(out)?;
        let finding = || cannot("find the runtime, or `mock` beside it");
        let absolute = |path: &Path| path.canonicalize().map_err(finding());
        let (from, runtime) = (absolute(out)?, absolute(runtime)?);
        let mock = absolute(&runtime.with_file_name("mock"))?;
        Ok(Self {
            out: out.to_path_buf(),
            runtime: relative(&from, &runtime),
            mock: relative(&from, &mock),
            _guard: guard,
        })
    }

    /// Writes the manifest, which lists the crates. It fails if a person edited it.
    pub(super) fn list_members(&self) -> Result<()> {
        let members = self.crates()?;
        let members = members
            .iter()
            .filter(|folder| folder.join(MANIFEST).is_file())
            .map(|folder| name(folder));
        let text = text(
            &members.collect::<Vec<_>>(),
            &output::toml_path(&self.runtime)?,
            &output::toml_path(&self.mock)?,
        );
        let path = self.out.join(MANIFEST);
        let old = output::read_if_present(&path)?;
        match &old {
            Some(old) if *old == text.as_bytes() => Ok(()),
            Some(old) if signature(old) != Signature::Intact => Err(miette!(
                help = "nothing was written; keep the edit elsewhere, then remove the file and run the command \
                        again",
                "the generated file {} was edited",
                path.display()
            )),
            old => output::replace_file(&path, old.as_deref(), &text),
        }
    }

    /// Removes the crates that are not wanted.
    pub(super) fn remove_others(&self, wanted: &BTreeSet<&str>) -> Result<Vec<Removed>> {
        let mut removed = Vec::new();
        for folder in self.crates()? {
            if !wanted.contains(&*name(&folder)) {
                let left = output::remove_generated(&folder, INPUTS)?;
                removed.push(Removed { folder, left });
            }
        }
        Ok(removed)
    }

    /// The folders of the crates, in order. A folder that only holds the rest of a removed crate is not one.
    fn crates(&self) -> Result<Vec<PathBuf>> {
        let mut folders = entries(&self.out)?;
        folders.retain(|folder| folder.join(INPUTS).is_file());
        folders.sort();
        Ok(folders)
    }
}

/// Refuses a folder inside of the project, because cargo and version control would find the workspace there.
/// `target` is the exception.
fn refuse_inside_project(out: &Path) -> Result<()> {
    let Some(project) = project::root()? else {
        return Ok(());
    };
    let project = output::resolve(&project)?;
    let whole = output::resolve(out)?;
    if !whole.starts_with(&project) || whole.starts_with(project.join("target")) {
        return Ok(());
    }
    Err(miette!(
        help = "a workspace of crates belongs outside of it: name another folder, such as --out ../sdk; nothing \
                was written",
        "{} is inside of the project {}",
        out.display(),
        project.display()
    ))
}

/// Refuses a folder that holds other files, because it is most likely not the one that the person meant. Hidden
/// files do not count: a new repository has some.
fn refuse_foreign(out: &Path) -> Result<()> {
    let is_ours = match output::read_if_present(&out.join(MANIFEST))? {
        Some(manifest) => {
            let first = manifest.split(|byte| *byte == b'\n').next();
            let first = String::from_utf8_lossy(first.unwrap_or_default());
            signature(&manifest) != Signature::Missing && first.contains(COMMAND)
        }
        None => {
            let is_foreign =
                |path: &PathBuf| !name(path).starts_with('.') && !path.join(INPUTS).is_file();
            !entries(out)?.iter().any(is_foreign)
        }
    };
    if is_ours {
        return Ok(());
    }
    Err(miette!(
        help = "name a new or an empty folder with --out",
        "{} holds files, and none of them says that it was generated",
        out.display()
    ))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let reading = || cannot("read the workspace");
    let listed = fs::read_dir(folder).map_err(reading())?;
    let paths = listed.map(|entry| Ok(entry.map_err(reading())?.path()));
    paths.collect()
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn text(members: &[String], runtime: &str, mock: &str) -> String {
    let members: String = members
        .iter()
        .map(|name| format!("    {},\n", toml_string(name)))
        .collect();
    let text = format!(
        r#"[workspace]
resolver = "3"
members = [
{members}]

[workspace.package]
edition = "2024"
rust-version = "1.88"
license = "Apache-2.0 OR MIT"
publish = false

[workspace.dependencies]
serde = "1.0.229"
tencent-mock = {{ path = {mock} }}
tencent-runtime = {{ path = {runtime}, default-features = false }}

[workspace.lints.rust]
unsafe_code = "forbid"
"#
    );
    sign(Comment::Hash, COMMAND, &text)
}

/// The relative path from one folder to another; the absolute path if they have no common root.
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
    fn the_path_of_the_runtime_is_relative_to_the_workspace() {
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
