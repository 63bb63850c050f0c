//! Answers that are errors, and answers that are none.

use std::fmt;

use super::Scrubber;
use super::excerpt::excerpt;
use super::shown::{OneLine, scrubbed_label};
use crate::ErrorCode;

/// An error that the server answered with.
pub struct ApiError {
    action: &'static str,
    code: ErrorCode,
    shown_code: String,
    raw_message: String,
    message: String,
    request_id: Option<String>,
    shown_request_id: Option<String>,
    status: u16,
}

impl ApiError {
    pub(crate) fn new(
        action: &'static str,
        code: ErrorCode,
        raw_message: String,
        request_id: Option<String>,
        status: u16,
        scrubber: &Scrubber,
    ) -> Self {
        Self {
            action,
            shown_code: scrubbed_label(code.as_str(), scrubber),
            code,
            message: scrubber.scrub(&raw_message),
            raw_message,
            shown_request_id: shown_id(&request_id, scrubber),
            request_id,
            status,
        }
    }

    /// The action that was called.
    #[must_use]
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// Why the call failed.
    #[must_use]
    pub fn code(&self) -> &ErrorCode {
        &self.code
    }

    /// What the server says about it. Sensitive values of the request that the server repeats are
    /// replaced with `[redacted]`, however they are encoded; what is behind the first 16 KiB is left
    /// out. It may have several lines, of which `Display` makes one.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What the server says about it, word for word. It may repeat names and numbers of people:
    /// keep it out of logs.
    #[must_use]
    pub fn raw_message(&self) -> &str {
        &self.raw_message
    }

    /// The id that the server gave the request, where it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The code as it is shown: the set is open, and a server may send anything.
    #[cfg(feature = "tracing")]
    pub(crate) fn shown_code(&self) -> &str {
        &self.shown_code
    }

    /// The id as it is shown.
    #[cfg(feature = "tracing")]
    pub(crate) fn shown_request_id(&self) -> Option<&str> {
        self.shown_request_id.as_deref()
    }

    /// The HTTP status. Most errors come with 200.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.status
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            action, shown_code, ..
        } = self;
        write!(
            f,
            "{action} failed: {shown_code}: {} ({})",
            OneLine(&self.message),
            request(self.status, &self.shown_request_id)
        )
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("action", &self.action)
            .field("code", &self.shown_code)
            .field("message", &self.message)
            .field("request_id", &self.shown_request_id)
            .field("http_status", &self.status)
            .finish()
    }
}

impl std::error::Error for ApiError {}

/// An answer that is neither a response of the action nor an error.
pub struct UndecodableError {
    action: &'static str,
    reason: String,
    path: String,
    request_id: Option<String>,
    shown_request_id: Option<String>,
    status: u16,
    body: Vec<u8>,
    excerpt: Option<String>,
}

/// What is known of an answer that cannot be decoded.
pub(crate) struct Undecoded {
    pub(crate) action: &'static str,
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl UndecodableError {
    pub(crate) fn new(from: Undecoded, path: String, reason: String, scrubber: &Scrubber) -> Self {
        let excerpt = excerpt(&from.body, scrubber);
        Self {
            action: from.action,
            reason,
            path,
            shown_request_id: shown_id(&from.request_id, scrubber),
            request_id: from.request_id,
            status: from.status,
            body: from.body,
            excerpt,
        }
    }

    /// The action that was called.
    #[must_use]
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// What is wrong with the answer.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Where in the answer it is wrong, in wire names; empty where all of it is.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The id that the server gave the request, where it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The id as it is shown.
    #[cfg(feature = "tracing")]
    pub(crate) fn shown_request_id(&self) -> Option<&str> {
        self.shown_request_id.as_deref()
    }

    /// The HTTP status.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.status
    }

    /// The answer as it came. It may hold secret links and people's data: keep it out of logs.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Display for UndecodableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer to {} cannot be read: ", self.action)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", OneLine(&self.path))?;
        }
        write!(
            f,
            "{} ({})",
            OneLine(&self.reason),
            request(self.status, &self.shown_request_id)
        )?;
        self.excerpt
            .as_ref()
            .map_or(Ok(()), |excerpt| write!(f, "; it begins with {excerpt:?}"))
    }
}

impl fmt::Debug for UndecodableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UndecodableError")
            .field("action", &self.action)
            .field("reason", &self.reason)
            .field("path", &self.path)
            .field("request_id", &self.shown_request_id)
            .field("http_status", &self.status)
            .field("body_bytes", &self.body.len())
            .field("excerpt", &self.excerpt)
            .finish()
    }
}

impl std::error::Error for UndecodableError {}

fn shown_id(id: &Option<String>, scrubber: &Scrubber) -> Option<String> {
    id.as_ref().map(|id| scrubbed_label(id, scrubber))
}

fn request(status: u16, id: &Option<String>) -> String {
    match id {
        Some(id) => format!("HTTP status {status}, request {id}"),
        None => format!("HTTP status {status}, no request id"),
    }
}
