//! What generated validators are made of: where a value stands, what is wrong with it, and the
//! checks that find out.

mod keyword;
mod path;
mod pattern;
mod present;
mod report;
mod violation;

pub use keyword::{
    Keyword, known, known_in_any_case, max_items, max_length, maximum, min_items, min_length,
    minimum, one_of, pattern, required, rule,
};
pub use path::Path;
pub use pattern::Pattern;
pub use present::{is_absent, is_present, present};
pub use report::Report;
pub use violation::{Violation, Violations};

/// A value that can be held against the rules of its description.
///
/// An empty string or an empty list counts as absent: no rule on its content applies to it, and it
/// satisfies no requirement.
pub trait Validate {
    /// Adds every rule that the value breaks to the report. `path` is where the value stands.
    fn report(&self, path: Path<'_>, report: &mut Report) {
        let _ = (path, report);
    }

    /// Adds advice: what the server accepts or ignores, though it is hardly meant.
    fn advise(&self, path: Path<'_>, report: &mut Report) {
        let _ = (path, report);
    }

    /// Holds the value against every rule.
    ///
    /// # Errors
    ///
    /// Every rule that the value breaks, with its place.
    fn validate(&self) -> Result<(), Violations> {
        let mut report = Report::new();
        self.report(Path::ROOT, &mut report);
        report.into_result()
    }

    /// What the server accepts or ignores, though it is hardly meant.
    #[must_use]
    fn advice(&self) -> Vec<Violation> {
        let mut report = Report::new();
        self.advise(Path::ROOT, &mut report);
        report.into_violations()
    }
}

impl<T: Validate> Validate for Box<T> {
    fn report(&self, path: Path<'_>, report: &mut Report) {
        (**self).report(path, report);
    }

    fn advise(&self, path: Path<'_>, report: &mut Report) {
        (**self).advise(path, report);
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn report(&self, path: Path<'_>, report: &mut Report) {
        for (index, item) in self.iter().enumerate() {
            item.report(path.item(index), report);
        }
    }

    fn advise(&self, path: Path<'_>, report: &mut Report) {
        for (index, item) in self.iter().enumerate() {
            item.advise(path.item(index), report);
        }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn report(&self, path: Path<'_>, report: &mut Report) {
        if let Some(value) = self {
            value.report(path, report);
        }
    }

    fn advise(&self, path: Path<'_>, report: &mut Report) {
        if let Some(value) = self {
            value.advise(path, report);
        }
    }
}
