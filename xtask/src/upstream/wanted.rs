//! The service and version that a caller names.

use std::fmt;

use tencent_codegen::description::Facts;

use super::entry;

/// A service, and the version of its API if the caller names one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wanted {
    pub(crate) service: String,
    pub(crate) version: Option<String>,
}

impl Wanted {
    /// Parses `ess`, `ess@2020-11-11` or `ess@20201111`, as the names of crates have it.
    pub(crate) fn parse(text: &str) -> Self {
        let (service, version) = match text.split_once('@') {
            Some((service, version)) => {
                let dashed = entry::version(&format!("v{version}"));
                (service, Some(dashed.unwrap_or_else(|| version.to_owned())))
            }
            None => (text, None),
        };
        Self {
            service: service.to_owned(),
            version,
        }
    }

    /// Whether the caller means this version, or every version.
    pub(crate) fn takes_version(&self, version: &str) -> bool {
        self.version.as_deref().is_none_or(|own| own == version)
    }

    /// The service of the facts.
    pub(crate) fn of(facts: &Facts) -> Self {
        Self {
            service: facts.service.clone(),
            version: Some(facts.version.clone()),
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.version {
            Some(version) => write!(f, "{} {version}", self.service),
            None => f.write_str(&self.service),
        }
    }
}
