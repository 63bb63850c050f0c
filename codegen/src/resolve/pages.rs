//! The pages on which upstream documents what there is. They are those of actions: a page of an object
//! has an address that no fact tells.

use std::collections::BTreeMap;

use super::index::Index;
use crate::description::Facts;

/// The page of an action: the one that the overlay names, or upstream's explorer.
pub(super) fn of_action(facts: &Facts, index: &Index<'_>, action: &str) -> String {
    let said = index.actions.get(action);
    let named = said.and_then(|said| said.value.documentation.clone());
    named.unwrap_or_else(|| {
        format!(
            "https://console.cloud.tencent.com/api/explorer?Product={}&Version={}&Action={action}",
            facts.service, facts.version
        )
    })
}

/// The page of every object that an action reaches: that of the first one, by the name of the action.
pub(super) fn of_objects<'a>(facts: &'a Facts, index: &Index<'_>) -> BTreeMap<&'a str, String> {
    let mut pages = BTreeMap::new();
    for (name, action) in &facts.actions {
        let page = of_action(facts, index, name);
        let mut open = vec![action.input.as_str(), action.output.as_str()];
        while let Some(object) = open.pop() {
            // Whatever is a part of an object that has its page already has one too.
            if let Some(of) = facts.objects.get(object)
                && !pages.contains_key(object)
            {
                pages.insert(object, page.clone());
                open.extend(of.members.iter().map(|member| member.of.as_str()));
            }
        }
    }
    pages
}
