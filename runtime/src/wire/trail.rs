//! Where in a document reading came to an end.

use std::fmt;

/// The steps from the value that was refused up to the document, noted on the way out.
#[derive(Debug, Default)]
pub(super) struct Trail(Vec<Step>);

#[derive(Debug)]
enum Step {
    Member(String),
    Item(usize),
}

impl Trail {
    /// What was refused is that member, or within it.
    pub(super) fn member(&mut self, name: &str) {
        self.0.push(Step::Member(name.to_owned()));
    }

    /// What was refused is that item, or within it.
    pub(super) fn item(&mut self, index: usize) {
        self.0.push(Step::Item(index));
    }
}

/// The path in the way of `Contracts[0].Name`; of the document itself it is empty.
impl fmt::Display for Trail {
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
