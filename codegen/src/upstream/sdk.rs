//! A crate from upstream's description alone.

use std::collections::BTreeSet;

use super::{Upstream, documentation};
use crate::description::{Facts, ObjectOverlay, Overlay, Release};
use crate::diagnostics::Diagnostics;
use crate::generate::{Output, generate_description};
use crate::load::{Description, Loaded, load_overlays};
use crate::resolve::sent;
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
        let facts = match &options.actions {
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
        let mut release = Release::default();
        release.package.clone_from(&options.package);
        if let Some(version) = &options.version {
            release.version.clone_from(version);
        }
        let description = Description::imported(facts, overlays, release)
            .with_selection(options.actions.is_some());
        generate_description(&description.with_fingerprint(self.fingerprint.clone()))
    }
}

/// Leaves what speaks of the facts. What is not sent in this selection has no rules here.
fn narrow(overlays: &mut [Loaded<Overlay>], facts: &Facts) {
    let sent = sent(facts);
    let mut enums = BTreeSet::new();
    for Loaded { content, .. } in overlays.iter_mut() {
        content
            .actions
            .retain(|name, _| facts.actions.contains_key(name));
        content
            .objects
            .retain(|name, _| facts.objects.contains_key(name));
        for (name, object) in &mut content.objects {
            if !sent.contains(name.as_str()) {
                without_rules(object);
            }
            enums.extend(object.members.values().filter_map(|said| said.of.clone()));
        }
    }
    for Loaded { content, .. } in overlays {
        content.enums.retain(|name, _| enums.contains(name));
    }
}

fn without_rules(object: &mut ObjectOverlay) {
    object.rules.clear();
    for member in object.members.values_mut() {
        member.constraint = None;
        member.always_required = false;
    }
}
