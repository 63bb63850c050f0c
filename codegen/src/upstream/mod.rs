//! Reads upstream's description of a service, and extracts its facts and its prose.

mod api_json;
mod body_form;
mod error_codes;
mod event_streams;
mod facts;
mod lenient;
mod markdown;
mod overlay;
mod page_numbers;
mod plain_prose;
mod region;
mod repeating;
mod unique_map;
mod unsupported;

use self::api_json::ApiJson;
pub use self::api_json::{ServiceVersion, described};
pub(crate) use self::error_codes::parse as error_codes;
pub(crate) use self::markdown::markdown;
use std::sync::OnceLock;

use crate::description::ProseOwner;
use crate::diagnostics::{Diagnostics, Problem};
use crate::json::{Document, Pointer};
use crate::source::SourceFile;

/// The package that upstream publishes descriptions in.
pub const PACKAGE: &str = "tccli";

/// One version of one service as upstream describes it, including the prose.
#[derive(Debug)]
pub struct Upstream {
    /// The name of the file in messages.
    origin: String,
    file: SourceFile,
    /// The positions of values, which only problems need.
    document: OnceLock<Option<Document>>,
    release: String,
    api: ApiJson,
}

impl Upstream {
    /// Reads an `api.json`, as published in `release` of upstream's package.
    ///
    /// # Errors
    ///
    /// If the file is not an API description, or the name or the version of its service is invalid.
    pub fn parse(file: &SourceFile, release: impl Into<String>) -> Result<Self, Diagnostics> {
        Ok(Self {
            origin: file.path.display().to_string(),
            file: file.clone(),
            document: OnceLock::new(),
            release: release.into(),
            api: api_json::parse(file)?,
        })
    }

    /// Returns the short name of the service.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.api.metadata.service
    }

    /// Returns the version of the API, a date.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.api.metadata.version
    }

    /// Returns the release of upstream's package.
    #[must_use]
    pub fn release(&self) -> &str {
        &self.release
    }

    /// Returns the names of all actions that a client can call, in order.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        let actions = self.api.actions.iter();
        let actions = actions.filter(|(_, action)| body_form::of(&self.api, action).is_ok());
        actions.map(|(name, _)| name.as_str())
    }

    /// Returns the other actions, and why no client can call them.
    pub(crate) fn uncallable(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let actions = self.api.actions.iter();
        actions.filter_map(|(name, action)| {
            let reason = body_form::of(&self.api, action).err()?;
            Some((name.as_str(), reason))
        })
    }

    /// Creates a problem with the value at a place of the file.
    fn problem(&self, at: &Pointer, message: String) -> Problem {
        let document = self
            .document
            .get_or_init(|| Document::parse(&self.file).ok());
        match document {
            Some(document) => document.problem(at, message),
            // A value that is not needed can be nested deeper than positions are known.
            None => Problem::new(message),
        }
    }

    /// Returns upstream's prose about an action, an object, or a member (`Object.Member`).
    #[must_use]
    pub fn prose(&self, of: &str) -> Option<&str> {
        ProseOwner::named(of).find_map(|owner| self.prose_of(owner))
    }

    /// Returns upstream's prose at a path and below: of an object with its members, and of an action with its
    /// request and its response. Each piece has its path. Nothing if upstream has no such name.
    #[must_use]
    pub fn prose_below(&self, path: &str) -> Vec<(String, &str)> {
        let mut names = vec![path];
        if let Some(action) = self.api.actions.get(path) {
            names.extend([action.input.as_str(), action.output.as_str()]);
        }
        let owners = names.into_iter().flat_map(|name| {
            let object = self.api.objects.get_key_value(name).into_iter();
            let members = object.flat_map(|(name, object)| {
                let members = object.members.iter();
                members.map(move |member| ProseOwner::Member(name, &member.name))
            });
            ProseOwner::named(name).chain(members)
        });
        owners
            .filter_map(|owner| Some((owner.to_string(), self.prose_of(owner)?)))
            .collect()
    }

    /// Returns the paths of all actions, objects and members.
    pub fn paths(&self) -> impl Iterator<Item = String> {
        let objects = self.api.objects.iter().flat_map(|(name, object)| {
            let members = object.members.iter();
            let members = members.map(move |member| format!("{name}.{}", member.name));
            std::iter::once(name.clone()).chain(members)
        });
        self.api.actions.keys().cloned().chain(objects)
    }

    fn prose_of(&self, owner: ProseOwner<'_>) -> Option<&str> {
        Some(match owner {
            ProseOwner::Action(name) => &self.api.actions.get(name)?.document,
            ProseOwner::Object(name) => &self.api.objects.get(name)?.document,
            ProseOwner::Member(object, name) => {
                let members = &self.api.objects.get(object)?.members;
                &members.iter().find(|member| member.name == name)?.document
            }
        })
    }
}
