//! The parts of generated validators: checks, the locations of values, and violations.

mod keyword;
mod path;
mod pattern;
mod present;
mod report;
mod rule;
mod violation;

pub use keyword::{
    Keyword, constraint, equals_in_any_case, known, known_in_any_case, max_items, max_length,
    maximum, min_items, min_length, minimum, one_of, one_of_in_any_case, pattern, required,
};
pub use path::Path;
pub use pattern::Pattern;
pub use present::{is_absent, is_present, present};
pub use report::Report;
pub use rule::{Rule, rule};
pub use violation::{Violation, Violations};

/// A value that can be validated against the documented rules.
///
/// An empty string or an empty list counts as absent: rules about its content do not apply to it, and
/// it does not satisfy a requirement.
///
/// ```
/// use tencent_runtime::validate::{Validate, Violations};
///
/// /// Prints likely mistakes, and returns the broken rules.
/// fn check(request: &impl Validate) -> Result<(), Violations> {
///     for warning in request.warnings() {
///         eprintln!("warning: {warning}");
///     }
///     request.validate()
/// }
/// ```
pub trait Validate {
    /// Adds all violations to the report. `path` is the location of the value.
    fn report(&self, path: Path<'_>, report: &mut Report) {
        let _ = (path, report);
    }

    /// Adds warnings about what the server accepts or ignores, though it is probably a mistake.
    fn report_warnings(&self, path: Path<'_>, report: &mut Report) {
        let _ = (path, report);
    }

    /// Returns the action of a request, if rules of the objects in it are limited to actions.
    fn action(&self) -> Option<&'static str> {
        None
    }

    /// Validates the value against all rules. Rules that are limited to actions apply only to a
    /// request of these actions, not to an object outside of a request.
    ///
    /// # Errors
    ///
    /// All violations, each with its location.
    fn validate(&self) -> Result<(), Violations> {
        let mut report = Report::of_action(self.action());
        self.report(Path::ROOT, &mut report);
        report.into_result()
    }

    /// Validates the value and returns it. It completes a chain of setters:
    /// `Filter::default().name("zone").values(["1"]).build()?`.
    ///
    /// A call validates its request anyway. This method reports the violations where the value is
    /// created. If upstream no longer requires a member, code that uses it still compiles.
    ///
    /// # Errors
    ///
    /// All violations, as [`validate`](Self::validate) reports them.
    fn build(self) -> Result<Self, Violations>
    where
        Self: Sized,
    {
        self.validate()?;
        Ok(self)
    }

    /// Warns about what the server accepts or ignores, though it is probably a mistake.
    #[must_use]
    fn warnings(&self) -> Vec<Violation> {
        let mut report = Report::of_action(self.action());
        self.report_warnings(Path::ROOT, &mut report);
        report.into_violations()
    }
}

impl<T: Validate> Validate for Box<T> {
    fn report(&self, path: Path<'_>, report: &mut Report) {
        (**self).report(path, report);
    }

    fn report_warnings(&self, path: Path<'_>, report: &mut Report) {
        (**self).report_warnings(path, report);
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn report(&self, path: Path<'_>, report: &mut Report) {
        for (index, item) in self.iter().enumerate() {
            item.report(path.item(index), report);
        }
    }

    fn report_warnings(&self, path: Path<'_>, report: &mut Report) {
        for (index, item) in self.iter().enumerate() {
            item.report_warnings(path.item(index), report);
        }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn report(&self, path: Path<'_>, report: &mut Report) {
        if let Some(value) = self {
            value.report(path, report);
        }
    }

    fn report_warnings(&self, path: Path<'_>, report: &mut Report) {
        if let Some(value) = self {
            value.report_warnings(path, report);
        }
    }
}
