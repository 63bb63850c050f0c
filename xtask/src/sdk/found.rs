//! The crates that the descriptions give.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::order::Services;
use super::package::Package;
use super::suggestion;
use crate::problem::Problem;
use crate::say::warn_of;
use crate::upstream::{Descriptions, Entry, Wanted, service_name};

/// What was found of the services that are meant.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) packages: BTreeSet<Package>,
    /// What cannot be read, so that nobody knows which service it describes.
    pub(super) broken: BTreeMap<Entry, Problem>,
}

/// A description that can be read.
struct Named {
    service: String,
    entry: Entry,
    path: PathBuf,
}

impl Found {
    /// Looks for the services. What is not needed for that is not read: it may be broken.
    pub(super) fn find(
        services: &Services,
        descriptions: &mut Descriptions,
    ) -> Result<Self, Problem> {
        let Services::Named(names) = services else {
            return Ok(Self::among(descriptions, |_| true));
        };
        let mut found = Self::default();
        for wanted in names {
            let named = Self::named(wanted, descriptions)?;
            found.packages.extend(named.packages);
            found.broken.extend(named.broken);
        }
        Ok(found)
    }

    /// A folder that is called like the service holds all its versions. Only where there is none, the
    /// service may stand in a folder of another name.
    fn named(wanted: &Wanted, descriptions: &mut Descriptions) -> Result<Self, Problem> {
        let own = Self::among(descriptions, |entry| entry.folder == wanted.service).only(wanted);
        if !own.is_empty() {
            return Ok(own);
        }
        let all = Self::among(descriptions, |_| true);
        let advice = suggestion::of(wanted, &all.packages);
        if !all.describe(&wanted.service) {
            for (entry, problem) in &all.broken {
                warn_of!("{}: {problem}", label(entry));
            }
        }
        let found = all.only(wanted);
        if found.is_empty() {
            return Err(Problem::UnknownService {
                service: wanted.to_string(),
                advice,
            });
        }
        Ok(found)
    }

    /// Reads which services those entries describe.
    fn among(descriptions: &mut Descriptions, of: impl Fn(&Entry) -> bool) -> Self {
        let mut named = Vec::new();
        let mut broken = BTreeMap::new();
        for entry in descriptions.entries().into_iter().filter(of) {
            let read = descriptions.read(&entry, "api.json");
            match read.and_then(|file| Ok((service_name(&file)?, file.path))) {
                Ok((service, path)) => named.push(Named {
                    service,
                    entry,
                    path,
                }),
                Err(problem) => drop(broken.insert(entry, problem)),
            }
        }
        let packages = packages(&named, &broken);
        Self { packages, broken }
    }

    /// What of it somebody named.
    fn only(mut self, wanted: &Wanted) -> Self {
        self.packages.retain(|package| package.is(wanted));
        self.broken.retain(|entry, _| {
            entry.folder == wanted.service && wanted.takes_version(&entry.version)
        });
        self
    }

    fn describe(&self, service: &str) -> bool {
        let mut packages = self.packages.iter();
        packages.any(|package| package.service == service)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.packages.is_empty() && self.broken.is_empty()
    }

    /// Two descriptions of one service and version would take turns in one folder.
    pub(super) fn refuse_duplicates(&self) -> Result<(), Problem> {
        let mut named: BTreeMap<&str, &Package> = BTreeMap::new();
        for package in &self.packages {
            if let Some(other) = named.insert(&package.name, package) {
                return Err(Problem::DescribedTwice {
                    service: package.name.clone(),
                    one: other.path.display().to_string(),
                    other: package.path.display().to_string(),
                });
            }
        }
        Ok(())
    }
}

/// What a description is called that does not say of which service it is.
pub(super) fn label(entry: &Entry) -> String {
    format!("{} {}", entry.folder, entry.version)
        .trim()
        .to_owned()
}

/// The crates of services, named with the version where there are several. What cannot be read counts:
/// a crate keeps its name until that is mended.
fn packages(named: &[Named], broken: &BTreeMap<Entry, Problem>) -> BTreeSet<Package> {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Named { service, entry, .. } in named {
        folders.entry(service).or_default().insert(&entry.folder);
    }
    let versions = |service: &str| {
        let read = named.iter().filter(|named| named.service == service);
        let beside = |entry: &&Entry| folders[service].contains(&*entry.folder);
        read.count() + broken.keys().filter(beside).count()
    };
    let packages = named.iter().map(
        |Named {
             service,
             entry,
             path,
         }| Package {
            name: match versions(service) {
                1 => format!("tencent-{service}"),
                _ => format!("tencent-{service}-{}", entry.version.replace('-', "")),
            },
            service: service.clone(),
            entry: entry.clone(),
            path: path.clone(),
        },
    );
    packages.collect()
}
