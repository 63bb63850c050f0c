//! The documentation of the rules of an object.

use std::collections::BTreeSet;

use super::context::Context;
use super::docs;
use crate::description::Facts;

/// Returns the documentation of the rules, or of the warnings, of an object: its own, and those that other
/// objects limit to its action.
pub(super) fn rules(context: &Context<'_>, object: &str, warning: bool) -> Vec<String> {
    let overlay = context.index.objects.get(object);
    let own = overlay.into_iter().flat_map(|overlay| &overlay.value.rules);
    let own = own.filter(|rule| rule.warning == warning).map(|rule| {
        let is_name = |word: &str| context.names_member(object, word);
        let message = docs::names_as_code(rule.message.trim(), &is_name);
        match rule.actions.as_slice() {
            [] => message,
            [only] if is_request_of(context.facts, object, only) => message,
            actions => format!("For {}: {message}", in_words(actions)),
        }
    });
    let mut known = BTreeSet::new();
    let others = context.rules.of(object).iter();
    let others = others
        .filter(|other| !other.is_own && other.rule.value.warning == warning)
        .filter(|other| known.insert((other.owner, &other.rule.value.name)))
        .map(|other| {
            // Without code: the names of members would become links to members of this object.
            let message = other.rule.value.message.trim();
            format!("In `{}`: {message}", other.owner)
        });
    own.chain(others).collect()
}

fn is_request_of(facts: &Facts, object: &str, action: &str) -> bool {
    let action = facts.actions.get(action);
    action.is_some_and(|action| action.input == object)
}

/// Returns names as code: "`A`, `B` and `C`".
fn in_words(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        names => names.concat(),
    }
}
