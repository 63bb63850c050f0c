//! The pages of upstream's documentation. Only actions have pages whose address is known.

use std::collections::BTreeMap;

use super::index::Index;
use crate::description::Facts;

/// The page of an action: from the overlay, or otherwise upstream's API explorer.
pub(super) fn of_action(facts: &Facts, index: &Index<'_>, action: &str) -> String {
    let located = index.actions.get(action);
    let named = located.and_then(|located| located.value.documentation.clone());
    named.unwrap_or_else(|| {
        format!(
            "https://console.cloud.tencent.com/api/explorer?Product={}&Version={}&Action={action}",
            facts.service, facts.version
        )
    })
}

/// The page of every object that an action uses: the page of the first such action by name.
pub(super) fn of_objects<'a>(facts: &'a Facts, index: &Index<'_>) -> BTreeMap<&'a str, String> {
    let mut pages = BTreeMap::new();
    for (name, action) in &facts.actions {
        let page = of_action(facts, index, name);
        let mut open = vec![action.input.as_str(), action.output.as_str()];
        while let Some(object) = open.pop() {
            // Objects inside an object use its page.
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
