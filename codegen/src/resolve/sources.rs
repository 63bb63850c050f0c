//! The sources of the rules of one object, each once.

use std::collections::HashMap;

use crate::model::{Name, Source};
use crate::names::Scope;

/// The constants that hold the sources.
#[derive(Debug, Default)]
pub(super) struct Sources {
    known: Vec<Source>,
    /// The positions of the texts.
    positions: HashMap<String, usize>,
    scope: Scope,
}

impl Sources {
    /// The constant that holds a source; `wanted` is its name, if that is free.
    pub(super) fn name(&mut self, wanted: &str, text: String) -> Name {
        if let Some(position) = self.positions.get(&text) {
            return self.known[*position].name.clone();
        }
        self.positions.insert(text.clone(), self.known.len());
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
