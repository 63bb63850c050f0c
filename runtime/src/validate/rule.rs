//! Rules that involve several members of an object.

use super::{Keyword, Path, Report};

/// A rule of an object. Generated validators have a constant for each.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The name of the rule in the overlay, such as `name-or-mail`.
    pub name: &'static str,
    /// The paths of the members that the rule involves, relative to the object. `Ids[]` is an item
    /// of `Ids`.
    pub members: &'static [&'static str],
    /// Describes valid objects.
    pub message: &'static str,
    /// The official description that the rule is based on, with its release.
    pub source: &'static str,
}

/// Reports a rule that does not hold at a location.
pub fn rule(
    report: &mut Report,
    holds: bool,
    keyword: Keyword,
    path: Path<'_>,
    rule: &'static Rule,
) {
    if !holds {
        report.add_rule(path, keyword, rule);
    }
}
