//! Builds generated crates with cargo.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::project::Project;

/// Returns the folder in which `replay` works. It is kept between test runs.
pub fn work() -> PathBuf {
    root().join("target/compiled")
}

/// Returns the root of the project's own workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Returns the cargo that runs the tests.
pub fn program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Runs cargo in a workspace outside of the project, with the versions of dependencies that the project is
/// tested with. Fails if cargo fails or warns.
///
/// Tests that build with the same profile share one target folder, also with the checkers of `replay`, so
/// that serde is built once.
#[track_caller]
pub fn cargo(workspace: &Path, arguments: &[&str]) {
    std::fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    let done = Command::new(program())
        .args(arguments)
        .arg("--quiet")
        .env("CARGO_TARGET_DIR", work().join("checker/target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTDOCFLAGS", "-D warnings")
        .current_dir(workspace)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success() && stderr.is_empty(),
        "cargo {arguments:?}: {stderr}"
    );
}

/// Returns cargo's description of the packages in a workspace.
#[track_caller]
pub fn metadata(workspace: &Path) -> Value {
    let options = ["--format-version", "1", "--no-deps", "--offline"];
    let done = Command::new(program())
        .arg("metadata")
        .args(options)
        .current_dir(workspace)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{}: {stderr}", workspace.display());
    serde_json::from_slice(&done.stdout).unwrap()
}

/// Makes the project's crate a member of a workspace, with the project's own runtime and mock.
pub fn workspace(project: &Project) {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut manifest: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut manifest {
        if line.starts_with("members = ") {
            *line = "members = [\"generated\"]".to_owned();
        }
        for name in ["mock", "runtime"] {
            let path = format!("path = {:?}", root().join(name));
            *line = line.replace(&format!("path = {name:?}"), &path);
        }
    }
    let folder = project.folder.path();
    std::fs::write(folder.join("Cargo.toml"), manifest.join("\n")).unwrap();
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}
