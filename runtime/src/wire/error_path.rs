//! The path of an error in a document.

use std::fmt;

/// The path of an error. Its steps are recorded from the innermost to the outermost value.
#[derive(Debug, Default)]
pub(super) struct ErrorPath(Vec<Step>);

#[derive(Debug)]
enum Step {
    Member(String),
    Item(usize),
}

impl ErrorPath {
    /// Adds the name of a member that contains the error.
    pub(super) fn member(&mut self, name: &str) {
        self.0.push(Step::Member(name.to_owned()));
    }

    /// Adds the index of an item that contains the error.
    pub(super) fn item(&mut self, index: usize) {
        self.0.push(Step::Item(index));
    }
}

/// Writes a path like `Contracts[0].Name`. The path of the document itself is empty.
impl fmt::Display for ErrorPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().rev().enumerate() {
            match step {
                Step::Member(name) if position == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Item(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
