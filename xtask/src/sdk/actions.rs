//! The actions that the caller named.

use std::collections::{BTreeMap, BTreeSet};

use miette::{Result, miette};
use tencent_codegen::{SourceFile, Upstream, nearest};

use super::package::Package;
use super::request::SdkRequest;
use crate::upstream::Descriptions;

impl SdkRequest {
    /// The actions to take of a service; `None` for all.
    pub(super) fn actions_of(&self, upstream: &Upstream) -> Option<Vec<String>> {
        let named = self.actions.as_ref()?;
        let own = upstream.actions().filter(|action| named.contains(*action));
        Some(own.map(str::to_owned).collect())
    }
}

/// Descriptions that were parsed, and their files.
pub(super) type Parsed = BTreeMap<Package, (SourceFile, Upstream)>;

/// Refuses actions that no service has, and services that have none of the actions. Otherwise they would be
/// missing without a message. Returns the descriptions that it parsed.
pub(super) fn check(
    request: &SdkRequest,
    packages: &BTreeSet<Package>,
    descriptions: &mut Descriptions,
) -> Result<Parsed> {
    let mut parsed = Parsed::new();
    let Some(named) = &request.actions else {
        return Ok(parsed);
    };
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut without = Vec::new();
    let mut all_read = true;
    for package in packages {
        // An error in a description is reported when its crate is generated.
        let Some((file, upstream)) = read(package, descriptions) else {
            all_read = false;
            continue;
        };
        known.extend(upstream.actions().map(str::to_owned));
        if request
            .actions_of(&upstream)
            .is_some_and(|own| own.is_empty())
        {
            without.push(package.title());
        }
        parsed.insert(package.clone(), (file, upstream));
    }
    let unknown: Vec<String> = named
        .difference(&known)
        .map(|name| suggest(name, &known))
        .collect();
    if all_read && !unknown.is_empty() {
        let services: Vec<_> = packages.iter().map(Package::title).collect();
        return Err(miette!(
            help = "nothing was changed; write the names of actions as upstream does",
            "no action is called {} in {}",
            unknown.join(", "),
            services.join(", ")
        ));
    }
    if !without.is_empty() {
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        return Err(miette!(
            help = "nothing was changed; leave the service out, name the version that has the actions, or name \
                    one of its actions too",
            "none of the actions {} is one of {}",
            named.join(", "),
            without.join(", ")
        ));
    }
    Ok(parsed)
}

fn read(package: &Package, descriptions: &mut Descriptions) -> Option<(SourceFile, Upstream)> {
    let file = descriptions.read(&package.entry, "api.json").ok()?;
    let upstream = Upstream::parse(&file, descriptions.release()).ok()?;
    Some((file, upstream))
}

fn suggest(name: &str, known: &BTreeSet<String>) -> String {
    match nearest(name, known.iter().map(String::as_str)) {
        Some(similar) => format!("`{name}` (did you mean `{similar}`?)"),
        None => format!("`{name}`"),
    }
}
