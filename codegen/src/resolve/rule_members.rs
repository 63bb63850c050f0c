//! The members that a rule involves.

use std::collections::BTreeSet;

use crate::description::Constraint;

/// Returns the paths of the members that a rule names, each once, relative to its object:
/// `Signer.Name`, or `Signers[].Name` for a member of each item.
pub(super) fn rule_members(rule: &Constraint) -> Vec<String> {
    let mut known = BTreeSet::new();
    let mut members = below(rule, "");
    members.retain(|member| known.insert(member.clone()));
    members
}

/// Returns the members that a constraint for the value at `path` names.
fn below(constraint: &Constraint, path: &str) -> Vec<String> {
    let single = [
        &constraint.condition,
        &constraint.then,
        &constraint.otherwise,
        &constraint.not,
    ];
    let several = [&constraint.all_of, &constraint.any_of, &constraint.one_of];
    let parts = single.into_iter().flatten().map(|part| &**part);
    let parts = parts.chain(several.into_iter().flatten().flatten());
    let mut members: Vec<_> = parts.flat_map(|part| below(part, path)).collect();
    let member = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    let properties = constraint.properties.as_ref();
    let required = constraint.required.iter().flatten();
    let required =
        required.filter(|name| properties.is_none_or(|properties| !properties.contains_key(*name)));
    members.extend(required.map(|name| member(name)));
    for (name, others) in constraint.dependent_required.iter().flatten() {
        members.push(member(name));
        members.extend(others.iter().map(|other| member(other)));
    }
    for (name, property) in properties.into_iter().flatten() {
        members.extend(at_or_below(property, member(name)));
    }
    let item = format!("{path}[]");
    if let Some(contains) = &constraint.contains {
        members.extend(below(contains, &item));
    }
    if let Some(items) = &constraint.items {
        members.extend(at_or_below(items, item));
    }
    members
}

/// Returns the members below `path`, or `path` itself if the constraint names none.
fn at_or_below(constraint: &Constraint, path: String) -> Vec<String> {
    let members = below(constraint, &path);
    if members.is_empty() {
        vec![path]
    } else {
        members
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn members(rule: Value) -> Vec<String> {
        rule_members(&serde_json::from_value(rule).unwrap())
    }

    #[test]
    fn every_member_that_a_rule_names_is_listed_once() {
        assert_eq!(
            members(json!({ "oneOf": [{ "required": ["A"] }, { "required": ["B", "A"] }] })),
            ["A", "B"]
        );
        assert_eq!(
            members(json!({ "dependentRequired": { "A": ["B", "C"] } })),
            ["A", "B", "C"]
        );
        assert_eq!(
            members(json!({
                "if": { "required": ["A"], "properties": { "A": { "const": 1 } } },
                "then": { "not": { "required": ["B"] } },
                "else": { "allOf": [{ "anyOf": [{ "required": ["C"] }] }] },
            })),
            ["A", "B", "C"]
        );
    }

    #[test]
    fn members_of_members_and_of_items_are_listed_instead_of_their_objects() {
        let inner = json!({ "required": ["Name"], "properties": { "Name": { "minLength": 2 } } });
        assert_eq!(
            members(json!({ "required": ["Signer"], "properties": { "Signer": inner } })),
            ["Signer.Name"]
        );
        assert_eq!(
            members(json!({ "properties": { "Signers": { "items": inner } } })),
            ["Signers[].Name"]
        );
        assert_eq!(
            members(json!({ "properties": { "Ids": { "items": { "minLength": 2 } } } })),
            ["Ids[]"]
        );
        assert_eq!(
            members(json!({ "properties": { "Ids": { "contains": { "const": 1 } } } })),
            ["Ids"]
        );
    }
}
