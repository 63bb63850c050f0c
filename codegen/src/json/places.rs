//! The positions of the values of a JSON file.

use std::collections::HashMap;

use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;

use super::pointer::Pointer;

/// A start and an end, in bytes.
pub(super) type Range = (usize, usize);

/// The positions of all values, by their JSON pointers. Each file is searched once, because it can have many
/// problems.
#[derive(Debug, Default)]
pub(super) struct Places {
    places: HashMap<String, Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    value: Range,
    /// The name before the value, if it is a member.
    name: Option<Range>,
}

impl Places {
    pub(super) fn of(root: &Node<'_>) -> Self {
        let mut places = Self::default();
        places.add(root, None, &mut String::new());
        places
    }

    pub(super) fn value(&self, pointer: &Pointer) -> Option<Range> {
        Some(self.places.get(&pointer.to_string())?.value)
    }

    pub(super) fn name(&self, pointer: &Pointer) -> Option<Range> {
        self.places.get(&pointer.to_string())?.name
    }

    /// Adds a value and all values in it. `at` is its pointer.
    fn add(&mut self, node: &Node<'_>, name: Option<Range>, at: &mut String) {
        let range = node.range();
        let value = (range.start, range.end);
        // Of repeated names, the first counts.
        self.places
            .entry(at.clone())
            .or_insert(Place { value, name });
        let length = at.len();
        match node {
            Node::Object(object) => {
                for member in &object.properties {
                    let name = member.name.range();
                    at.push('/');
                    at.push_str(&Pointer::escaped(member.name.as_str()));
                    self.add(&member.value, Some((name.start, name.end)), at);
                    at.truncate(length);
                }
            }
            Node::Array(array) => {
                for (index, item) in array.elements.iter().enumerate() {
                    at.push_str(&format!("/{index}"));
                    self.add(item, None, at);
                    at.truncate(length);
                    // Members can be a list. Then each has its name as a second pointer.
                    if let Some(name) = name_of(item).filter(|_| at.ends_with("/members")) {
                        at.push('/');
                        at.push_str(&Pointer::escaped(name));
                        self.add(item, None, at);
                        at.truncate(length);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Returns the name that an object contains as a value.
fn name_of<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    let name = node.as_object()?.get_string("name")?;
    Some(&name.value)
}
