//! The constants of the validator of one object: rules, and the sources of constraints.

use std::collections::HashMap;

use super::rule_members::rule_members;
use crate::description::{Constraint, Rule};
use crate::model::{Name, RuleConstant, Source};
use crate::names::Scope;

/// The constants that hold the sources, each once, and the rules.
#[derive(Debug, Default)]
pub(super) struct Sources {
    known: Vec<Source>,
    /// The positions of the texts.
    positions: HashMap<String, usize>,
    rules: Vec<RuleConstant>,
    scope: Scope,
}

impl Sources {
    /// Returns the constant for a source. `wanted` is its name if that is not used yet.
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

    /// Adds a rule with its constraint of the object, and returns its constant.
    pub(super) fn rule(&mut self, rule: &Rule, schema: &Constraint, source: String) -> Name {
        let constant = self.scope.constant(&rule.name);
        self.rules.push(RuleConstant {
            constant: constant.clone(),
            name: rule.name.clone(),
            message: rule.message.clone(),
            members: rule_members(schema),
            source,
        });
        constant
    }

    pub(super) fn into_model(self) -> (Vec<Source>, Vec<RuleConstant>) {
        (self.known, self.rules)
    }
}
