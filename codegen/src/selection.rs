//! Narrows an overlay to a selection of actions.

use std::collections::BTreeSet;

use crate::description::{Facts, ObjectOverlay, Overlay, Rule};
use crate::load::ParsedFile;

/// Removes the entries for items that the facts do not have. Objects that no request contains lose their rules.
pub(crate) fn narrow(overlays: &mut [ParsedFile<Overlay>], facts: &Facts) {
    let sent = facts.sent();
    let mut enums = BTreeSet::new();
    for ParsedFile { content, .. } in overlays.iter_mut() {
        content
            .actions
            .retain(|name, _| facts.actions.contains_key(name));
        content
            .objects
            .retain(|name, _| facts.objects.contains_key(name));
        for (name, object) in &mut content.objects {
            if !sent.contains(name.as_str()) {
                remove_rules(object);
            }
            object.rules.retain_mut(|rule| limit(rule, facts));
            enums.extend(object.members.values().filter_map(|said| said.of.clone()));
        }
    }
    for ParsedFile { content, .. } in overlays {
        content.enums.retain(|name, _| enums.contains(name));
    }
}

/// Limits a rule to the actions that the facts have. Returns whether it applies to one of them.
fn limit(rule: &mut Rule, facts: &Facts) -> bool {
    let was_limited = !rule.actions.is_empty();
    rule.actions.retain(|name| facts.actions.contains_key(name));
    !was_limited || !rule.actions.is_empty()
}

fn remove_rules(object: &mut ObjectOverlay) {
    object.rules.clear();
    for member in object.members.values_mut() {
        member.constraint = None;
        member.always_required = false;
    }
}
