//! The location of a value in a request.

use std::fmt;

/// The location of a value in a request, in wire names: `FlowIds[3]`, `Approver.Mobile`.
///
/// A path lives on the stack of the validators, and becomes a string only for a violation.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step,
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
    };

    /// A member of the object at this location, by its wire name.
    #[must_use]
    pub const fn member(&'a self, name: &'static str) -> Self {
        Path {
            parent: Some(self),
            step: Step::Member(name),
        }
    }

    /// An item of the list at this location.
    #[must_use]
    pub const fn item(&'a self, index: usize) -> Self {
        Path {
            parent: Some(self),
            step: Step::Item(index),
        }
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
}
