//! Errors of the service.

use serde_json::{Value, json};
use tencent_runtime::ErrorCode;
use tencent_runtime::validate::{Keyword, Violations};
use tencent_runtime::wire::RequestJsonError;

/// An error of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceError {
    code: ErrorCode,
    message: String,
}

impl ServiceError {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let message = format!("The body is incomplete, or larger than {limit} bytes.");
        Self::new(ErrorCode::REQUEST_SIZE_LIMIT_EXCEEDED, message)
    }

    pub(crate) fn undecodable(error: &RequestJsonError) -> Self {
        let code = match error {
            RequestJsonError::Syntax { .. } => ErrorCode::INVALID_REQUEST,
            RequestJsonError::UnknownMember { .. } => ErrorCode::UNKNOWN_PARAMETER,
            _ => ErrorCode::INVALID_PARAMETER,
        };
        Self::new(code, error.to_string())
    }

    /// Returns the documented code of the first violation, with a message that lists all.
    pub(crate) fn invalid(violations: &Violations) -> Self {
        let first = violations.iter().next();
        let code = match first.map(|first| first.keyword()) {
            Some(Keyword::Required) => ErrorCode::MISSING_PARAMETER,
            _ => ErrorCode::INVALID_PARAMETER_VALUE,
        };
        Self::new(code, violations.to_string())
    }

    /// Returns the error for an id that no action created. `documented` are the codes of the action;
    /// one of them may be for things of this kind.
    pub(crate) fn not_found(documented: &[&'static str], member: &str, id: &str) -> Self {
        let common = ErrorCode::RESOURCE_NOT_FOUND;
        let thing = member.strip_suffix("Id").unwrap_or(member);
        let mut codes = documented.iter();
        let code = codes.find(|code| {
            let detail = code.strip_prefix(common.as_str());
            let detail = detail.and_then(|detail| detail.strip_prefix('.'));
            detail.is_some_and(|detail| detail.trim_end_matches("Id") == thing)
        });
        let code = code.map_or(common, |code| ErrorCode::from_static(code));
        Self::new(code, format!("No {member} has the value {id}."))
    }

    /// Returns the content of the response.
    pub(crate) fn content(&self) -> Value {
        json!({ "Error": { "Code": self.code.as_str(), "Message": self.message } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_an_unknown_id_is_the_documented_one() {
        let documented = [
            "ResourceNotFound",
            "ResourceNotFound.Box",
            "FailedOperation.Lid",
        ];
        for (member, expected) in [
            ("BoxId", "ResourceNotFound.Box"),
            ("LidId", "ResourceNotFound"),
        ] {
            let error = ServiceError::not_found(&documented, member, "one");
            assert_eq!(error.code, expected);
            assert!(error.message.contains("one"));
        }
    }
}
