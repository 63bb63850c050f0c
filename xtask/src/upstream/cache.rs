//! What was fetched or read before. It is kept out of the project, which stores no prose: wheels, and
//! of every description that was taken over the file that it was read from.

use std::path::{Path, PathBuf};

use fs_err as fs;
use tencent_codegen::{PACKAGE, SourceFile, Upstream};

use super::wheel::Wheel;
use super::{Descriptions, Wanted, pip};
use crate::problem::{Problem, while_doing};
use crate::say::warn_of;
use crate::sources;

/// A folder for what can be fetched again.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache where it is named, or what cargo keeps apart from the sources.
    pub(crate) fn find_folder(named: Option<&Path>) -> Result<Self, Problem> {
        let folder = match named {
            Some(folder) => folder.to_path_buf(),
            None => sources::in_project("target/upstream")?,
        };
        Ok(Self { folder })
    }

    /// The wheel of a release, or of the newest one, fetched where it is not at hand.
    pub(crate) fn wheel(&self, release: Option<&str>) -> Result<PathBuf, Problem> {
        fs::create_dir_all(&self.folder).map_err(while_doing("making the cache folder"))?;
        let at_hand = release.and_then(|release| self.wheel_at_hand(release));
        match at_hand.filter(|wheel| is_whole(wheel)) {
            Some(wheel) => Ok(wheel),
            None => pip::download(release, &self.folder),
        }
    }

    fn wheel_at_hand(&self, release: &str) -> Option<PathBuf> {
        let start = format!("{PACKAGE}-{release}-");
        let entries = fs::read_dir(&self.folder).ok()?;
        entries.flatten().map(|entry| entry.path()).find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&start) && name.ends_with(".whl")
        })
    }

    /// Keeps a description for the day on which its sentences are compared with newer ones. That it
    /// cannot be kept is no reason to fail.
    pub(crate) fn keep(&self, upstream: &Upstream, file: &SourceFile) {
        let path = self.description(upstream.service(), upstream.version(), upstream.release());
        let kept = path.parent().map_or(Ok(()), fs::create_dir_all);
        let _ = kept.and_then(|()| fs::write(path, &file.bytes));
    }

    /// A description of that release, where it is at hand.
    pub(crate) fn find(&self, wanted: &Wanted, release: &str) -> Option<Upstream> {
        let version = wanted.version.as_deref().unwrap_or_default();
        let path = self.description(&wanted.service, version, release);
        let bytes = fs::read(&path)
            .ok()
            .map(|bytes| SourceFile::new(path, bytes));
        let kept = bytes.and_then(|file| Upstream::parse(&file, release).ok());
        kept.or_else(|| {
            let mut wheel = Descriptions::open(&self.wheel_at_hand(release)?).ok()?;
            wheel.service(wanted).ok().map(|(upstream, _)| upstream)
        })
    }

    fn description(&self, service: &str, version: &str, release: &str) -> PathBuf {
        let name = |text: &str| text.replace(['/', '\\'], "_");
        let folder = format!("{}-{}", name(service), name(version));
        self.folder
            .join(folder)
            .join(Path::new(&format!("{}.json", name(release))))
    }
}

/// Whether a wheel can be read. One that was cut off makes room for another.
fn is_whole(wheel: &Path) -> bool {
    let opened = Wheel::open(wheel);
    if let Err(problem) = &opened {
        warn_of!("note: {problem}; it is fetched again");
        let _ = fs::remove_file(wheel);
    }
    opened.is_ok()
}
