//! Suggests a service if the caller names one that does not exist.

use tencent_codegen::nearest;

use super::entry::Entry;
use super::wanted::Wanted;

/// A description whose service is known.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) service: &'a str,
    pub(crate) entry: &'a Entry,
}

/// The suggestion, as the help of an error.
pub(crate) fn suggestion(wanted: &Wanted, known: &[Known<'_>]) -> String {
    let versions = known.iter().filter(|one| one.service == wanted.service);
    let versions: Vec<&str> = versions.map(|one| &*one.entry.version).collect();
    if !versions.is_empty() {
        return format!("its versions are {}", versions.join(", "));
    }
    let folder = &wanted.service;
    if let Some(one) = known.iter().find(|one| one.entry.folder == *folder) {
        let service = one.service;
        return format!("the folder `{folder}` describes the service `{service}`: name that");
    }
    match meant(&wanted.service.to_lowercase(), known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "the name is the first label of the service's host, such as `cvm`".to_owned(),
    }
}

/// The service of a crate with that name, or the service with the most similar name.
fn meant(name: &str, known: &[Known<'_>]) -> Option<String> {
    let name = name.strip_prefix("tencent-").unwrap_or(name);
    let dated = |one: &&Known<'_>| {
        let version = name.strip_prefix(one.service);
        let version = version.and_then(|rest| rest.strip_prefix('-'));
        version.is_some_and(|version| version == one.entry.version.replace('-', ""))
    };
    if let Some(one) = known.iter().find(dated) {
        return Some(format!("{}@{}", one.service, one.entry.version));
    }
    nearest(name, known.iter().map(|one| one.service)).map(str::to_owned)
}
