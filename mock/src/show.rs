//! Shows the state of a thing in responses and messages.

use serde_json::{Map, Value};

use crate::machine::{JsonKind, Scalar, Shown, ShownMembers};
use crate::resource::{Party, Resource};

/// A thing that an object shows.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'r> {
    pub(crate) id: &'r str,
    pub(crate) resource: &'r Resource,
    /// The party that acts. Its values come before those of the thing.
    pub(crate) acting: Option<&'r Party>,
}

/// Calls a function for all objects at a path. The path leads through all items of lists.
pub(crate) fn objects_at(
    value: &mut Value,
    path: &[&str],
    found: &mut impl FnMut(&mut Map<String, Value>),
) {
    if let Value::Array(items) = value {
        items
            .iter_mut()
            .for_each(|item| objects_at(item, path, found));
        return;
    }
    let Value::Object(members) = value else {
        return;
    };
    match path {
        [] => found(members),
        [first, rest @ ..] => {
            if let Some(member) = members.get_mut(*first) {
                objects_at(member, rest, found);
            }
        }
    }
}

impl Subject<'_> {
    /// Sets the members whose values are known. The others stay.
    pub(crate) fn fill(&self, members: ShownMembers, object: &mut Map<String, Value>) {
        let resource = self.resource;
        for (name, shown) in members {
            let value = match shown {
                Shown::Id => Some(Value::from(self.id)),
                Shown::State => Some(resource.state.to_value()),
                Shown::ByState(values) => by_state(values, resource.state),
                Shown::CreatedAt => resource.created_at.map(Value::from),
                Shown::ChangedAt => Some(Value::from(resource.changed_at)),
                Shown::Sent(kind, names) => {
                    let acting = self.acting.into_iter().map(|party| &party.sent);
                    sent(acting.chain([&resource.sent]), *kind, names)
                }
                Shown::Parties(members) => self.parties(members, object.get(*name)),
            };
            if let Some(value) = value {
                object.insert((*name).to_owned(), value);
            }
        }
    }

    /// Shows the parties. The items of the template have the values that are not known.
    fn parties(&self, members: ShownMembers, template: Option<&Value>) -> Option<Value> {
        let template = template
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let parties = &self.resource.parties;
        let count = match self.resource.created_at {
            Some(_) => parties.len(),
            // The number of the parties is unknown.
            None => template.len().max(1),
        };
        let items = (0..count).map(|position| {
            let item = template.get(position).or(template.last());
            let item = item.and_then(Value::as_object).cloned();
            let mut item = item.unwrap_or_default();
            if let Some(party) = parties.get(position).or(parties.last()) {
                self.fill_party(party, members, &mut item);
            }
            Value::Object(item)
        });
        (!parties.is_empty()).then(|| items.collect())
    }

    fn fill_party(&self, party: &Party, members: ShownMembers, object: &mut Map<String, Value>) {
        for (name, shown) in members {
            let value = match shown {
                Shown::State => party.state.map(Scalar::to_value),
                Shown::ByState(values) => party.state.and_then(|state| by_state(values, state)),
                Shown::CreatedAt => self.resource.created_at.map(Value::from),
                Shown::ChangedAt => Some(Value::from(party.changed_at)),
                Shown::Sent(kind, names) => sent([&party.sent], *kind, names),
                Shown::Id | Shown::Parties(_) => None,
            };
            if let Some(value) = value {
                object.insert((*name).to_owned(), value);
            }
        }
    }
}

fn by_state(values: &[(Scalar, Scalar)], state: Scalar) -> Option<Value> {
    let (_, value) = values.iter().find(|(known, _)| *known == state)?;
    Some(value.to_value())
}

/// Returns the value of the first of the members that has the type.
fn sent<'v>(
    requests: impl IntoIterator<Item = &'v Map<String, Value>>,
    kind: JsonKind,
    names: &[&str],
) -> Option<Value> {
    let mut values = requests
        .into_iter()
        .flat_map(|request| names.iter().filter_map(|name| request.get(*name)));
    values.find(|value| kind.fits(value)).cloned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures::BOX;

    fn filled(resource: &Resource, mut template: Value) -> Value {
        let subject = Subject {
            id: "one",
            resource,
            acting: None,
        };
        let view = &BOX.views[0];
        objects_at(&mut template, view.path, &mut |object| {
            subject.fill(view.members, object)
        });
        template
    }

    fn created() -> Resource {
        let request = json!({
            "Colour": "RED", "Title": "mine", "Width": "wide",
            "Owners": [{ "Name": "a" }, { "Name": "b" }],
        });
        let mut found = Resource::created(&BOX, Scalar::Text("NEW"), &[&request], 10);
        found.apply(BOX.transition("MakeBox").unwrap(), 10);
        found.apply(&BOX.commands[0].transition, 11);
        found
    }

    #[test]
    fn known_values_replace_those_of_the_answer() {
        let template = json!({ "Boxes": [{
            "BoxId": "one", "State": "OLD", "Name": "theirs", "Width": 5, "MadeOn": 1,
            "Owners": [{ "Name": "x", "State": 7, "Age": 3, "ActedOn": 8 }],
        }] });
        assert_eq!(
            filled(&created(), template),
            json!({ "Boxes": [{
                "BoxId": "one", "State": "PART", "Word": "half", "Colour": "RED", "Name": "mine", "Width": 5,
                "MadeOn": 10,
                "Owners": [
                    { "Name": "a", "State": 2, "Age": 3, "ActedOn": 11 },
                    { "Name": "b", "State": 1, "Age": 3, "ActedOn": 0 },
                ],
            }] })
        );
    }

    #[test]
    fn all_parties_of_the_answer_have_the_state_if_the_request_is_unknown() {
        let mut resource = Resource::assumed(Scalar::Text("NEW"));
        resource.apply(&BOX.commands[0].transition, 11);
        let template =
            json!({ "Boxes": { "Owners": [{ "State": 1 }, { "State": 1 }], "MadeOn": 1 } });
        assert_eq!(
            filled(&resource, template),
            json!({ "Boxes": {
                "BoxId": "one", "State": "OPEN", "MadeOn": 1,
                "Owners": [{ "State": 2, "ActedOn": 11 }, { "State": 2, "ActedOn": 11 }],
            } })
        );
    }
}
