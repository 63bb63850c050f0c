//! A cache of fetched wheels and imported descriptions. It is outside of the sources, because the project
//! stores no prose.

use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::Result;
use tencent_codegen::{PACKAGE, SourceFile, Upstream, visible};

use super::descriptions::Descriptions;
use super::wanted::Wanted;
use super::wheel::Wheel;
use super::{pip, release};
use crate::console::errln;
use crate::error::cannot;
use crate::project;

/// Upstream's SDK for Python, which has the error codes.
const SDK_PACKAGE: &str = "tencentcloud-sdk-python";

/// A folder for files that can be fetched again.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The named folder, or one in `target`.
    pub(crate) fn find_folder(named: Option<&Path>) -> Result<Self> {
        let folder = match named {
            Some(folder) => folder.to_path_buf(),
            None => project::in_project("target/upstream")?,
        };
        Ok(Self { folder })
    }

    /// The wheel of a release, or of the newest one. It is fetched unless it is in the cache.
    pub(crate) fn wheel(&self, release: Option<&str>) -> Result<PathBuf> {
        if let Some(release) = release {
            release::check(release)?;
        }
        self.wheel_of(PACKAGE, release)
    }

    /// The wheel of upstream's SDK for Python that belongs to a wheel of descriptions. Its release has one number
    /// less: that of `3.1.189.1` is `3.1.189`.
    pub(crate) fn sdk_wheel(&self, descriptions: &Path) -> Result<PathBuf> {
        let release = release::in_wheel_name(descriptions);
        let release = release.as_deref().and_then(|it| it.rsplit_once('.'));
        self.wheel_of(SDK_PACKAGE, release.map(|(release, _)| release))
    }

    fn wheel_of(&self, package: &str, release: Option<&str>) -> Result<PathBuf> {
        fs::create_dir_all(&self.folder).map_err(cannot("create the cache folder"))?;
        let cached = release.and_then(|release| self.cached_wheel(package, release));
        match cached.filter(|wheel| is_whole(wheel)) {
            Some(wheel) => Ok(wheel),
            None => pip::download(package, release, &self.folder),
        }
    }

    fn cached_wheel(&self, package: &str, release: &str) -> Option<PathBuf> {
        // The names of wheels have `_` instead of `-`.
        let start = format!("{}-{release}-", package.replace('-', "_"));
        let entries = fs::read_dir(&self.folder).ok()?;
        entries.flatten().map(|entry| entry.path()).find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&start) && name.ends_with(".whl")
        })
    }

    /// The description of a service, and its file: from a path, or from a wheel that is fetched. It fails if
    /// the release is not known.
    pub(crate) fn describe(
        &self,
        from: Option<&Path>,
        release: Option<&str>,
        wanted: &Wanted,
    ) -> Result<(Upstream, SourceFile)> {
        let mut descriptions = match from {
            Some(path) => Descriptions::open(path)?,
            None => Descriptions::open(&self.wheel(release)?)?,
        }
        .with_release(release)?;
        let described = descriptions.service(wanted)?;
        descriptions.require_release()?;
        Ok(described)
    }

    /// Keeps a description, so that its prose can be compared with that of a later release. If it cannot be
    /// kept, the command still succeeds.
    pub(crate) fn keep(&self, upstream: &Upstream, file: &SourceFile) {
        let path = self.description(upstream.service(), upstream.version(), upstream.release());
        let kept = path.parent().map_or(Ok(()), fs::create_dir_all);
        let _ = kept.and_then(|()| fs::write(path, &file.bytes));
    }

    /// The description of a service in a release, if it is in the cache.
    pub(crate) fn find(&self, wanted: &Wanted, release: &str) -> Option<Upstream> {
        let version = wanted.version.as_deref().unwrap_or_default();
        let path = self.description(&wanted.service, version, release);
        let bytes = fs::read(&path)
            .ok()
            .map(|bytes| SourceFile::new(path, bytes));
        let kept = bytes.and_then(|file| Upstream::parse(&file, release).ok());
        kept.or_else(|| {
            let mut wheel = Descriptions::open(&self.cached_wheel(PACKAGE, release)?).ok()?;
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

/// Whether a wheel can be read. If not, it is removed and fetched again.
fn is_whole(wheel: &Path) -> bool {
    let opened = Wheel::open(wheel);
    if let Err(report) = &opened {
        errln!(
            "note: {}; it is fetched again",
            visible(&report.to_string())
        );
        let _ = fs::remove_file(wheel);
    }
    opened.is_ok()
}
