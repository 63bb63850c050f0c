//! Fetches upstream's packages with pip.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fs_err as fs;
use miette::{Result, miette};

use crate::error::cannot;

/// The ways to call pip.
const CALLS: [&[&str]; 3] = [&["pip3"], &["pip"], &["python3", "-m", "pip"]];

/// Downloads a release of a package, or the newest one, into a folder. pip shows its progress.
pub(super) fn download(package: &str, release: Option<&str>, into: &Path) -> Result<PathBuf> {
    let call = CALLS.iter().find(|call| works(call)).ok_or_else(|| {
        miette!(
            help = format!(
                "install pip, or fetch the wheel of `{package}` by other means and name it: the help of this \
                 command has the options, such as --from"
            ),
            "pip is not installed, so upstream's package `{package}` cannot be fetched"
        )
    })?;
    let what = match release {
        Some(release) => format!("{package}=={release}"),
        None => package.to_owned(),
    };
    let folder = tempfile::tempdir_in(into).map_err(cannot("create a folder for the download"))?;
    let status = command(call)
        .args(["download", "--no-deps", "--only-binary", ":all:", "--dest"])
        .arg(folder.path())
        .arg(&what)
        // A program may read standard output, so pip prints to standard error.
        .stdout(Stdio::from(std::io::stderr()))
        .status()
        .map_err(cannot("start pip"))?;
    let wheel = wheel_in(folder.path())?.filter(|_| status.success());
    let Some(wheel) = wheel else {
        return Err(miette!(
            help = "without a network, name a wheel or a tree on this machine: the help of this command has the \
                    options, such as --from; nothing was changed",
            "pip could not fetch {what}; see its message above"
        ));
    };
    let to = into.join(wheel.file_name().unwrap_or_default());
    fs::rename(&wheel, &to).map_err(cannot("keep the download"))?;
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

fn wheel_in(folder: &Path) -> Result<Option<PathBuf>> {
    let reading = || cannot("find the download");
    for entry in fs::read_dir(folder).map_err(reading())? {
        let path = entry.map_err(reading())?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}
