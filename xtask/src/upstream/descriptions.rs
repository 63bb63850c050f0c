//! The descriptions of one release of upstream's package.

use std::path::{Path, PathBuf};

use miette::{Report, Result, miette};
use tencent_codegen::{ServiceVersion, SourceFile, Upstream, described};

use super::entry::{self, Entry};
use super::release;
use super::suggestion::{Known, suggestion};
use super::tree::{self, Tree};
use super::wanted::Wanted;
use super::wheel::Wheel;
use crate::project;

/// The file name of a description.
const API: &str = "api.json";

const ACCEPTED: &str = "--from takes a tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json";

/// The descriptions of one release of upstream's package.
pub(crate) struct Descriptions {
    path: PathBuf,
    store: Store,
    /// The release of upstream's package, if it is known.
    release: Option<String>,
}

enum Store {
    Wheel(Wheel),
    Tree(Tree),
    /// One description.
    File(SourceFile),
}

impl Descriptions {
    /// Opens a wheel, a folder or a file. It fails if that holds no description.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let (store, release) = match project::Entry::of(path)? {
            project::Entry::Folder => {
                let tree = Tree::open(path, API)?;
                let release = tree
                    .release()
                    .filter(|release| release::is_release(release));
                (Store::Tree(tree), release)
            }
            project::Entry::File if path.extension().is_some_and(|end| end == "json") => {
                let release = release::agreed(path, release::above(path), release::in_name(path))?;
                (Store::File(tree::read(path)?), release)
            }
            project::Entry::File => {
                let wheel = Wheel::open(path)?;
                let release = release::agreed(path, wheel.release(), release::in_wheel_name(path))?;
                (Store::Wheel(wheel), release)
            }
            project::Entry::Missing => {
                return Err(miette!(
                    help = ACCEPTED,
                    "there is nothing at {}",
                    path.display()
                ));
            }
            other => {
                return Err(miette!(
                    help = ACCEPTED,
                    "{} is {}, and descriptions are in a file or a folder",
                    path.display(),
                    other.as_str()
                ));
            }
        };
        let descriptions = Self {
            path: path.to_path_buf(),
            store,
            release,
        };
        descriptions.refuse_ambiguous()?;
        Ok(descriptions)
    }

    /// Refuses a wheel or a folder that holds no description, or one of them twice.
    fn refuse_ambiguous(&self) -> Result<()> {
        if matches!(self.store, Store::File(_)) {
            return Ok(());
        }
        let entries = self.entries();
        if entries.is_empty() {
            return Err(no_descriptions(&self.path));
        }
        entry::refuse_repeated(&entries)
    }

    /// The release of upstream's package, or `unknown`.
    pub(crate) fn release(&self) -> &str {
        self.release.as_deref().unwrap_or("unknown")
    }

    /// Sets the release that the caller named. It fails if the descriptions are of another release.
    pub(crate) fn with_release(mut self, release: Option<&str>) -> Result<Self> {
        let Some(named) = release else {
            return Ok(self);
        };
        release::check(named)?;
        match &self.release {
            Some(release) if release != named => Err(miette!(
                help = "leave --tccli out, or name the source of that release; nothing was changed",
                "{} is of tccli {release}, and --tccli says {named}",
                self.path.display()
            )),
            _ => {
                self.release = Some(named.to_owned());
                Ok(self)
            }
        }
    }

    /// Fails if the release is not known: the facts record it.
    pub(super) fn require_release(&self) -> Result<()> {
        match self.release {
            Some(_) => Ok(()),
            None => Err(miette!(
                help = "name the release with --tccli, such as `3.1.189.1`: the facts record it; nothing was \
                        changed",
                "{} does not say which release of tccli it is from",
                self.path.display()
            )),
        }
    }

    /// The services and versions, in order.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let paths: Vec<&str> = match &self.store {
            Store::Wheel(wheel) => wheel.paths().collect(),
            Store::Tree(tree) => tree.paths().collect(),
            Store::File(file) => return vec![lone(file)],
        };
        let entries = paths.into_iter().filter_map(|path| Entry::of(path, API));
        let mut entries: Vec<Entry> = entries.collect();
        entries.sort();
        entries
    }

    /// Whether these are all descriptions of the release, so that a missing one was removed upstream.
    pub(crate) fn are_whole(&self) -> bool {
        match &self.store {
            Store::Wheel(_) => true,
            Store::Tree(tree) => tree.is_whole(),
            Store::File(_) => false,
        }
    }

    /// The description, if the source is one file.
    pub(crate) fn only(&self) -> Option<Result<Upstream>> {
        match &self.store {
            Store::File(file) => Some(Upstream::parse(file, self.release()).map_err(Report::new)),
            Store::Wheel(_) | Store::Tree(_) => None,
        }
    }

    /// The description of a service, and its file.
    pub(crate) fn service(&mut self, wanted: &Wanted) -> Result<(Upstream, SourceFile)> {
        let file = self.find(wanted)?;
        let upstream = Upstream::parse(&file, self.release())?;
        let version = wanted.version.as_deref();
        let other_version = version.is_some_and(|version| version != upstream.version());
        if upstream.service() != wanted.service || other_version {
            let found = format!("{} {}", upstream.service(), upstream.version());
            return Err(miette!(
                help = format!("name a description of {wanted}, or another --schema"),
                "{} describes {}, not {wanted}",
                file.path.display(),
                found.escape_debug()
            ));
        }
        Ok((upstream, file))
    }

    fn find(&mut self, wanted: &Wanted) -> Result<SourceFile> {
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
        // The folder of that name first, then the newest version.
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
        let release = self.release.clone();
        let release = release.map(|release| format!(", release {release},"));
        Err(miette!(
            help = self.suggest(wanted),
            "{}{} describes no service {wanted}",
            self.path.display(),
            release.unwrap_or_default()
        ))
    }

    /// The help of the error for a service that is not described. It reads the names of all services.
    fn suggest(&mut self, wanted: &Wanted) -> String {
        let mut services = Vec::new();
        for entry in self.entries() {
            let read = self.read(&entry, API).and_then(|file| service_name(&file));
            services.extend(read.map(|service| (service, entry)));
        }
        let known = services.iter();
        let known: Vec<Known<'_>> = known
            .map(|(service, entry)| Known { service, entry })
            .collect();
        suggestion(wanted, &known)
    }

    /// Refuses a second folder that describes the same version of the service.
    fn refuse_second(&mut self, service: &str, first: &Entry, others: &[Entry]) -> Result<()> {
        for other in others.iter().filter(|other| other.version == first.version) {
            if names(&self.read(other, API)?, service) {
                return Err(entry::described_twice(service, first, other));
            }
        }
        Ok(())
    }

    /// Reads one of the files of a service and version.
    pub(crate) fn read(&mut self, entry: &Entry, name: &str) -> Result<SourceFile> {
        let path = format!("{}/{name}", entry.path);
        match &mut self.store {
            Store::Wheel(wheel) => wheel.read(&path),
            Store::Tree(tree) => tree.read(&path),
            Store::File(file) => Ok(file.clone()),
        }
    }

    /// The same; `None` if there is no such file.
    pub(crate) fn read_optional(
        &mut self,
        entry: &Entry,
        name: &str,
    ) -> Result<Option<SourceFile>> {
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

/// The error for a source without descriptions.
pub(crate) fn no_descriptions(path: &Path) -> Report {
    miette!(
        help = "name a tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json",
        "{} holds no descriptions: no file api.json in a folder like ess/v20201111",
        path.display()
    )
}

/// The entry of a single description. Its path names no service, so the text does.
fn lone(file: &SourceFile) -> Entry {
    let (folder, version) = match described(file) {
        Ok(ServiceVersion { service, version }) => (service, version),
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
pub(crate) fn service_name(file: &SourceFile) -> Result<String> {
    Ok(described(file)?.service)
}
