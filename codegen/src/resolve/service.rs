//! The service, and the sources of its crate.

use super::context::Context;
use super::docs;
use crate::diagnostics::Problem;
use crate::load::Description;
use crate::model::Service;
use crate::names;

/// Resolves the properties of the service.
pub(super) fn resolve(context: &Context<'_>, description: &Description) -> Service {
    let facts = context.facts;
    let located = context.index.service.as_ref().map(|located| located.value);
    let title = located.map_or_else(|| facts.service.clone(), |located| located.title.clone());
    let mut doc = match located {
        Some(located) => docs::lines(&located.doc),
        None => vec![format!("A client of the service `{}`.", facts.service)],
    };
    if let Some(page) = located.and_then(|located| located.documentation.as_deref()) {
        docs::paragraph(&mut doc, format!("Official documentation: <{page}>"));
    }
    let package = package(description);
    Service {
        name: facts.service.clone(),
        version: facts.version.clone(),
        host: located
            .and_then(|located| located.host.clone())
            .unwrap_or_else(|| format!("{}.tencentcloudapi.com", facts.service)),
        library: names::library(&package),
        package,
        crate_version: facts.krate.version.clone(),
        title,
        doc,
        folder: description.folder.clone(),
        release: facts.source.release.clone(),
    }
}

fn package(description: &Description) -> String {
    let named = description.facts.content.krate.name.clone();
    named.unwrap_or_else(|| format!("tencent-{}", description.facts.content.service))
}

/// Reports names and versions that cargo would refuse.
pub(super) fn check(context: &Context<'_>, description: &Description, problems: &mut Vec<Problem>) {
    let service = &context.facts.service;
    let krate = context.facts_at.to("crate");
    let package = package(description);
    if !names::is_label(service) {
        let problem = context
            .facts_at
            .to("service")
            .problem(format!("`{service}` is no name of a service"));
        problems.push(
            problem.help("it is the first label of a host: lower-case letters, digits and `-`"),
        );
    } else if !names::is_package(&package) {
        let problem = krate
            .to("name")
            .problem(format!("a crate cannot be called `{package}`"));
        problems.push(problem.help(
            "use up to 64 lower-case letters, digits and `-`, beginning with a letter, and no word of Rust's or cargo's",
        ));
    }
    let version = &context.facts.krate.version;
    if let Err(error) = semver::Version::parse(version) {
        let message = format!("`{version}` is no version of a crate: {error}");
        let problem = krate.to("version").problem(message);
        problems.push(problem.help("write three numbers, such as `0.1.0`"));
    }
}
