//! The patterns of a crate: each is checked, gets a name, and occurs once.

use std::collections::BTreeMap;

use super::expression;
use super::index::Index;
use super::location::Location;
use crate::diagnostics::Problem;
use crate::model::{Name, Pattern};
use crate::names::Scope;

/// The patterns that constraints have so far.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    /// The titles of expressions, from anywhere in the overlay.
    titles: BTreeMap<String, String>,
    known: Vec<Known>,
    scope: Scope,
}

#[derive(Debug)]
struct Known {
    pattern: Pattern,
    /// Whether the description is the message of violations.
    is_worded: bool,
}

impl Patterns {
    /// Collects the titles first, because any constraint can give the title of a pattern that others use
    /// too.
    pub(super) fn new(index: &Index<'_>) -> Self {
        let mut titles = BTreeMap::new();
        for object in index.objects.values() {
            let members = object.value.members.values();
            let constraints = members.filter_map(|member| member.constraint.as_ref());
            let rules = object.value.rules.iter().map(|rule| &rule.schema);
            for constraint in constraints.chain(rules) {
                constraint.visit(&mut |part| {
                    if let (Some(expression), Some(title)) = (&part.pattern, &part.title) {
                        let title = title.clone();
                        titles.entry(expression.clone()).or_insert(title);
                    }
                });
            }
        }
        Self {
            titles,
            ..Self::default()
        }
    }

    /// Returns the constant for a pattern. It is named after the title of the expression, or after the
    /// first member that must match it. `description` is set if it is the message of violations.
    pub(super) fn name(
        &mut self,
        expression: &str,
        title: Option<&str>,
        description: Option<Option<&str>>,
        at: &Location<'_>,
    ) -> Result<Name, Problem> {
        let chosen = self.titles.get(expression).map(String::as_str);
        if title.is_some() && title != chosen {
            let other = chosen.unwrap_or_default();
            let message = format!("this expression has the title \"{other}\" elsewhere");
            let help = "give both the same title, or leave one out";
            return Err(at.problem(message).help(help));
        }
        let fits = |known: &&mut Known| {
            known.pattern.expression == expression
                && description.is_none_or(|description| {
                    !known.is_worded || known.pattern.description.as_deref() == description
                })
        };
        if let Some(known) = self.known.iter_mut().find(fits) {
            if let Some(description) = description {
                known.is_worded = true;
                known.pattern.description = description.map(str::to_owned);
            }
            return Ok(known.pattern.name.clone());
        }
        expression::check(expression).map_err(|reason| {
            let message = format!("this pattern cannot be compiled: {reason}");
            let help = "use character classes, counted repetition, alternatives and anchors";
            at.problem(message).help(help)
        })?;
        let name = self.scope.constant(chosen.unwrap_or(at.member()));
        self.known.push(Known {
            pattern: Pattern {
                name: name.clone(),
                expression: expression.to_owned(),
                description: description.flatten().map(str::to_owned),
            },
            is_worded: description.is_some(),
        });
        Ok(name)
    }

    pub(super) fn into_model(self) -> Vec<Pattern> {
        self.known.into_iter().map(|known| known.pattern).collect()
    }
}
