//! Finds the crates of a request among the descriptions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use miette::{Report, Result, miette};
use tencent_codegen::visible;

use super::package::Package;
use super::request::Services;
use crate::console::errln;
use crate::upstream::{Descriptions, Entry, Known, Wanted, service_name, suggestion};

/// The crates of a request.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) packages: BTreeSet<Package>,
    /// The descriptions that cannot be read, so that their services are not known.
    pub(super) broken: BTreeMap<Entry, Report>,
}

/// A description with a known service.
struct Named {
    service: String,
    entry: Entry,
    path: PathBuf,
}

impl Found {
    /// Finds the services. It reads only the descriptions that it needs, because others may be broken.
    pub(super) fn find(services: &Services, descriptions: &mut Descriptions) -> Result<Self> {
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

    /// Finds a service in the folder of that name, which holds all its versions. If there is none, it
    /// searches all folders.
    fn named(wanted: &Wanted, descriptions: &mut Descriptions) -> Result<Self> {
        let own = Self::among(descriptions, |entry| entry.folder == wanted.service).only(wanted);
        if !own.is_empty() {
            return Ok(own);
        }
        let all = Self::among(descriptions, |_| true);
        let help = suggestion(wanted, &all.known());
        if !all.describe(&wanted.service) {
            for (entry, report) in &all.broken {
                errln!("{}: {}", label(entry), visible(&report.to_string()));
            }
        }
        let found = all.only(wanted);
        if found.is_empty() {
            return Err(miette!(help = help, "there is no service {wanted}"));
        }
        Ok(found)
    }

    /// Reads the services of these entries.
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
                Err(report) => drop(broken.insert(entry, report)),
            }
        }
        let packages = packages(&named, &broken);
        Self { packages, broken }
    }

    /// Keeps the service and version that the caller named.
    fn only(mut self, wanted: &Wanted) -> Self {
        self.packages.retain(|package| package.is(wanted));
        self.broken.retain(|entry, _| {
            entry.folder == wanted.service && wanted.takes_version(&entry.version)
        });
        self
    }

    fn known(&self) -> Vec<Known<'_>> {
        let packages = self.packages.iter();
        let known = packages.map(|Package { service, entry, .. }| Known { service, entry });
        known.collect()
    }

    fn describe(&self, service: &str) -> bool {
        let mut packages = self.packages.iter();
        packages.any(|package| package.service == service)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.packages.is_empty() && self.broken.is_empty()
    }

    /// Refuses two descriptions of one service and version, because they would share a folder.
    pub(super) fn refuse_duplicates(&self) -> Result<()> {
        let mut named: BTreeMap<&str, &Package> = BTreeMap::new();
        for package in &self.packages {
            if let Some(other) = named.insert(&package.name, package) {
                return Err(miette!(
                    help = "name one of them, or remove the other; nothing was changed",
                    "{} is described twice, in {} and in {}",
                    package.name,
                    other.path.display(),
                    package.path.display()
                ));
            }
        }
        Ok(())
    }
}

/// The name of a description whose service is not known.
pub(super) fn label(entry: &Entry) -> String {
    let label = format!("{} {}", entry.folder, entry.version);
    visible(label.trim()).into_owned()
}

/// The crates of services. Their names contain the version if the service has several. Broken descriptions
/// count as versions, so that a crate keeps its name until they are repaired.
fn packages(named: &[Named], broken: &BTreeMap<Entry, Report>) -> BTreeSet<Package> {
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
