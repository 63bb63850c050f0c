//! Errors that the server returned.

use std::fmt;

use super::display::{OneLine, RequestInfo, redacted_label};
use super::redact::Redactor;
use crate::ErrorCode;

/// An error that the server returned.
pub struct ApiError {
    action: &'static str,
    code: ErrorCode,
    redacted_code: String,
    raw_message: String,
    message: String,
    request_id: Option<String>,
    redacted_request_id: Option<String>,
    status: u16,
}

impl ApiError {
    pub(crate) fn new(
        action: &'static str,
        code: ErrorCode,
        raw_message: String,
        request_id: Option<String>,
        status: u16,
        redactor: &Redactor,
    ) -> Self {
        let redacted_id = request_id.as_ref().map(|id| redacted_label(id, redactor));
        Self {
            action,
            redacted_code: redacted_label(code.as_str(), redactor),
            code,
            message: redactor.redact(&raw_message),
            raw_message,
            redacted_request_id: redacted_id,
            request_id,
            status,
        }
    }

    /// Returns the action that was called.
    #[must_use]
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// Returns the error code.
    #[must_use]
    pub fn code(&self) -> &ErrorCode {
        &self.code
    }

    /// Returns the server's message, cut after 16 KiB.
    ///
    /// `[redacted]` replaces sensitive values of the request, and secrets of the credential, where the
    /// message contains their characters: values of two or three ASCII letters or digits only as whole
    /// words, single characters never. The server may write a value in another way, for example in
    /// base64, or add other personal data. The message may have several lines; `Display` escapes line
    /// breaks.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the server's message without redaction. It may contain personal data, so do not log
    /// it.
    #[must_use]
    pub fn raw_message(&self) -> &str {
        &self.raw_message
    }

    /// Returns the request id, if the server sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the code for logs. The server may send any text as the code.
    #[cfg(feature = "tracing")]
    pub(crate) fn redacted_code(&self) -> &str {
        &self.redacted_code
    }

    /// Returns the request id for logs.
    #[cfg(feature = "tracing")]
    pub(crate) fn redacted_request_id(&self) -> Option<&str> {
        self.redacted_request_id.as_deref()
    }

    /// Returns the HTTP status. Most errors have status 200.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.status
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} failed: {}: {} ({})",
            self.action,
            self.redacted_code,
            OneLine(&self.message),
            RequestInfo(self.status, &self.redacted_request_id)
        )
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("action", &self.action)
            .field("code", &self.redacted_code)
            .field("message", &self.message)
            .field("request_id", &self.redacted_request_id)
            .field("http_status", &self.status)
            .finish()
    }
}

impl std::error::Error for ApiError {}
