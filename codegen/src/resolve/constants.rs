//! What the validator of one object keeps beside its steps, each thing once.

use super::index::At;
use super::pattern;
use crate::diagnostics::Problem;
use crate::model::{Name, Pattern, Source};
use crate::names::Scope;

/// The constants of one object.
#[derive(Debug, Default)]
pub(super) struct Constants {
    pub(super) sources: Vec<Source>,
    pub(super) patterns: Vec<Pattern>,
    scope: Scope,
}

impl Constants {
    /// The constant that says what a rule was read from.
    pub(super) fn source(&mut self, wanted: &str, text: String) -> Name {
        if let Some(known) = self.sources.iter().find(|known| known.text == text) {
            return known.name.clone();
        }
        let name = self.scope.constant(wanted);
        self.sources.push(Source {
            name: name.clone(),
            text,
        });
        name
    }

    /// The compiled form of an expression, which is told in those words.
    pub(super) fn pattern(
        &mut self,
        expression: &str,
        words: Option<&str>,
        at: &At<'_>,
    ) -> Result<Name, Problem> {
        let same = |known: &&Pattern| known.source == expression && known.words.as_deref() == words;
        if let Some(known) = self.patterns.iter().find(same) {
            return Ok(known.name.clone());
        }
        match pattern::compile(expression) {
            Ok(alternatives) => {
                let name = self.scope.constant(&format!("{}Pattern", at.member()));
                let source = expression.to_owned();
                self.patterns.push(Pattern {
                    name: name.clone(),
                    source,
                    words: words.map(str::to_owned),
                    alternatives,
                });
                Ok(name)
            }
            Err(reason) => {
                let help = "use character classes, counted repetition, alternatives and anchors";
                Err(at
                    .problem(format!("this pattern cannot be compiled: {reason}"))
                    .help(help))
            }
        }
    }
}
