//! Disturbs system calls with strace.

use std::process::{Command, Stdio};

use crate::project::Project;

/// Creates a command under strace, which disturbs one system call.
pub fn strace(project: &Project, inject: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-o", "/dev/null", "-e", &format!("inject={inject}")]);
    command.arg(env!("CARGO_BIN_EXE_xtask")).args(arguments);
    command.current_dir(project.folder.path());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

pub fn has_strace() -> bool {
    let project = Project::new();
    let traced = strace(&project, "chmod:signal=KILL", &["--version"]).status();
    let works = traced.is_ok_and(|status| status.success());
    if !works {
        eprintln!("skipped: strace cannot be used here");
    }
    works
}
