//! Compares the environments of the service and all hosts.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Changes, Kind, Level};
use crate::model::{Environment, Model};

/// The hosts of an environment.
type Hosts<'a> = BTreeMap<Option<&'a str>, &'a str>;

pub(super) fn compare(old: &Model, new: &Model, changes: &mut Changes) {
    let (before, after) = (environments(old), environments(new));
    for (name, environment) in &before {
        match after.get(name) {
            None => {
                let why = "the variant of `Environment` is removed, and calls cannot go there";
                let pair = (Some((*name).to_owned()), None);
                let path = format!("environment:{name}");
                changes.push(Kind::EnvironmentRemoved, Level::Major, path, pair, why);
            }
            Some(now) => hosts(name, environment, now, changes),
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        let why = "a new environment; `Environment` has a new variant";
        let pair = (None, Some((*name).to_owned()));
        let path = format!("environment:{name}");
        changes.push(Kind::EnvironmentAdded, Level::Minor, path, pair, why);
    }
    default_host(old, new, changes);
}

fn environments(model: &Model) -> BTreeMap<&str, &Environment> {
    let environments = model.service.environments.iter();
    environments
        .map(|environment| (environment.rust.as_str(), environment))
        .collect()
}

/// Compares the host of an environment, and those of single actions. An action without its own host has
/// the host of the environment.
fn hosts(name: &str, old: &Environment, new: &Environment, changes: &mut Changes) {
    let (before, after) = (hosts_of(old), hosts_of(new));
    let all: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    for action in all {
        let from = before.get(&action).copied().unwrap_or(&old.host);
        let to = after.get(&action).copied().unwrap_or(&new.host);
        if from != to {
            let path = match action {
                Some(action) => format!("{action} environment:{name}"),
                None => format!("environment:{name}"),
            };
            push(path, from, to, changes);
        }
    }
}

fn hosts_of(environment: &Environment) -> Hosts<'_> {
    let own = environment.action_hosts.iter();
    let own = own.map(|(action, host)| (Some(action.as_str()), host.as_str()));
    own.chain([(None, environment.host.as_str())]).collect()
}

/// Compares the host that is called by default, unless the comparison of the environments reports it.
fn default_host(old: &Model, new: &Model, changes: &mut Changes) {
    let default = |model: &Model| {
        let first = model.service.environments.first();
        first.map(|environment| environment.rust.as_str().to_owned())
    };
    let (from, to) = (&old.service.host, &new.service.host);
    let is_reported = default(old).is_some() && default(old) == default(new);
    if from != to && !is_reported {
        push("service".to_owned(), from, to, changes);
    }
}

fn push(path: String, from: &str, to: &str, changes: &mut Changes) {
    let pair = (Some(from.to_owned()), Some(to.to_owned()));
    let why = "calls go to another host";
    changes.push(Kind::HostChanged, Level::Major, path, pair, why);
}
