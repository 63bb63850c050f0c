//! The actions that somebody named, of the services that they named.

use std::collections::BTreeSet;

use tencent_codegen::{Upstream, nearest};

use super::order::Order;
use super::package::Package;
use crate::problem::Problem;
use crate::upstream::Descriptions;

impl Order {
    /// The actions to take of a service; all where none is named.
    pub(super) fn actions_of(&self, upstream: &Upstream) -> Option<Vec<String>> {
        let named = self.actions.as_ref()?;
        let own = upstream.actions().filter(|action| named.contains(*action));
        Some(own.map(str::to_owned).collect())
    }
}

/// Refuses actions that no service has, and services that have none of the actions: what was named
/// would be missing in silence.
pub(super) fn check(
    order: &Order,
    packages: &BTreeSet<Package>,
    descriptions: &mut Descriptions,
) -> Result<(), Problem> {
    let Some(named) = &order.actions else {
        return Ok(());
    };
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut without = Vec::new();
    let mut all_read = true;
    for package in packages {
        // What is wrong with a description is told when its crate is made.
        let Some(upstream) = read(package, descriptions) else {
            all_read = false;
            continue;
        };
        known.extend(upstream.actions().map(str::to_owned));
        if order
            .actions_of(&upstream)
            .is_some_and(|own| own.is_empty())
        {
            without.push(package.title());
        }
    }
    let unknown: Vec<String> = named
        .difference(&known)
        .map(|name| suggest(name, &known))
        .collect();
    if all_read && !unknown.is_empty() {
        return Err(Problem::UnknownActions {
            actions: unknown,
            services: packages.iter().map(Package::title).collect(),
        });
    }
    if !without.is_empty() {
        return Err(Problem::NoneOfTheActions {
            services: without,
            actions: named.iter().cloned().collect(),
        });
    }
    Ok(())
}

fn read(package: &Package, descriptions: &mut Descriptions) -> Option<Upstream> {
    let file = descriptions.read(&package.entry, "api.json").ok()?;
    Upstream::parse(&file, descriptions.release()).ok()
}

fn suggest(name: &str, known: &BTreeSet<String>) -> String {
    match nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => format!("`{name}` (did you mean `{meant}`?)"),
        None => format!("`{name}`"),
    }
}
