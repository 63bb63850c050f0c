//! Suggests a service if the caller names one that does not exist.

use std::collections::BTreeSet;

use tencent_codegen::nearest;

use super::package::Package;
use crate::upstream::Wanted;

/// The suggestion, as the help of an error.
pub(super) fn of(wanted: &Wanted, packages: &BTreeSet<Package>) -> String {
    let versions: Vec<&str> = of_service(&wanted.service, packages)
        .map(|package| &*package.entry.version)
        .collect();
    if !versions.is_empty() {
        return format!("its versions are {}", versions.join(", "));
    }
    let folder = &wanted.service;
    if let Some(package) = packages
        .iter()
        .find(|package| package.entry.folder == *folder)
    {
        let service = &package.service;
        return format!("the folder `{folder}` describes the service `{service}`: name that");
    }
    match meant(&wanted.service.to_lowercase(), packages) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "the name is the first label of the service's host, such as `cvm`".to_owned(),
    }
}

/// The service of a crate with that name, or the service with the most similar name.
fn meant(name: &str, packages: &BTreeSet<Package>) -> Option<String> {
    if let Some(package) = packages.iter().find(|package| package.name == name) {
        let several = of_service(&package.service, packages).count() > 1;
        return Some(match several {
            true => format!("{}@{}", package.service, package.entry.version),
            false => package.service.clone(),
        });
    }
    let name = name.strip_prefix("tencent-").unwrap_or(name);
    let services = packages.iter().map(|package| &*package.service);
    nearest(name, services).map(str::to_owned)
}

fn of_service<'a>(
    service: &'a str,
    packages: &'a BTreeSet<Package>,
) -> impl Iterator<Item = &'a Package> {
    packages
        .iter()
        .filter(move |package| package.service == service)
}
