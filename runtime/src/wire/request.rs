//! Decodes requests that people wrote as JSON.

use super::decode::Decode;
use super::encode::Encode;
use super::from_json::{JsonError, from_json};
use super::round_trip::{Difference, DifferenceKind, first_difference, is_same_value};

/// Why a JSON text is not a valid request.
#[derive(Debug, thiserror::Error, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestJsonError {
    /// The text is not JSON.
    #[error("not JSON: {reason} at line {line}, column {column}")]
    Syntax {
        /// The reason.
        reason: String,
        /// The line, starting at 1.
        line: usize,
        /// The column, starting at 1.
        column: usize,
    },
    /// A member has another type.
    #[error("{path}: {reason}")]
    Type {
        /// The path in wire names.
        path: String,
        /// The reason.
        reason: String,
    },
    /// The request has no such member.
    #[error("{path}: the request has no such member; check its name and where it stands")]
    UnknownMember {
        /// The path in wire names.
        path: String,
    },
    /// The value would be sent in another form, for example a string as a number.
    #[error("{path}: must be {expected}, not {found}")]
    Changed {
        /// The path in wire names.
        path: String,
        /// The kind of value that would be sent.
        expected: &'static str,
        /// The kind of value in the text.
        found: &'static str,
    },
}

/// Decodes a request that a person wrote as JSON, strictly: the same JSON is sent. Only `null` is
/// omitted.
///
/// # Errors
///
/// If the text is not JSON, or if a member is unknown, has another type, or would be sent in
/// another form.
pub fn request_from_json<T: Decode + Encode>(text: &str) -> Result<T, RequestJsonError> {
    let request: T = from_json(text.as_bytes()).map_err(describe)?;
    check_round_trip(text, &request)?;
    Ok(request)
}

fn check_round_trip(text: &str, request: &dyn Encode) -> Result<(), RequestJsonError> {
    match first_difference(text, request, is_same_value) {
        Ok(None) => Ok(()),
        Ok(Some(loss)) => Err(loss.into()),
        Err(error) => Err(syntax(&error)),
    }
}

impl From<Difference> for RequestJsonError {
    fn from(Difference { path, of }: Difference) -> Self {
        match of {
            DifferenceKind::Member => Self::UnknownMember { path },
            DifferenceKind::Value { expected, found } => Self::Changed {
                path,
                expected,
                found,
            },
        }
    }
}

fn describe(unreadable: JsonError) -> RequestJsonError {
    let JsonError { path, error } = unreadable;
    if !error.is_data() {
        return syntax(&error);
    }
    let path = if path.is_empty() {
        "the request".to_owned()
    } else {
        path
    };
    RequestJsonError::Type {
        path,
        reason: redacted_reason(&error),
    }
}

fn syntax(error: &serde_json::Error) -> RequestJsonError {
    RequestJsonError::Syntax {
        reason: redacted_reason(error),
        line: error.line(),
        column: error.column(),
    }
}

/// Returns the message of serde_json without the position and without the value, which may be
/// sensitive.
pub(crate) fn redacted_reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rfind(" at line ").map_or(&*text, |end| &text[..end]);
    let found = text.find(['"', '`']);
    let expected = text.rfind(", expected ");
    match (found, expected) {
        (Some(found), Some(expected)) if found < expected => {
            format!("{}{}", text[..found].trim_end(), &text[expected..])
        }
        _ => text.to_owned(),
    }
}
