//! Generates the crate of a service from upstream's description, with or without an overlay.

mod overlay;

use std::collections::BTreeMap;

use crate::description::ErrorOverlay;
use crate::diagnostics::Diagnostics;
use crate::generate::{Output, generate_description};
use crate::load::{Description, load_additions};
use crate::selection::narrow;
use crate::source::{Additions, SourceFile};
use crate::upstream::{Upstream, error_codes, markdown};

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
    /// The files that add to upstream's description.
    pub additions: Additions,
    /// The `errorcodes.py` of the service, from upstream's SDK for Python.
    pub error_codes: Option<SourceFile>,
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
    /// If an action does not exist, or if the overlay or the file of error codes is invalid.
    pub fn generate(&self, options: &SdkOptions) -> Result<Output, Diagnostics> {
        let left_out = match &options.actions {
            Some(_) => Vec::new(),
            None => self.uncallable().collect(),
        };
        let mut facts = match &options.actions {
            Some(actions) => self.facts(actions.iter().map(String::as_str))?,
            None => self.facts(self.actions())?,
        };
        let mut additions = load_additions(&options.additions)?;
        if options.actions.is_some() {
            narrow(&mut additions.overlays, &facts);
        }
        let mut prose = match options.documentation {
            Documentation::Prose => self.prose_overlay(&facts),
            Documentation::None => self.flags_overlay(&facts),
        };
        if let Some(file) = &options.error_codes {
            prose.errors = error_overlays(file, options.documentation)?;
        }
        additions.overlays = overlay::complete(additions.overlays, &facts, prose);
        facts.krate.name.clone_from(&options.package);
        if let Some(version) = &options.version {
            facts.krate.version.clone_from(version);
        }
        let description = Description::imported(facts, additions)
            .with_other_facts()
            .with_left_out(left_out);
        generate_description(&description)
    }
}

/// The entries for the error codes of a file.
fn error_overlays(
    file: &SourceFile,
    documentation: Documentation,
) -> Result<BTreeMap<String, ErrorOverlay>, Diagnostics> {
    let codes = error_codes(file)?.into_iter();
    let entries = codes.map(|(code, prose)| {
        let doc = match documentation {
            Documentation::Prose => markdown(&prose),
            Documentation::None => String::new(),
        };
        (code, ErrorOverlay { doc })
    });
    Ok(entries.collect())
}
