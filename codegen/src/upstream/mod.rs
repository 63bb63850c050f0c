//! Upstream's own description of a service, and the facts that are taken from it.

mod address;
mod api_json;
mod code;
mod documentation;
mod emphasis;
mod escape;
mod facts;
mod lenient;
mod lines;
mod markdown;
mod once;
mod page;
mod printer;
mod sdk;
mod secrets;
mod settled;
mod strange;
mod table;
mod tags;
mod tree;

use sha2::{Digest, Sha256};

use self::api_json::ApiJson;
pub use self::sdk::{Documentation, SdkOptions};
use crate::description::{Facts, Subject};
use crate::diagnostics::Diagnostics;
use crate::load::{hex, short_hash};
use crate::source::SourceFile;

/// The package that upstream publishes descriptions in.
pub const PACKAGE: &str = "tccli";

/// One service and version as upstream describes it, prose included.
#[derive(Debug)]
pub struct Upstream {
    /// What the file is called in messages.
    origin: String,
    release: String,
    /// The beginning of the SHA-256 of the file.
    fingerprint: String,
    api: ApiJson,
}

impl Upstream {
    /// Reads an `api.json`, as published in `release` of upstream's package.
    ///
    /// # Errors
    ///
    /// Where the file is no such description.
    pub fn parse(file: &SourceFile, release: impl Into<String>) -> Result<Self, Diagnostics> {
        Ok(Self {
            origin: file.path.display().to_string(),
            release: release.into(),
            fingerprint: short_hash([&*file.bytes]),
            api: api_json::parse(file)?,
        })
    }

    /// The short name of the service.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.api.metadata.service
    }

    /// The version of the API, a date.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.api.metadata.version
    }

    /// The release of upstream's package.
    #[must_use]
    pub fn release(&self) -> &str {
        &self.release
    }

    /// The names of all actions, in order.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.api.actions.keys().map(String::as_str)
    }

    /// The facts of the named actions and of everything that they reach.
    ///
    /// # Errors
    ///
    /// Where there is no such action, or no object that one of them refers to.
    pub fn facts<'a>(
        &self,
        actions: impl IntoIterator<Item = &'a str>,
    ) -> Result<Facts, Diagnostics> {
        facts::facts(self, actions)
    }

    /// What upstream says of an action, an object, or a member (`Object.Member`).
    #[must_use]
    pub fn prose(&self, of: &str) -> Option<&str> {
        Subject::named(of).find_map(|subject| self.prose_of(subject))
    }

    fn prose_of(&self, subject: Subject<'_>) -> Option<&str> {
        Some(match subject {
            Subject::Action(name) => &self.api.actions.get(name)?.document,
            Subject::Object(name) => &self.api.objects.get(name)?.document,
            Subject::Member(object, name) => {
                let members = &self.api.objects.get(object)?.members;
                &members.iter().find(|member| member.name == name)?.document
            }
        })
    }
}

/// What facts keep of upstream's prose.
#[must_use]
pub fn prose_hash(prose: &str) -> String {
    hex(&Sha256::digest(prose.as_bytes()))
}
