//! Ids: new ones, and whether an id is known.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::machine::IdLink;
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

    /// Adds all created ids in a request or a response. `links` are the members with ids of another name.
    pub(crate) fn learn(&mut self, value: &Value, links: &[IdLink]) {
        let mut found = Vec::new();
        self.visit(value, links, &mut |_, id| found.push(id.to_owned()));
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

    /// Returns whether an action created an id for a member, or a test added it.
    pub(crate) fn is_known(&self, member: &str, id: &str) -> bool {
        let mut members = [member, ANY].into_iter();
        members.any(|member| is_made(self.seed, member, id)) || self.known.contains(id)
    }

    /// Returns the first id in a request that no action created, with its member.
    pub(crate) fn unknown(&self, request: &Value, links: &[IdLink]) -> Option<(String, String)> {
        let mut unknown = None;
        self.visit(request, links, &mut |member, id| {
            if unknown.is_none() && !self.is_known(member, id) {
                unknown = Some((member.to_owned(), id.to_owned()));
            }
        });
        unknown
    }

    /// Visits all texts of members whose ids an action creates, and of members with such ids.
    fn visit(&self, value: &Value, links: &[IdLink], visit: &mut impl FnMut(&str, &str)) {
        visit_texts(value, &mut |object, member, text| {
            let item = singular(member);
            if self.created.contains(item) {
                visit(item, text);
            }
            let links = links.iter().filter(|link| link.member == member);
            for link in links.filter(|link| applies(link, object)) {
                visit(link.of, text);
            }
        });
    }
}

/// Returns whether the other members of an object have the values of a link.
fn applies(link: &IdLink, object: &Map<String, Value>) -> bool {
    let mut when = link.when.iter();
    when.all(|(name, value)| object.get(*name) == Some(&value.to_value()))
}

/// Returns the ids in members with that name, or in lists with the plural name, in order and each once.
pub(crate) fn named(value: &Value, member: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    visit_texts(value, &mut |_, name, id| {
        if singular(name) == member && !found.iter().any(|known| known == id) {
            found.push(id.to_owned());
        }
    });
    found
}

/// Visits all texts of members and of lists, with the object and the name of the member. Empty texts count as
/// absent.
fn visit_texts(value: &Value, visit: &mut impl FnMut(&Map<String, Value>, &str, &str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit_texts(item, visit)),
        Value::Object(members) => {
            for (name, value) in members {
                let texts = match value {
                    Value::Array(items) => items.as_slice(),
                    value => std::slice::from_ref(value),
                };
                let texts = texts.iter().filter_map(Value::as_str);
                for text in texts.filter(|text| !text.is_empty()) {
                    visit(members, name, text);
                }
                visit_texts(value, visit);
            }
        }
        _ => {}
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
    use crate::machine::Scalar;
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
        assert_eq!(
            ids().unknown(&json!({ "Box": { "BoxIds": [id] } }), &[]),
            None
        );
        for wrong in [
            make(8, 1, "BoxId"),
            make(7, 1, "LidId"),
            format!("{id}0"),
            "é".repeat(16),
        ] {
            let found = ids().unknown(&json!({ "BoxId": wrong }), &[]);
            assert_eq!(found, Some(("BoxId".to_owned(), wrong)));
        }
    }

    #[test]
    fn an_id_that_no_action_creates_is_known_for_each_member() {
        let id = ids().make(1, "LidId");
        assert_eq!(ids().unknown(&json!({ "BoxId": id }), &[]), None);
        let ids = Ids::new(7, BTreeSet::from(["BoxId", "LidId"]));
        let id = ids.make(1, "LidId");
        assert!(ids.unknown(&json!({ "BoxId": id }), &[]).is_some());
        assert_eq!(ids.unknown(&json!({ "LidId": id }), &[]), None);
    }

    #[test]
    fn only_created_ids_are_checked_and_learned() {
        let mut ids = ids();
        ids.learn(
            &json!({ "Boxes": [{ "BoxId": "one" }], "UserId": "two" }),
            &[],
        );
        assert_eq!(
            ids.unknown(&json!({ "BoxIds": ["one", ""], "UserId": "three" }), &[]),
            None
        );
        let unknown = ids.unknown(&json!({ "BoxIds": ["one", "two"] }), &[]);
        assert_eq!(unknown, Some(("BoxId".to_owned(), "two".to_owned())));
    }

    #[test]
    fn ids_in_members_with_another_name_are_linked_by_the_members_beside_them() {
        let links = [
            IdLink {
                member: "Things",
                of: "BoxId",
                when: &[("Kind", Scalar::Text("BOX"))],
            },
            IdLink {
                member: "From",
                of: "BoxId",
                when: &[],
            },
        ];
        let mut ids = ids();
        let unknown = |ids: &Ids, request: Value| ids.unknown(&request, &links).map(|(_, id)| id);
        let request = json!({ "Kind": "BOX", "Things": ["one", "two"] });
        assert_eq!(unknown(&ids, request.clone()).as_deref(), Some("one"));
        assert_eq!(
            unknown(&ids, json!({ "Kind": "LID", "Things": ["one"] })),
            None
        );
        assert_eq!(
            unknown(&ids, json!({ "Inner": [{ "From": "one" }] })).as_deref(),
            Some("one")
        );
        assert_eq!(unknown(&ids, json!({ "From": make(7, 1, "BoxId") })), None);
        ids.learn(&json!({ "Kind": "BOX", "Things": ["one"] }), &links);
        ids.learn(&json!({ "Kind": "LID", "Things": ["two"] }), &links);
        assert_eq!(unknown(&ids, request).as_deref(), Some("two"));
        assert_eq!(
            named(
                &json!({ "BoxIds": ["a", "b"], "x": { "BoxId": "a" } }),
                "BoxId"
            ),
            ["a", "b"]
        );
    }
}
