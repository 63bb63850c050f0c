//! Fetches upstream's package with pip.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fs_err as fs;
use tencent_codegen::PACKAGE;

use crate::problem::{Problem, while_doing};

/// How pip may be called here.
const CALLS: [&[&str]; 3] = [&["pip3"], &["pip"], &["python3", "-m", "pip"]];

/// Downloads a release, or the newest one, into a folder. pip shows how far it is.
pub(super) fn download(release: Option<&str>, into: &Path) -> Result<PathBuf, Problem> {
    let call = CALLS
        .iter()
        .find(|call| works(call))
        .ok_or(Problem::NoPip)?;
    let what = match release {
        Some(release) => format!("{PACKAGE}=={release}"),
        None => PACKAGE.to_owned(),
    };
    let folder =
        tempfile::tempdir_in(into).map_err(while_doing("making a folder to download to"))?;
    let status = command(call)
        .args(["download", "--no-deps", "--only-binary", ":all:", "--dest"])
        .arg(folder.path())
        .arg(&what)
        // What pip tells is for the person; standard output may be read by a machine.
        .stdout(Stdio::from(std::io::stderr()))
        .status()
        .map_err(while_doing("starting pip"))?;
    let wheel = wheel_in(folder.path())?.filter(|_| status.success());
    let Some(wheel) = wheel else {
        return Err(Problem::NotDownloaded { what });
    };
    let to = into.join(wheel.file_name().unwrap_or_default());
    fs::rename(&wheel, &to).map_err(while_doing("keeping what was downloaded"))?;
    Ok(to)
}

fn works(call: &[&str]) -> bool {
    let probe = command(call)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    probe.is_ok_and(|status| status.success())
}

fn command(call: &[&str]) -> Command {
    let mut command = Command::new(call.first().copied().unwrap_or_default());
    command.args(call.get(1..).unwrap_or_default());
    command
}

fn wheel_in(folder: &Path) -> Result<Option<PathBuf>, Problem> {
    let reading = || while_doing("looking for what was downloaded");
    for entry in fs::read_dir(folder).map_err(reading())? {
        let path = entry.map_err(reading())?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}
