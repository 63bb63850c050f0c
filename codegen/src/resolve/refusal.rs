//! Checks entries of an overlay that refuse what is derived from the facts, such as `not_paginated`.

use super::location::Location;
use crate::diagnostics::Problem;

/// An entry that refuses what is derived.
pub(super) struct Refusal<'a> {
    /// The location of the entries of the action.
    pub(super) action: &'a Location<'a>,
    pub(super) key: &'static str,
    /// The key of the opposite entry.
    pub(super) opposite: &'static str,
    /// What holds if neither is written and nothing is derived.
    pub(super) otherwise: &'static str,
}

impl Refusal<'_> {
    /// Reports an entry beside its opposite, and one that changes nothing.
    pub(super) fn check(&self, has_opposite: bool, is_derived: bool, problems: &mut Vec<Problem>) {
        let at = self.action.to(self.key);
        if has_opposite {
            let problem = at.problem(format!("the action has `{}` too", self.opposite));
            problems.push(problem.help("keep one of the two"));
        } else if !is_derived {
            let problem = at.problem(format!("without this entry, {} either", self.otherwise));
            problems.push(problem.help(format!("remove `{}`", self.key)));
        }
    }
}
