//! The sources of the rules of one object, each once.

use crate::model::{Name, Source};
use crate::names::Scope;

/// The constants that hold the sources.
#[derive(Debug, Default)]
pub(super) struct Sources {
    known: Vec<Source>,
    scope: Scope,
}

impl Sources {
    /// Returns the constant for a source. `wanted` is its name if that is not used yet.
    pub(super) fn name(&mut self, wanted: &str, text: String) -> Name {
        if let Some(known) = self.known.iter().find(|known| known.text == text) {
            return known.name.clone();
        }
        let name = self.scope.constant(wanted);
        self.known.push(Source {
            name: name.clone(),
            text,
        });
        name
    }

    pub(super) fn into_model(self) -> Vec<Source> {
        self.known
    }
}
