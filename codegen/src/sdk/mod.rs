//! Generates the crate of a service from upstream's description, with or without an overlay.

mod overlay;

use crate::diagnostics::Diagnostics;
use crate::generate::{Output, generate_description};
use crate::load::{Description, load_overlays};
use crate::selection::narrow;
use crate::source::SourceFile;
use crate::upstream::Upstream;

/// The documentation of everything that the overlay does not document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Documentation {
    /// Upstream's prose, as Markdown.
    #[default]
    Prose,
    /// Only names and types.
    None,
}

/// Options for generating a crate from upstream's description.
#[derive(Clone, Debug, Default)]
pub struct SdkOptions {
    /// The actions to generate. Default: all.
    pub actions: Option<Vec<String>>,
    /// The documentation of everything that the overlay does not document.
    pub documentation: Documentation,
    /// The overlay files of the service.
    pub overlay: Vec<SourceFile>,
    /// The name of the crate. Default: `tencent-` and the name of the service.
    pub package: Option<String>,
    /// The version of the crate. Default: `0.1.0`.
    pub version: Option<String>,
}

impl Upstream {
    /// Generates the crate of the service.
    ///
    /// # Errors
    ///
    /// If an action does not exist, or if the overlay is invalid.
    pub fn generate(&self, options: &SdkOptions) -> Result<Output, Diagnostics> {
        let mut facts = match &options.actions {
            Some(actions) => self.facts(actions.iter().map(String::as_str))?,
            None => self.facts(self.actions())?,
        };
        let mut overlays = load_overlays(&options.overlay)?;
        if options.actions.is_some() {
            narrow(&mut overlays, &facts);
        }
        let prose = match options.documentation {
            Documentation::Prose => self.prose_overlay(&facts),
            Documentation::None => self.flags_overlay(&facts),
        };
        let overlays = overlay::complete(overlays, &facts, prose);
        facts.krate.name.clone_from(&options.package);
        if let Some(version) = &options.version {
            facts.krate.version.clone_from(version);
        }
        let description = Description::imported(facts, overlays).with_other_facts();
        generate_description(&description)
    }
}
