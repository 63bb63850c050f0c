//! Reads members of any object by their wire names.

use serde_json::Value;

use super::decoder::Sealed;
use super::encode::{Encode, Encoder, Member};

/// The value at the end of a path. Objects have none.
pub(crate) enum Leaf<'a> {
    Text(&'a str),
    Integer(i128),
    Flag(bool),
    List(usize, &'a dyn Fn(usize) -> &'a dyn Encode),
    /// A member of the path is missing or null.
    Absent,
}

/// Calls `found` with each value at a path of wire names. A list on the path is searched item by item.
pub(crate) fn walk(value: &dyn Encode, path: &[&str], found: &mut dyn FnMut(Leaf<'_>)) {
    if value.is_omitted() {
        found(Leaf::Absent);
    } else {
        value.encode(&mut Walk { path, found });
    }
}

/// Returns the number at a path of wire names. A text counts if it is a number.
pub(crate) fn number_at(value: &dyn Encode, path: &[&str]) -> Option<u64> {
    let mut number = None;
    walk(value, path, &mut |leaf| {
        number = match leaf {
            Leaf::Integer(found) => found.try_into().ok(),
            Leaf::Text(found) => found.parse().ok(),
            Leaf::Flag(_) | Leaf::List(..) | Leaf::Absent => None,
        };
    });
    number
}

/// Returns whether the value at a path of wire names is true.
pub(crate) fn is_true_at(value: &dyn Encode, path: &[&str]) -> bool {
    let mut is_true = false;
    walk(value, path, &mut |leaf| {
        is_true = matches!(leaf, Leaf::Flag(true))
    });
    is_true
}

/// Returns the text at a path of wire names, unless it is empty.
pub(crate) fn text_at(value: &dyn Encode, path: &[&str]) -> Option<String> {
    let mut text = None;
    walk(value, path, &mut |leaf| {
        if let Leaf::Text(found) = leaf
            && !found.is_empty()
        {
            text = Some(found.to_owned());
        }
    });
    text
}

/// An encoder that follows a path.
struct Walk<'p, 'f> {
    path: &'p [&'p str],
    found: &'f mut dyn FnMut(Leaf<'_>),
}

impl Walk<'_, '_> {
    fn leaf(&mut self, leaf: Leaf<'_>) {
        if self.path.is_empty() {
            (self.found)(leaf);
        }
    }

    /// Follows the first step of the path.
    fn member(&mut self, member: Option<&dyn Encode>) {
        match member {
            Some(member) => walk(member, &self.path[1..], self.found),
            None => (self.found)(Leaf::Absent),
        }
    }
}

impl Sealed for Walk<'_, '_> {}

impl Encoder for Walk<'_, '_> {
    fn encode_str(&mut self, value: &str) {
        self.leaf(Leaf::Text(value));
    }

    fn encode_i64(&mut self, value: i64) {
        self.leaf(Leaf::Integer(value.into()));
    }

    fn encode_u64(&mut self, value: u64) {
        self.leaf(Leaf::Integer(value.into()));
    }

    fn encode_f64(&mut self, _: f64) {}

    fn encode_bool(&mut self, value: bool) {
        self.leaf(Leaf::Flag(value));
    }

    fn encode_json(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.encode_str(text),
            Value::Bool(flag) => self.encode_bool(*flag),
            Value::Number(number) => {
                if let Some(number) = number.as_i128() {
                    self.leaf(Leaf::Integer(number));
                }
            }
            Value::Array(items) => self.encode_list(items.len(), &|index| &items[index]),
            Value::Object(members) => {
                let path = self.path;
                if let [first, ..] = path {
                    self.member(members.get(*first).map(|member| member as &dyn Encode));
                }
            }
            Value::Null => (self.found)(Leaf::Absent),
        }
    }

    fn encode_list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        if self.path.is_empty() {
            (self.found)(Leaf::List(length, &|index| item(index)));
        } else {
            (0..length).for_each(|index| walk(item(index), self.path, self.found));
        }
    }

    fn encode_object(&mut self, _: &'static str, members: &[Member<'_>]) {
        let path = self.path;
        if let [first, ..] = path {
            let member = members.iter().find(|(name, _)| name == first);
            self.member(member.map(|(_, member)| *member));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_texts_are_read_by_their_paths() {
        let value = json!({ "A": { "B": 7, "C": "8", "D": "", "E": null, "F": -1 } });
        assert_eq!(number_at(&value, &["A", "B"]), Some(7));
        assert_eq!(number_at(&value, &["A", "C"]), Some(8));
        assert_eq!(text_at(&value, &["A", "C"]).as_deref(), Some("8"));
        for name in ["D", "E", "F", "G"] {
            assert_eq!(number_at(&value, &["A", name]), None, "{name}");
            assert_eq!(text_at(&value, &["A", name]), None, "{name}");
        }
        assert_eq!(number_at(&value, &["A"]), None);
        assert_eq!(number_at(&value, &["A", "B", "C"]), None);
    }

    #[test]
    fn lists_on_a_path_are_searched() {
        let value = json!({ "Tasks": [{ "Parts": [{ "Size": 1 }, { "Size": 2 }] }, {}, { "Parts": [{ "Size": 3 }] }] });
        let mut sizes = Vec::new();
        walk(&value, &["Tasks", "Parts", "Size"], &mut |leaf| {
            if let Leaf::Integer(size) = leaf {
                sizes.push(size);
            }
        });
        assert_eq!(sizes, [1, 2, 3]);
        let mut lengths = Vec::new();
        walk(&value, &["Tasks", "Parts"], &mut |leaf| {
            if let Leaf::List(length, _) = leaf {
                lengths.push(length);
            }
        });
        assert_eq!(lengths, [2, 1]);
    }
}
