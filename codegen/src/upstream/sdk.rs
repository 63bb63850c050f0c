//! A crate from upstream's description alone.

use super::{Upstream, documentation};
use crate::diagnostics::Diagnostics;
use crate::generate::{Output, generate_description};
use crate::load::{Description, load_overlays};
use crate::selection::narrow;
use crate::source::SourceFile;

/// Where documentation comes from that no person has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Documentation {
    /// Upstream's own prose, as Markdown.
    #[default]
    Prose,
    /// Names and types alone.
    None,
}

/// How a crate is made from upstream's description.
#[derive(Clone, Debug, Default)]
pub struct SdkOptions {
    /// The actions to take; all where nothing is said.
    pub actions: Option<Vec<String>>,
    /// Where documentation comes from that no person has written.
    pub documentation: Documentation,
    /// What people wrote about the service.
    pub overlay: Vec<SourceFile>,
    /// The name of the crate; after the service where none is said.
    pub package: Option<String>,
    /// Its version.
    pub version: Option<String>,
}

impl Upstream {
    /// Generates the crate of the service.
    ///
    /// # Errors
    ///
    /// Where an action is not there, or the overlay is wrong.
    pub fn generate(&self, options: &SdkOptions) -> Result<Output, Diagnostics> {
        let mut facts = match &options.actions {
            Some(actions) => self.facts(actions.iter().map(String::as_str))?,
            None => self.facts(self.actions())?,
        };
        let mut overlays = load_overlays(&options.overlay)?;
        if options.actions.is_some() {
            // People wrote about more than is selected here.
            narrow(&mut overlays, &facts);
        }
        let with_prose = options.documentation == Documentation::Prose;
        let overlays = documentation::complete(self, &facts, overlays, with_prose);
        facts.krate.name.clone_from(&options.package);
        if let Some(version) = &options.version {
            facts.krate.version.clone_from(version);
        }
        let description =
            Description::imported(facts, overlays).with_selection(options.actions.is_some());
        generate_description(&description.with_fingerprint(self.fingerprint.clone()))
    }
}
