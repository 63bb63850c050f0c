//! Search terms of the documentation.

use super::location::Location;
use crate::description::Alias;
use crate::diagnostics::Problem;
use crate::model::Name;

/// Returns the search terms of an item. Reports one that is the name of the item, which rustc rejects.
///
/// `entry` is the location of the item's entry in the overlay.
pub(super) fn resolve(
    aliases: &[Alias],
    item: &Name,
    entry: &Location<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    let same = aliases
        .iter()
        .position(|Alias(alias)| alias == item.as_str());
    if let Some(position) = same {
        let at = entry.to("aliases").to(position);
        let problem = at.problem(format!("`{item}` is the name of the item itself"));
        problems.push(problem.help("remove it; the search finds names without an alias"));
    }
    aliases.iter().map(|Alias(alias)| alias.clone()).collect()
}
