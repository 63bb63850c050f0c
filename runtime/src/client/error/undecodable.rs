//! Responses that could not be decoded.

use std::borrow::Cow;
use std::fmt;

use super::display::{RequestInfo, label_or_redacted, redacted_label};
use super::excerpt::excerpt;
use super::redact::Redactor;
use crate::Action;
use crate::client::json_request::JsonRequest;
use crate::one_line::OneLine;

/// A response that is neither a valid response of the action nor an error of the server.
///
/// ```
/// use tencent_runtime::Action;
/// use tencent_runtime::client::Error;
/// use tencent_runtime::client::error::UndecodableError;
///
/// /// The page of a proxy, for a test.
/// fn bad_gateway<A: Action>(request: &A) -> Error {
///     let error = UndecodableError::new(request, "<html>", "it is not JSON");
///     error.with_http_status(502).into()
/// }
/// ```
pub struct UndecodableError {
    response: UndecodableResponse,
    reason: String,
    path: String,
    redacted_request_id: Option<String>,
    excerpt: Option<String>,
}

/// The response that an [`UndecodableError`] is about.
pub(crate) struct UndecodableResponse {
    pub(crate) action: Cow<'static, str>,
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl UndecodableError {
    /// Creates the error of a response with this body and HTTP status 200, for stubs in tests.
    /// `reason` says why the body cannot be decoded, such as "it is not JSON".
    ///
    /// Sensitive values of the request are redacted from messages, as in a real call.
    #[must_use]
    pub fn new<A: Action>(
        request: &A,
        body: impl Into<Vec<u8>>,
        reason: impl Into<String>,
    ) -> Self {
        let redactor = Redactor::of_request(&A::INFO, request);
        Self::stubbed(A::INFO.name.into(), body.into(), &reason.into(), &redactor)
    }

    /// Creates the error of a request that no crate contains, like [`UndecodableError::new`]. All values of the
    /// request are redacted from messages.
    #[must_use]
    pub fn of_json(
        request: &JsonRequest,
        body: impl Into<Vec<u8>>,
        reason: impl Into<String>,
    ) -> Self {
        let redactor = Redactor::of_json(request);
        let action = request.action().to_owned().into();
        Self::stubbed(action, body.into(), &reason.into(), &redactor)
    }

    fn stubbed(
        action: Cow<'static, str>,
        body: Vec<u8>,
        reason: &str,
        redactor: &Redactor,
    ) -> Self {
        let response = UndecodableResponse {
            action,
            status: 200,
            request_id: None,
            body,
        };
        Self::from_response(response, String::new(), redactor.redact(reason), redactor)
    }

    /// Sets the path of the invalid value, in wire names.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Sets the request id.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        let id = id.into();
        self.redacted_request_id = Some(label_or_redacted(&id));
        self.response.request_id = Some(id);
        self
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_http_status(mut self, status: u16) -> Self {
        self.response.status = status;
        self
    }

    pub(crate) fn from_response(
        response: UndecodableResponse,
        path: String,
        reason: String,
        redactor: &Redactor,
    ) -> Self {
        let id = response.request_id.as_ref();
        Self {
            excerpt: excerpt(&response.body, redactor),
            redacted_request_id: id.map(|id| redacted_label(id, redactor)),
            response,
            reason,
            path: redactor.redact(&path),
        }
    }

    /// Returns the action that was called.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.response.action
    }

    /// Returns the reason.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns the path of the invalid value in wire names, or an empty text for the whole response.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the request id, if the server sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id.as_deref()
    }

    /// Returns the request id for logs.
    #[cfg(feature = "tracing")]
    pub(crate) fn redacted_request_id(&self) -> Option<&str> {
        self.redacted_request_id.as_deref()
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.response.status
    }

    /// Returns the body. It may contain secret links and personal data, so do not log it.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.response.body
    }
}

impl fmt::Display for UndecodableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UndecodableResponse { action, status, .. } = &self.response;
        write!(f, "the response to {action} cannot be decoded: ")?;
        if !self.path.is_empty() {
            write!(f, "{}: ", OneLine(&self.path))?;
        }
        write!(
            f,
            "{} ({})",
            OneLine(&self.reason),
            RequestInfo(*status, &self.redacted_request_id)
        )?;
        self.excerpt
            .as_ref()
            .map_or(Ok(()), |excerpt| write!(f, "; it begins with {excerpt:?}"))
    }
}

impl fmt::Debug for UndecodableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UndecodableError")
            .field("action", &self.response.action)
            .field("reason", &self.reason)
            .field("path", &self.path)
            .field("request_id", &self.redacted_request_id)
            .field("http_status", &self.response.status)
            .field("body_bytes", &self.response.body.len())
            .field("excerpt", &self.excerpt)
            .finish()
    }
}

impl std::error::Error for UndecodableError {}
