//! Builds generated crates with cargo.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::Project;

/// The folder that `replay` works in. It stays from one run of the tests to the next.
pub fn work() -> PathBuf {
    root().join("target/compiled")
}

/// The root of the project's own workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The cargo that runs the tests.
pub fn program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Runs cargo in a workspace outside of the project's, with the versions that the project is tested
/// with. Fails if cargo fails or warns.
///
/// All tests that build with the same profile share one target folder, with `replay`'s checkers too,
/// so that serde and what it needs are built once.
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
    let complaint = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success() && complaint.is_empty(),
        "cargo {arguments:?}: {complaint}"
    );
}

/// Makes the project's crate a member of a workspace, with the project's own runtime.
pub fn workspace(project: &Project) {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut manifest: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut manifest {
        if line.starts_with("members = ") {
            *line = "members = [\"generated\"]".to_owned();
        }
        let runtime = format!("path = {:?}", root().join("runtime"));
        *line = line.replace("path = \"runtime\"", &runtime);
    }
    let folder = project.folder.path();
    std::fs::write(folder.join("Cargo.toml"), manifest.join("\n")).unwrap();
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}
