//! A request that somebody wrote as JSON.

use super::decode::Decode;
use super::encode::Encode;
use super::json::{Unreadable, from_json};
use super::loss::{Loss, Lost, exactly, first_loss};

/// Why a text is not the JSON of a request.
#[derive(Debug, thiserror::Error, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestJsonError {
    /// It is not JSON.
    #[error("not JSON: {reason} at line {line}, column {column}")]
    Syntax {
        /// What is wrong.
        reason: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A member does not have the type that it must have.
    #[error("{path}: {reason}")]
    Type {
        /// Where it stands, in wire names.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// A member is not one of the request's.
    #[error("{path}: the request has no such member; check its name and where it stands")]
    UnknownMember {
        /// Where it stands, in wire names.
        path: String,
    },
    /// A value would be sent as another one: a number was written as a string, for instance.
    #[error("{path}: must be {expected}, not {found}")]
    Changed {
        /// Where it stands, in wire names.
        path: String,
        /// The kind of value that is sent.
        expected: &'static str,
        /// The kind of value that was written.
        found: &'static str,
    },
}

/// Reads a request that somebody wrote as JSON, without letting anything get lost: what is written
/// is what will be sent. `null` is the one exception: it is left out.
///
/// # Errors
///
/// Where the text is not JSON, a member does not have the type that it must have, or would not be
/// sent as it is written.
pub fn request_from_json<T: Decode + Encode>(text: &str) -> Result<T, RequestJsonError> {
    let request: T = from_json(text.as_bytes()).map_err(describe)?;
    nothing_is_lost(text, &request)?;
    Ok(request)
}

fn nothing_is_lost(text: &str, request: &dyn Encode) -> Result<(), RequestJsonError> {
    match first_loss(text, request, exactly) {
        Ok(None) => Ok(()),
        Ok(Some(loss)) => Err(loss.into()),
        Err(error) => Err(syntax(&error)),
    }
}

impl From<Loss> for RequestJsonError {
    fn from(Loss { path, of }: Loss) -> Self {
        match of {
            Lost::Member => Self::UnknownMember { path },
            Lost::Value { expected, found } => Self::Changed {
                path,
                expected,
                found,
            },
        }
    }
}

fn describe(unreadable: Unreadable) -> RequestJsonError {
    let Unreadable { path, error } = unreadable;
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
        reason: plain_reason(&error),
    }
}

fn syntax(error: &serde_json::Error) -> RequestJsonError {
    RequestJsonError::Syntax {
        reason: plain_reason(error),
        line: error.line(),
        column: error.column(),
    }
}

/// What serde_json says, without the position, which is told apart, and without the value, which
/// may be somebody's.
pub(crate) fn plain_reason(error: &serde_json::Error) -> String {
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
