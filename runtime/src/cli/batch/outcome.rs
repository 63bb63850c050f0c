//! The outcome of a call, as a line of the output.

use serde_json::value::RawValue;

use super::record::{OutcomeKind, OutcomeRecord};
use crate::cli::table::ActionEntry;
use crate::client::{CompletedCall, Error};

impl OutcomeRecord {
    /// Describes the result of a call.
    pub(super) fn of(
        line: u64,
        entry: &ActionEntry,
        result: Result<CompletedCall<'_>, Error>,
    ) -> Self {
        match result {
            Ok(completed) => Self::responded(line, entry, completed),
            Err(error) => Self::failed(line, &error),
        }
    }

    /// The server executed the request, even if its response cannot be decoded.
    fn responded(line: u64, entry: &ActionEntry, completed: CompletedCall<'_>) -> Self {
        let mut record = Self::new(line, OutcomeKind::Response);
        let (text, decoded) = completed.decode_text(&mut *(entry.response)());
        match decoded {
            Ok(warnings) => {
                let warnings = warnings.as_slice().iter();
                record.warnings = warnings.map(ToString::to_string).collect();
            }
            Err(error) => record.warnings = vec![error.to_string()],
        }
        // JSON has line breaks only between its tokens.
        match RawValue::from_string(text.replace(['\r', '\n'], " ")) {
            Ok(response) => record.response = Some(response),
            Err(_) => record.body = Some(text),
        }
        record
    }

    fn failed(line: u64, error: &Error) -> Self {
        let mut record = Self::new(line, kind(error));
        record.message = Some(match error {
            Error::Api(error) => error.message().to_owned(),
            other => other.to_string(),
        });
        record.code = error.code().map(ToString::to_string);
        record.request_id = error.request_id().map(str::to_owned);
        if let Error::Undecodable(error) = error {
            record.body = Some(String::from_utf8_lossy(error.body()).into_owned());
        }
        record
    }
}

fn kind(error: &Error) -> OutcomeKind {
    match error {
        _ if error.is_outcome_unknown() => OutcomeKind::Ambiguous,
        // The server refused the request for now, or refused the credential.
        Error::Api(_) if error.is_retryable() || error.is_auth() => OutcomeKind::NotExecuted,
        Error::Api(_) => OutcomeKind::Error,
        // The other errors happen before a request is executed.
        _ => OutcomeKind::NotExecuted,
    }
}
