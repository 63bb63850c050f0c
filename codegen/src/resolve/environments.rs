//! The environments of the service, and their hosts.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToKebabCase;

use super::context::Context;
use super::docs;
use crate::description::EnvironmentOverlay;
use crate::diagnostics::Problem;
use crate::model::Environment;
use crate::names::Scope;

/// Resolves the environments. The first one is the default.
pub(super) fn resolve(context: &Context<'_>) -> Vec<Environment> {
    let mut variants = Scope::default();
    let environments = listed(context).iter();
    environments
        .map(|environment| {
            let hosts = context.index.actions.iter();
            let action_hosts = hosts.filter_map(|(action, located)| {
                let host = located.value.hosts.get(&environment.name)?;
                Some(((*action).to_owned(), host.clone()))
            });
            Environment {
                name: environment.name.to_kebab_case(),
                rust: variants.variant(&environment.name),
                doc: docs::lines(&environment.doc),
                host: environment.host.clone(),
                action_hosts: action_hosts.collect(),
            }
        })
        .collect()
}

/// Reports environments that occur twice, a second default host, and actions whose hosts do not match the
/// environments.
pub(super) fn check(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let environments = listed(context);
    if let Some(service) = &context.index.service {
        if service.value.host.is_some() && !environments.is_empty() {
            let problem = service
                .at
                .to("host")
                .problem("the service has environments");
            problems
                .push(problem.help("remove it; the host of the first environment is the default"));
        }
        let mut names = BTreeSet::new();
        for (position, environment) in environments.iter().enumerate() {
            if !names.insert(environment.name.to_kebab_case()) {
                let at = service.at.to("environments").to(position).to("name");
                let message = format!("there are two environments `{}`", environment.name);
                problems.push(
                    at.problem(message)
                        .help("remove one of the two, or rename it"),
                );
            }
        }
    }
    for located in context.index.actions.values() {
        let at = located.at.to("hosts");
        let hosts = &located.value.hosts;
        if hosts.is_empty() {
            continue;
        }
        if environments.is_empty() {
            let problem = at.problem("the service has no environments");
            problems.push(problem.help("list them in `environments` of the service"));
            continue;
        }
        let known: BTreeSet<&str> = environments.iter().map(|it| it.name.as_str()).collect();
        for name in hosts.keys().filter(|name| !known.contains(name.as_str())) {
            let message = format!("the service has no environment `{name}`");
            let known = known.iter().copied();
            problems.push(at.to(name).unknown(&message, name, known));
        }
        for name in known.iter().filter(|name| !hosts.contains_key(**name)) {
            let problem = at.problem(format!("there is no host for the environment `{name}`"));
            problems.push(problem.help(
                "an action with its own host needs one in each environment; repeat the host of the environment \
                 if the action has no other there",
            ));
        }
    }
}

/// Returns the hosts of an action in words, or `None` if it has no hosts of its own.
pub(super) fn in_words(hosts: &BTreeMap<String, String>) -> Option<String> {
    let hosts = hosts.iter();
    let hosts: Vec<_> = hosts
        .map(|(name, host)| format!("`{host}` ({name})"))
        .collect();
    (!hosts.is_empty()).then(|| format!("The action has its own host: {}.", hosts.join(", ")))
}

fn listed<'a>(context: &Context<'a>) -> &'a [EnvironmentOverlay] {
    let service = context.index.service.as_ref();
    service.map_or(&[], |service| &service.value.environments)
}
