//! The location of a value in a request.

use std::fmt;

/// The location of a value in a request, in wire names: `FlowIds[3]`, `Approver.Mobile`.
///
/// A path lives on the stack of the validators, and becomes a string only for a violation.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step,
    /// Whether the members of rules are relative to this location.
    is_object: bool,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Root,
    Member(&'static str),
    Item(usize),
}

impl<'a> Path<'a> {
    /// The request itself, displayed as an empty string.
    pub const ROOT: Path<'static> = Path {
        parent: None,
        step: Step::Root,
        is_object: false,
    };

    /// The same location, as the object to which the members of a [`Rule`](super::Rule) are relative.
    #[must_use]
    pub const fn object(self) -> Self {
        Path {
            is_object: true,
            ..self
        }
    }

    /// A member of the object at this location, by its wire name.
    #[must_use]
    pub const fn member(&'a self, name: &'static str) -> Self {
        Path {
            parent: Some(self),
            step: Step::Member(name),
            is_object: false,
        }
    }

    /// An item of the list at this location.
    #[must_use]
    pub const fn item(&'a self, index: usize) -> Self {
        Path {
            parent: Some(self),
            step: Step::Item(index),
            is_object: false,
        }
    }

    /// Returns the nearest object at or above this location.
    fn nearest_object(&self) -> &Self {
        match self.parent {
            Some(parent) if !self.is_object => parent.nearest_object(),
            _ => self,
        }
    }

    /// Returns the paths of the members of a rule that is broken at this location.
    ///
    /// Members are relative to the nearest object. `Ids[]` is the item of `Ids` in which the rule is
    /// broken, or the list, if the rule is broken elsewhere.
    pub(super) fn members(&self, members: &[&str]) -> Vec<String> {
        let object = self.nearest_object().to_string();
        let place = self.to_string();
        let place = place[object.len()..].trim_start_matches('.');
        let absolute = |member: &&str| {
            let member = with_indices(member, place);
            let dot = if object.is_empty() { "" } else { "." };
            format!("{object}{dot}{member}")
        };
        members.iter().map(absolute).collect()
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Item(index) => write!(f, "[{index}]"),
            Step::Member(name) => {
                let below_root = self
                    .parent
                    .is_none_or(|parent| matches!(parent.step, Step::Root));
                f.write_str(if below_root { "" } else { "." })?;
                f.write_str(name)
            }
        }
    }
}

/// Replaces each `[]` in a member by the index in `place`. Ends before the first one without index.
fn with_indices(member: &str, place: &str) -> String {
    let mut path = String::new();
    for (position, part) in member.split("[]").enumerate() {
        if position > 0 {
            let index = place.strip_prefix(path.as_str()).and_then(leading_index);
            let Some(index) = index else {
                break;
            };
            path.push_str(index);
        }
        path.push_str(part);
    }
    path
}

/// Returns the index that a path begins with, such as `[3]`.
fn leading_index(path: &str) -> Option<&str> {
    let end = path.strip_prefix('[')?.find(']')?;
    path.get(..end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_wire_names_with_dots_and_indices() {
        let list = Path::ROOT.member("Groups");
        let item = list.item(3);
        assert_eq!(Path::ROOT.to_string(), "");
        assert_eq!(list.to_string(), "Groups");
        assert_eq!(item.to_string(), "Groups[3]");
        assert_eq!(item.member("Name").to_string(), "Groups[3].Name");
    }

    #[test]
    fn members_of_a_rule_are_relative_to_its_object() {
        let rule = ["Kind", "Ids[]", "Signers[].Name", "Signers[].Ids[]"];
        let groups = Path::ROOT.member("Groups");
        let object = groups.item(3).object();
        assert_eq!(
            object.members(&rule),
            [
                "Groups[3].Kind",
                "Groups[3].Ids",
                "Groups[3].Signers",
                "Groups[3].Signers"
            ]
        );
        let ids = object.member("Ids");
        assert_eq!(ids.item(12).members(&rule)[1], "Groups[3].Ids[12]");
        let signers = object.member("Signers");
        let signer = signers.item(4);
        let ids = signer.member("Ids");
        assert_eq!(
            ids.item(5).members(&rule),
            [
                "Groups[3].Kind",
                "Groups[3].Ids",
                "Groups[3].Signers[4].Name",
                "Groups[3].Signers[4].Ids[5]"
            ]
        );
        assert_eq!(Path::ROOT.members(&rule[..1]), ["Kind"]);
    }
}
