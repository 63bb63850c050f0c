//! Collects misfits while a document is decoded.

use std::borrow::Cow;
use std::fmt;

use super::decode_warning::{DecodeWarning, DecodeWarnings};

/// The maximum number of warnings. A response of several megabytes can contain a wrong value every
/// few bytes.
const MAX_WARNINGS: usize = 100;

/// Collects the misfits of a document while it is decoded.
#[derive(Debug)]
pub(crate) struct DecodeLog {
    /// Whether the first misfit is an error.
    strict: bool,
    /// The path of the error, if decoding failed.
    error_path: Option<String>,
    warnings: Vec<DecodeWarning>,
}

impl DecodeLog {
    pub(crate) fn new(strict: bool) -> Self {
        Self {
            strict,
            error_path: None,
            warnings: Vec::new(),
        }
    }

    /// Records a misfit.
    ///
    /// # Errors
    ///
    /// In strict mode, with the reason.
    pub(super) fn record(
        &mut self,
        path: impl fmt::Display,
        found: &'static str,
        expected: Cow<'static, str>,
    ) -> Result<(), String> {
        let warning = DecodeWarning {
            path: path.to_string(),
            found,
            expected,
        };
        if self.strict {
            let reason = warning.reason();
            self.error_path.get_or_insert(warning.path);
            return Err(reason);
        }
        // The last warning explains an error, so it replaces another one.
        self.warnings.truncate(MAX_WARNINGS - 1);
        self.warnings.push(warning);
        Ok(())
    }

    /// Records that a member comes twice.
    ///
    /// # Errors
    ///
    /// In strict mode, with the reason.
    pub(super) fn record_duplicate(&mut self, path: impl fmt::Display) -> Result<(), String> {
        self.record(path, "a second value", "one value".into())
    }

    /// Records that a member without which its object is absent has no value. If a warning explains
    /// that, moves it to the end.
    ///
    /// # Errors
    ///
    /// In strict mode, with the reason.
    pub(super) fn record_missing(&mut self, path: impl fmt::Display) -> Result<(), String> {
        let path = path.to_string();
        let warnings = &mut self.warnings;
        match warnings
            .iter()
            .rposition(|warning| explains(warning, &path))
        {
            Some(cause) => warnings[cause..].rotate_left(1),
            None => self.record(path, "nothing", "a value".into())?,
        }
        Ok(())
    }

    /// Records the path of an error, unless the path of an inner value is known.
    pub(super) fn record_error(&mut self, path: impl fmt::Display) {
        self.error_path.get_or_insert_with(|| path.to_string());
    }

    /// Returns the path of the error.
    pub(super) fn take_error_path(&mut self) -> String {
        self.error_path.take().unwrap_or_default()
    }

    /// Returns the warning that explains why the document has no value.
    pub(super) fn take_cause(&mut self) -> Option<DecodeWarning> {
        self.warnings.pop()
    }

    /// Returns the warnings.
    pub(crate) fn into_warnings(self) -> DecodeWarnings {
        DecodeWarnings(self.warnings.into())
    }

    /// Returns the warnings. Removes the name of a member that contains the response from paths.
    #[cfg(feature = "client")]
    pub(super) fn into_warnings_in(mut self, member: &str) -> DecodeWarnings {
        for warning in &mut self.warnings {
            if let Some(inside) = warning.path.strip_prefix(member) {
                warning.path = inside.trim_start_matches('.').to_owned();
            }
        }
        self.into_warnings()
    }
}

/// Returns whether a warning explains why the value with a path is absent.
fn explains(warning: &DecodeWarning, path: &str) -> bool {
    let inside = warning.path.strip_prefix(path);
    inside.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_warnings_is_limited() {
        let mut log = DecodeLog::new(false);
        for item in 0..10_000 {
            log.record(item, "null", "a value".into()).unwrap();
        }
        let warnings = log.into_warnings();
        assert_eq!(warnings.as_slice().len(), MAX_WARNINGS);
        assert_eq!(warnings.as_slice().last().unwrap().path(), "9999");
    }

    #[test]
    fn a_warning_explains_only_values_that_contain_its_value() {
        let warning = DecodeWarning {
            path: "A[0].Name".to_owned(),
            found: "null",
            expected: "a value".into(),
        };
        for path in ["A[0].Name", "A[0]", "A"] {
            assert!(explains(&warning, path), "{path}");
        }
        for path in ["A[0].N", "A[1]", "A[0].Name.X", "B"] {
            assert!(!explains(&warning, path), "{path}");
        }
    }
}
