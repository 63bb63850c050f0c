//! Upstream's descriptions, wherever they are: a wheel of its package, an unpacked tree, a folder of
//! services, or one file.

mod cache;
mod pip;
mod tree;
mod wanted;
mod wheel;

use std::path::Path;

use serde::Deserialize;
use tencent_codegen::{SourceFile, Upstream};

pub(crate) use self::cache::Cache;
use self::tree::Tree;
pub(crate) use self::wanted::Wanted;
use self::wheel::Wheel;
use crate::problem::Problem;

/// The largest file that is read. The largest that upstream has is a twentieth of it.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Everything that one release of upstream's package describes.
pub(crate) struct Descriptions {
    store: Store,
    release: String,
}

enum Store {
    Wheel(Wheel),
    Tree(Tree),
    /// One description, and nothing else.
    File(SourceFile),
}

/// Where one service and version is described.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// The folder of the service, which now and then is not the service's name.
    pub(crate) folder: String,
    /// The version, as `2020-11-11`.
    pub(crate) version: String,
    path: String,
}

#[derive(Deserialize)]
struct Named {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "serviceShortName")]
    service: String,
}

impl Descriptions {
    /// Opens what stands at that path, whichever of the four it is.
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        if path.is_dir() {
            let tree = Tree::open(path)?;
            let release = tree.release();
            return Ok(Self {
                store: Store::Tree(tree),
                release: release.unwrap_or_else(|| "unknown".to_owned()),
            });
        }
        if !path.is_file() {
            return Err(Problem::NoSource {
                path: path.to_path_buf(),
            });
        }
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            return Self::file(path);
        }
        let wheel = Wheel::open(path)?;
        let release = wheel.release();
        Ok(Self {
            store: Store::Wheel(wheel),
            release: release.unwrap_or_else(|| "unknown".to_owned()),
        })
    }

    fn file(path: &Path) -> Result<Self, Problem> {
        let file = tree::read(path)?;
        let release = tree::release_above(path)
            .or_else(|| version_in_name(path))
            .unwrap_or_else(|| "unknown".to_owned());
        Ok(Self {
            store: Store::File(file),
            release,
        })
    }

    /// The release of upstream's package, as far as it can be told.
    pub(crate) fn release(&self) -> &str {
        &self.release
    }

    /// The same descriptions, of a release that somebody named.
    pub(crate) fn named(mut self, release: Option<&str>) -> Self {
        if let Some(release) = release {
            release.clone_into(&mut self.release);
        }
        self
    }

    /// Every service and version that is described, in order.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let paths: Vec<&str> = match &self.store {
            Store::Wheel(wheel) => wheel.paths().collect(),
            Store::Tree(tree) => tree.paths().collect(),
            Store::File(_) => Vec::new(),
        };
        let mut entries: Vec<Entry> = paths.into_iter().filter_map(entry).collect();
        entries.sort();
        entries
    }

    /// The one description, where there is only one.
    pub(crate) fn only(&self) -> Option<Result<Upstream, tencent_codegen::Diagnostics>> {
        match &self.store {
            Store::File(file) => Some(Upstream::parse(file, &*self.release)),
            Store::Wheel(_) | Store::Tree(_) => None,
        }
    }

    /// The description of a service, and the file that it was read from.
    pub(crate) fn service(&mut self, wanted: &Wanted) -> miette::Result<(Upstream, SourceFile)> {
        let file = self.find(wanted)?;
        let upstream = Upstream::parse(&file, &*self.release)?;
        let version = wanted.version.as_deref();
        let other_version = version.is_some_and(|version| version != upstream.version());
        if upstream.service() != wanted.service || other_version {
            return Err(Problem::OtherService {
                path: file.path,
                wanted: wanted.to_string(),
                found: format!("{} {}", upstream.service(), upstream.version()),
            }
            .into());
        }
        Ok((upstream, file))
    }

    fn find(&mut self, wanted: &Wanted) -> Result<SourceFile, Problem> {
        if let Store::File(file) = &self.store {
            return Ok(file.clone());
        }
        let mut entries = self.entries();
        entries.retain(|entry| {
            wanted
                .version
                .as_ref()
                .is_none_or(|version| *version == entry.version)
        });
        // Its own folder first, and the newest version where none is named.
        entries.sort_by_key(|entry| {
            (
                entry.folder != wanted.service,
                std::cmp::Reverse(entry.version.clone()),
            )
        });
        for entry in entries {
            let file = self.read(&entry, "api.json")?;
            if entry.folder == wanted.service || names(&file, &wanted.service) {
                return Ok(file);
            }
        }
        Err(Problem::NotDescribed {
            service: wanted.to_string(),
            release: self.release.clone(),
        })
    }

    /// One of the files that stand beside each other for a service and version.
    pub(crate) fn read(&mut self, entry: &Entry, name: &str) -> Result<SourceFile, Problem> {
        let path = format!("{}/{name}", entry.path);
        match &mut self.store {
            Store::Wheel(wheel) => wheel.read(&path),
            Store::Tree(tree) => tree.read(&path),
            Store::File(file) => Ok(file.clone()),
        }
    }
}

/// The description of a service, from where it is named or from upstream's package index.
pub(crate) fn described(
    from: Option<&Path>,
    release: Option<&str>,
    cache: &Cache,
    wanted: &Wanted,
) -> miette::Result<(Upstream, SourceFile)> {
    let mut descriptions = match from {
        Some(path) => Descriptions::open(path)?.named(release),
        None => Descriptions::open(&cache.wheel(release)?)?,
    };
    descriptions.service(wanted)
}

/// The entry whose `api.json` has that path: `…/<service>/v<yyyymmdd>/api.json`.
fn entry(path: &str) -> Option<Entry> {
    let path = path.strip_suffix("/api.json")?;
    let mut parts = path.rsplit('/');
    let digits = parts.next()?.strip_prefix('v')?;
    let dated = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !dated {
        return None;
    }
    Some(Entry {
        folder: parts.next()?.to_owned(),
        version: format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]),
        path: path.to_owned(),
    })
}

fn names(file: &SourceFile, service: &str) -> bool {
    service_name(file).is_ok_and(|name| name == service)
}

/// The short name of the service that a description is about.
pub(crate) fn service_name(file: &SourceFile) -> Result<String, Problem> {
    // All that is read of it; the rest is passed over.
    let named = serde_json::from_slice::<Named>(&file.bytes);
    let named = named.map_err(|error| Problem::NoDescription {
        path: file.path.clone(),
        reason: error.to_string(),
    })?;
    Ok(named.metadata.service)
}

/// A file that is called after a release, as `3.1.6.1.json`.
fn version_in_name(path: &Path) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    let numbers = stem
        .split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    (numbers && stem.contains('.')).then(|| stem.to_owned())
}
