//! Errors that the server returned.

use std::borrow::Cow;
use std::fmt;

use super::display::{RequestInfo, label_or_redacted, redacted_label};
use super::redact::Redactor;
use crate::client::json_request::JsonRequest;
use crate::one_line::OneLine;
use crate::{Action, EnvironmentInfo, ErrorCode, ServiceEnvironment};

/// An error that the server returned.
///
/// Stubs create it with [`ApiError::new`], to test how a program handles it:
///
/// ```
/// use tencent_runtime::client::Error;
/// use tencent_runtime::client::error::ApiError;
/// use tencent_runtime::{Action, ErrorCode};
///
/// fn throttled<A: Action>(request: &A) -> Error {
///     ApiError::new(request, ErrorCode::REQUEST_LIMIT_EXCEEDED, "slow down").into()
/// }
/// ```
pub struct ApiError {
    action: Cow<'static, str>,
    code: ErrorCode,
    redacted_code: String,
    raw_message: String,
    message: String,
    request_id: Option<String>,
    redacted_request_id: Option<String>,
    status: u16,
    /// Whether the action documents that the same request succeeds later.
    is_retryable: bool,
    /// The environment and the host that refused the credential, if the service has several.
    called: Option<(&'static str, String)>,
}

impl ApiError {
    /// Creates the error that a client would return if the server answered the request with this
    /// code and message: with HTTP status 200 and without a request id.
    ///
    /// Sensitive values of the request are redacted from the message, as in a real call.
    #[must_use]
    pub fn new<A: Action>(
        request: &A,
        code: impl Into<ErrorCode>,
        message: impl Into<String>,
    ) -> Self {
        let redactor = Redactor::of_request(&A::INFO, request);
        let (code, message) = (code.into(), message.into());
        let is_retryable = A::INFO.retryable_code(&code).is_some();
        let action = A::INFO.name.into();
        Self::from_response(action, is_retryable, code, message, None, 200, &redactor)
    }

    /// Creates the error of a request that no crate contains, like [`ApiError::new`]. All values of the
    /// request are redacted from the message.
    #[must_use]
    pub fn of_json(
        request: &JsonRequest,
        code: impl Into<ErrorCode>,
        message: impl Into<String>,
    ) -> Self {
        let redactor = Redactor::of_json(request);
        let action = request.action().to_owned().into();
        let (code, message) = (code.into(), message.into());
        Self::from_response(action, false, code, message, None, 200, &redactor)
    }

    /// Sets the request id.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        let id = id.into();
        self.redacted_request_id = Some(label_or_redacted(&id));
        self.request_id = Some(id);
        self
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_http_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Sets the environment that was called, as in an error of a client. `Display` names it if the
    /// code refuses the credential, because a key is valid in one environment only.
    #[must_use]
    pub fn with_environment(self, environment: impl ServiceEnvironment) -> Self {
        let environment = environment.info();
        let hosts = environment.action_hosts.iter();
        let own = hosts.clone().find(|(action, _)| *action == self.action);
        let host = own.map_or(environment.host, |(_, host)| host);
        self.called(environment, host)
    }

    /// Sets the environment and the host, if the server refused the credential.
    pub(crate) fn called(mut self, environment: &'static EnvironmentInfo, host: &str) -> Self {
        if refuses_credential(&self.code) {
            self.called = Some((environment.name, host.to_owned()));
        }
        self
    }

    pub(crate) fn from_response(
        action: Cow<'static, str>,
        is_retryable: bool,
        code: ErrorCode,
        raw_message: String,
        request_id: Option<String>,
        status: u16,
        redactor: &Redactor,
    ) -> Self {
        let redacted_id = request_id.as_ref().map(|id| redacted_label(id, redactor));
        Self {
            action,
            is_retryable,
            redacted_code: redacted_label(code.as_str(), redactor),
            code,
            message: redactor.redact(&raw_message),
            raw_message,
            redacted_request_id: redacted_id,
            request_id,
            status,
            called: None,
        }
    }

    /// Returns the action that was called.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
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
    pub(crate) fn redacted_code(&self) -> &str {
        &self.redacted_code
    }

    /// Returns the request id for logs.
    #[cfg(feature = "tracing")]
    pub(crate) fn redacted_request_id(&self) -> Option<&str> {
        self.redacted_request_id.as_deref()
    }

    pub(super) fn is_retryable(&self) -> bool {
        self.is_retryable
    }

    /// Returns the HTTP status. Most errors have status 200.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.status
    }
}

/// Returns whether the server refused the key itself. A wrong clock has another cause.
fn refuses_credential(code: &ErrorCode) -> bool {
    code.family() == "AuthFailure" && *code != ErrorCode::AUTH_FAILURE_SIGNATURE_EXPIRE
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
        )?;
        match &self.called {
            Some((environment, host)) => write!(
                f,
                "; the request was sent to the environment {environment} ({host}), and a key is valid \
                 in one environment only: check that this key belongs to it"
            ),
            None => Ok(()),
        }
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
            .field("called", &self.called)
            .finish()
    }
}

impl std::error::Error for ApiError {}
