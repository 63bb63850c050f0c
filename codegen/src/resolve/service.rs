//! The service, and the sources of its crate.

use super::context::Context;
use super::{docs, environments};
use crate::description::{Facts, Keyword, RegionUse, ServiceOverlay};
use crate::diagnostics::Problem;
use crate::load::Description;
use crate::model::Service;
use crate::names::{self, wire};

/// The keywords of every crate.
const KEYWORDS: [&str; 2] = ["tencent", "tencent-cloud"];

/// crates.io accepts at most this many keywords.
const MOST_KEYWORDS: usize = 5;

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
    let own = located.map(|located| located.keywords.as_slice());
    let own = own.unwrap_or_default().iter();
    let own = own.map(|Keyword(keyword)| keyword.as_str());
    let package = package(description);
    let environments = environments::resolve(context);
    let host = match environments.first() {
        Some(default) => Some(default.host.clone()),
        None => located.and_then(|located| located.host.clone()),
    };
    Service {
        name: facts.service.clone(),
        version: facts.version.clone(),
        host: host.unwrap_or_else(|| format!("{}.tencentcloudapi.com", facts.service)),
        environments,
        requires_region: requires_region(facts, located),
        library: names::library(&package),
        package,
        crate_version: facts.krate.version.clone(),
        title,
        doc,
        keywords: KEYWORDS.into_iter().chain(own).map(str::to_owned).collect(),
        folder: description.folder.clone(),
        release: facts.source.release.clone(),
    }
}

fn requires_region(facts: &Facts, overlay: Option<&ServiceOverlay>) -> bool {
    match overlay.and_then(|overlay| overlay.region) {
        Some(region) => region == RegionUse::Required,
        None => facts.requires_region,
    }
}

fn package(description: &Description) -> String {
    let named = description.facts.content.krate.name.clone();
    named.unwrap_or_else(|| format!("tencent-{}", description.facts.content.service))
}

/// Reports a service, a version or a crate whose name or version is invalid. Nothing is generated then,
/// so paths, manifests and comments can contain them.
pub(super) fn check(context: &Context<'_>, description: &Description, problems: &mut Vec<Problem>) {
    let facts = context.facts;
    let at = &context.facts_at;
    let package = package(description);
    if !wire::is_label(&facts.service) {
        let message = format!("`{}` is not a valid name of a service", facts.service);
        problems.push(at.to("service").problem(message).help(wire::SERVICE));
    } else if !names::is_package(&package) {
        let message = format!("`{package}` is not a valid name of a crate");
        let problem = at.to("crate").to("name").problem(message);
        problems.push(problem.help(
            "use up to 64 lower-case letters, digits and `-`, beginning with a letter; Rust and cargo reserve some names",
        ));
    }
    if !wire::is_api_version(&facts.version) {
        let message = format!("`{}` is not a valid version of an API", facts.version);
        problems.push(at.to("version").problem(message).help(wire::VERSION));
    }
    report_keywords(context, problems);
    let version = &facts.krate.version;
    if let Err(error) = semver::Version::parse(version) {
        let message = format!("`{version}` is not a valid version of a crate: {error}");
        let problem = at.to("crate").to("version").problem(message);
        problems.push(problem.help("write three numbers, such as `0.1.0`"));
    }
}

/// Reports keywords that all crates have, and too many keywords.
fn report_keywords(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(located) = &context.index.service else {
        return;
    };
    let (keywords, at) = (&located.value.keywords, located.at.to("keywords"));
    for (position, Keyword(keyword)) in keywords.iter().enumerate() {
        if KEYWORDS.contains(&keyword.as_str()) {
            let problem = at
                .to(position)
                .problem(format!("every crate has the keyword `{keyword}`"));
            problems.push(problem.help("remove it"));
        }
    }
    let most = MOST_KEYWORDS - KEYWORDS.len();
    if keywords.len() > most {
        let message = format!(
            "crates.io accepts {MOST_KEYWORDS} keywords, and every crate has {}",
            KEYWORDS.len()
        );
        problems.push(at.problem(message).help(format!("keep the best {most}")));
    }
}
