//! A description that was loaded and resolved, for commands that compare, review and generate it.

use crate::description::{Facts, Overlay};
use crate::diagnostics::Diagnostics;
use crate::generate::{Output, generate_model};
use crate::load::{Description, ParsedAdditions, load, load_overlays};
use crate::model::Model;
use crate::resolve::resolve;
use crate::selection::narrow;
use crate::source::{ServiceSources, SourceFile};

/// A description that was loaded and resolved.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) description: Description,
    pub(crate) model: Model,
}

impl Snapshot {
    /// Resolves facts without an overlay.
    ///
    /// # Errors
    ///
    /// All problems of the facts.
    pub fn of_facts(facts: Facts) -> Result<Self, Diagnostics> {
        Self::of(Description::imported(facts, ParsedAdditions::default()))
    }

    /// Loads and resolves the files of a service.
    ///
    /// # Errors
    ///
    /// All problems of the files.
    pub fn of_sources(sources: &ServiceSources) -> Result<Self, Diagnostics> {
        Self::of(load(sources)?)
    }

    /// Resolves a part of the facts with the entries of the overlay that apply to it. The crate keeps its name
    /// and version.
    ///
    /// # Errors
    ///
    /// The places where the overlay does not fit the facts.
    pub fn selecting(&self, mut facts: Facts) -> Result<Self, Diagnostics> {
        facts.krate.clone_from(&self.facts().krate);
        let mut additions = self.description.additions.clone();
        narrow(&mut additions.overlays, &facts);
        Self::of(Description::imported(facts, additions).with_other_facts())
    }

    /// Resolves new facts with the same overlay. The crate keeps its name and version.
    ///
    /// # Errors
    ///
    /// The places where the overlay does not fit the new facts.
    pub fn with_facts(&self, mut facts: Facts) -> Result<Self, Diagnostics> {
        facts.krate.clone_from(&self.facts().krate);
        let additions = self.description.additions.clone();
        Self::of(Description::imported(facts, additions))
    }

    /// Resolves the same facts with new texts of some overlay files.
    ///
    /// # Errors
    ///
    /// All problems of the new texts.
    pub fn with_overlay(&self, changed: &[SourceFile]) -> Result<Self, Diagnostics> {
        let mut description = self.description.clone();
        for file in load_overlays(changed)? {
            let mut present = description.additions.overlays.iter_mut();
            if let Some(old) = present.find(|old| old.document.name() == file.document.name()) {
                *old = file;
            }
        }
        Self::of(description)
    }

    /// Sets the version of the crate, and returns the text of the file that holds the facts.
    ///
    /// # Errors
    ///
    /// If the facts cannot be written as JSON.
    pub fn set_version(&mut self, version: String) -> serde_json::Result<String> {
        self.model.service.crate_version.clone_from(&version);
        self.description.facts.content.krate.version = version;
        self.facts().to_json()
    }

    /// Generates the crate.
    ///
    /// # Errors
    ///
    /// A bug in an emitter.
    pub fn generate(&self) -> Result<Output, Diagnostics> {
        generate_model(&self.model)
    }

    fn of(description: Description) -> Result<Self, Diagnostics> {
        let model = resolve(&description)?;
        Ok(Self { description, model })
    }

    /// Returns the name of the crate.
    #[must_use]
    pub fn package(&self) -> &str {
        &self.model.service.package
    }

    /// Returns the version of the crate.
    #[must_use]
    pub fn crate_version(&self) -> &str {
        &self.model.service.crate_version
    }

    /// Returns the facts.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.description.facts.content
    }

    /// Returns the content of each overlay file.
    pub(crate) fn overlays(&self) -> impl Iterator<Item = &Overlay> {
        let files = self.description.additions.overlays.iter();
        files.map(|file| &file.content)
    }
}
