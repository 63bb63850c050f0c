//! Upstream's descriptions, wherever they are: a wheel of its package, an unpacked tree, a folder of
//! services, or one file.

mod cache;
mod entry;
mod pip;
mod release;
mod tree;
mod wanted;
mod wheel;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use tencent_codegen::{SourceFile, Upstream};

pub(crate) use self::cache::Cache;
pub(crate) use self::entry::Entry;
use self::tree::Tree;
pub(crate) use self::wanted::Wanted;
use self::wheel::Wheel;
use crate::problem::Problem;
use crate::sources::{Found, found};

/// The largest file that is read. The largest that upstream has is a twentieth of it.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What a description is called.
const API: &str = "api.json";

/// Everything that one release of upstream's package describes.
pub(crate) struct Descriptions {
    /// Where they stand.
    path: PathBuf,
    store: Store,
    /// The release of upstream's package, where it can be told.
    release: Option<String>,
}

enum Store {
    Wheel(Wheel),
    Tree(Tree),
    /// One description, and nothing else.
    File(SourceFile),
}

#[derive(Deserialize)]
struct Named {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "serviceShortName")]
    service: String,
    #[serde(rename = "apiVersion", default)]
    version: String,
}

impl Descriptions {
    /// Opens what stands at that path, whichever of the four it is. There is a description in it.
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        let here = || path.to_path_buf();
        let (store, release) = match found(path)? {
            Found::Folder => {
                let tree = Tree::open(path)?;
                let release = tree.release();
                (Store::Tree(tree), release)
            }
            Found::File if path.extension().is_some_and(|end| end == "json") => {
                let release = release::above(path).or_else(|| release::in_name(path));
                (Store::File(tree::read(path)?), release)
            }
            Found::File => {
                let wheel = Wheel::open(path)?;
                let release = wheel.release();
                (Store::Wheel(wheel), release)
            }
            Found::Nothing => return Err(Problem::NoSource { path: here() }),
            other => {
                return Err(Problem::StrangeSource {
                    path: here(),
                    what: other.words(),
                });
            }
        };
        let descriptions = Self {
            path: here(),
            store,
            release: release.filter(|release| release::is_release(release)),
        };
        descriptions.refuse_unclear()?;
        Ok(descriptions)
    }

    /// What holds many descriptions holds some, and each once.
    fn refuse_unclear(&self) -> Result<(), Problem> {
        if matches!(self.store, Store::File(_)) {
            return Ok(());
        }
        let entries = self.entries();
        if entries.is_empty() {
            return Err(Problem::NoDescriptions {
                path: self.path.clone(),
            });
        }
        entry::refuse_repeated(&entries)
    }

    /// The release of upstream's package, or that it cannot be told.
    pub(crate) fn release(&self) -> &str {
        self.release.as_deref().unwrap_or("unknown")
    }

    /// The same descriptions, of a release that somebody named: it counts where they do not say it.
    pub(crate) fn named(mut self, release: Option<&str>) -> Result<Self, Problem> {
        let Some(named) = release else {
            return Ok(self);
        };
        if !release::is_release(named) {
            return Err(Problem::NoRelease {
                named: named.to_owned(),
            });
        }
        match &self.release {
            Some(release) if release != named => Err(Problem::OtherRelease {
                path: self.path,
                release: release.clone(),
                named: named.to_owned(),
            }),
            _ => {
                self.release = Some(named.to_owned());
                Ok(self)
            }
        }
    }

    /// Every service and version that is described, in order.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let paths: Vec<&str> = match &self.store {
            Store::Wheel(wheel) => wheel.paths().collect(),
            Store::Tree(tree) => tree.paths().collect(),
            Store::File(file) => return vec![lone(file)],
        };
        let mut entries: Vec<Entry> = paths.into_iter().filter_map(Entry::of).collect();
        entries.sort();
        entries
    }

    /// Whether they are all that a release has: what is missing among them vanished.
    pub(crate) fn are_whole(&self) -> bool {
        match &self.store {
            Store::Wheel(_) => true,
            Store::Tree(tree) => tree.is_whole(),
            Store::File(_) => false,
        }
    }

    /// The one description, where there is only one.
    pub(crate) fn only(&self) -> Option<Result<Upstream, tencent_codegen::Diagnostics>> {
        match &self.store {
            Store::File(file) => Some(Upstream::parse(file, self.release())),
            Store::Wheel(_) | Store::Tree(_) => None,
        }
    }

    /// The description of a service, and the file that it was read from.
    pub(crate) fn service(&mut self, wanted: &Wanted) -> miette::Result<(Upstream, SourceFile)> {
        let file = self.find(wanted)?;
        let upstream = Upstream::parse(&file, self.release())?;
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
        while !entries.is_empty() {
            let entry = entries.remove(0);
            let file = self.read(&entry, API)?;
            if entry.folder == wanted.service || names(&file, &wanted.service) {
                self.refuse_second(&wanted.service, &entry, &entries)?;
                return Ok(file);
            }
        }
        Err(Problem::NotDescribed {
            service: wanted.to_string(),
            path: self.path.clone(),
            release: self.release.clone(),
        })
    }

    /// Another folder may describe the same version of the same service.
    fn refuse_second(
        &mut self,
        service: &str,
        first: &Entry,
        others: &[Entry],
    ) -> Result<(), Problem> {
        for other in others.iter().filter(|other| other.version == first.version) {
            if names(&self.read(other, API)?, service) {
                return Err(entry::described_twice(service, first, other));
            }
        }
        Ok(())
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

    /// The same, or nothing where there is no such file.
    pub(crate) fn read_optional(
        &mut self,
        entry: &Entry,
        name: &str,
    ) -> Result<Option<SourceFile>, Problem> {
        let path = format!("{}/{name}", entry.path);
        match &mut self.store {
            Store::Wheel(wheel) if wheel.has(&path) => wheel.read(&path).map(Some),
            Store::Tree(tree) if tree.has(&path) => tree.read(&path).map(Some),
            Store::File(file) if file.path.with_file_name(name).is_file() => {
                tree::read(&file.path.with_file_name(name)).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// The description of a service, from where it is named or from upstream's package index. Its release
/// is known: it will be written down.
pub(crate) fn described(
    from: Option<&Path>,
    release: Option<&str>,
    cache: &Cache,
    wanted: &Wanted,
) -> miette::Result<(Upstream, SourceFile)> {
    let mut descriptions = match from {
        Some(path) => Descriptions::open(path)?.named(release)?,
        None => Descriptions::open(&cache.wheel(release)?)?.named(release)?,
    };
    let described = descriptions.service(wanted)?;
    match descriptions.release {
        Some(_) => Ok(described),
        None => Err(Problem::UnknownRelease {
            path: descriptions.path,
        }
        .into()),
    }
}

/// The entry of a description that stands alone: where it stands says nothing.
fn lone(file: &SourceFile) -> Entry {
    let named = serde_json::from_slice::<Named>(&file.bytes);
    let (folder, version) = match named {
        Ok(Named { metadata }) => (metadata.service, metadata.version),
        Err(_) => (file.path.display().to_string(), String::new()),
    };
    Entry {
        folder,
        version,
        path: String::new(),
    }
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
