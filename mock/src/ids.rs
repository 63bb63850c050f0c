//! Ids: new ones, and whether an id is known.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::signature::hex;

/// The member of ids that no action creates. Such an id can name a thing of any kind: the `ResourceId` of one
/// action is the `FileId` of another.
const ANY: &str = "";

/// The number of characters of each half of an id.
const HALF: usize = 16;

/// Makes ids, and recognizes them without storing them: the second half of an id is a digest of the
/// first half, the seed, and the member for which it was made.
#[derive(Debug)]
pub(crate) struct Ids {
    seed: u64,
    /// The members whose ids an action creates. Other ids are not checked.
    created: BTreeSet<&'static str>,
    /// Further known ids: those of documented calls, and of responses that tests set.
    known: HashSet<String>,
}

impl Ids {
    pub(crate) fn new(seed: u64, created: BTreeSet<&'static str>) -> Self {
        Self {
            seed,
            created,
            known: HashSet::new(),
        }
    }

    /// Adds all created ids in a request or a response.
    pub(crate) fn learn(&mut self, value: &Value) {
        let mut found = Vec::new();
        self.visit(value, &mut |_, id| found.push(id.to_owned()));
        self.known.extend(found);
    }

    pub(crate) fn learn_id(&mut self, id: String) {
        self.known.insert(id);
    }

    /// Makes an id for a member of a response.
    pub(crate) fn make(&self, number: u64, member: &str) -> String {
        let is_created = self.created.contains(member);
        make(self.seed, number, if is_created { member } else { ANY })
    }

    /// Returns the first id in a request that no action created, with its member.
    pub(crate) fn unknown(&self, request: &Value) -> Option<(String, String)> {
        let mut unknown = None;
        self.visit(request, &mut |member, id| {
            let is_made = [member, ANY]
                .iter()
                .any(|member| is_made(self.seed, member, id));
            if unknown.is_none() && !is_made && !self.known.contains(id) {
                unknown = Some((member.to_owned(), id.to_owned()));
            }
        });
        unknown
    }

    /// Visits all texts of members whose ids an action creates. Empty texts count as absent.
    fn visit(&self, value: &Value, visit: &mut impl FnMut(&str, &str)) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.visit(item, visit)),
            Value::Object(members) => self.visit_members(members, visit),
            _ => {}
        }
    }

    fn visit_members(&self, members: &Map<String, Value>, visit: &mut impl FnMut(&str, &str)) {
        for (name, value) in members {
            let member = singular(name);
            let texts = match value {
                Value::String(text) => std::slice::from_ref(text)
                    .iter()
                    .map(String::as_str)
                    .collect(),
                Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            if self.created.contains(member) {
                let texts = texts.into_iter().filter(|text| !text.is_empty());
                texts.for_each(|text| visit(member, text));
            }
            self.visit(value, visit);
        }
    }
}

/// Makes an id of 32 letters and digits. Each number gives another one.
pub(crate) fn make(seed: u64, number: u64, member: &str) -> String {
    let digest = Sha256::new()
        .chain_update(seed.to_be_bytes())
        .chain_update(number.to_be_bytes())
        .finalize();
    let mut id = hex(&digest[..HALF / 2]);
    id += &check(seed, member, &id);
    id
}

fn is_made(seed: u64, member: &str, id: &str) -> bool {
    let halves = id.split_at_checked(HALF);
    halves.is_some_and(|(first, second)| second == check(seed, member, first))
}

fn check(seed: u64, member: &str, half: &str) -> String {
    let digest = Sha256::new()
        .chain_update(seed.to_be_bytes())
        .chain_update(member)
        .chain_update([0])
        .chain_update(half)
        .finalize();
    hex(&digest[..HALF / 2])
}

/// Returns the name of the items of a list: `FlowId` of `FlowIds`.
pub(crate) fn singular(name: &str) -> &str {
    name.strip_suffix('s').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ids() -> Ids {
        Ids::new(7, BTreeSet::from(["BoxId"]))
    }

    #[test]
    fn made_ids_are_known_for_their_member_and_seed_only() {
        let id = make(7, 1, "BoxId");
        assert_eq!(id.len(), 32);
        assert_ne!(id, make(7, 2, "BoxId"));
        assert_ne!(id, make(8, 1, "BoxId"));
        assert_eq!(ids().unknown(&json!({ "Box": { "BoxIds": [id] } })), None);
        for wrong in [
            make(8, 1, "BoxId"),
            make(7, 1, "LidId"),
            format!("{id}0"),
            "é".repeat(16),
        ] {
            let found = ids().unknown(&json!({ "BoxId": wrong }));
            assert_eq!(found, Some(("BoxId".to_owned(), wrong)));
        }
    }

    #[test]
    fn an_id_that_no_action_creates_is_known_for_each_member() {
        let id = ids().make(1, "LidId");
        assert_eq!(ids().unknown(&json!({ "BoxId": id })), None);
        let ids = Ids::new(7, BTreeSet::from(["BoxId", "LidId"]));
        let id = ids.make(1, "LidId");
        assert!(ids.unknown(&json!({ "BoxId": id })).is_some());
        assert_eq!(ids.unknown(&json!({ "LidId": id })), None);
    }

    #[test]
    fn only_created_ids_are_checked_and_learned() {
        let mut ids = ids();
        ids.learn(&json!({ "Boxes": [{ "BoxId": "one" }], "UserId": "two" }));
        assert_eq!(
            ids.unknown(&json!({ "BoxIds": ["one", ""], "UserId": "three" })),
            None
        );
        let unknown = ids.unknown(&json!({ "BoxIds": ["one", "two"] }));
        assert_eq!(unknown, Some(("BoxId".to_owned(), "two".to_owned())));
    }
}
