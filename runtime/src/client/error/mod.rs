//! Errors of calls.

mod api;
mod display;
mod excerpt;
mod permit;
mod queue_timeout;
mod redact;
mod sensitive_values;
mod transport;
mod undecodable;
mod unsendable;

use thiserror::Error as ThisError;

pub use api::ApiError;
#[cfg(feature = "tracing")]
pub(crate) use display::redacted_label;
pub use permit::PermitError;
pub use queue_timeout::QueueTimeout;
pub(crate) use redact::Redactor;
pub(crate) use sensitive_values::Sensitive;
pub use transport::{TransportCause, TransportError};
pub use undecodable::UndecodableError;
pub(crate) use undecodable::UndecodableResponse;
pub(crate) use unsendable::READ_EVENTS;
pub use unsendable::Unsendable;

use super::credential::CredentialError;
use crate::one_line::OneLine;
use crate::validate::Violations;
use crate::{Action, ErrorCode};

const TOO_MANY_REQUESTS: u16 = 429;

/// Why an API call failed.
///
/// A stub in a test can return every variant: [`ApiError::new`], [`TransportError::new`],
/// [`UndecodableError::new`], [`QueueTimeout::new`], [`PermitError::limiter`], [`Unsendable::json`],
/// [`Error::too_large`], [`Error::redirect`] and [`Error::endless_pages`] create what the variants contain.
///
/// `Display` and `Debug` never show sensitive members of the request, or secrets of the credential. In
/// texts of the server, `[redacted]` replaces such a value where the decoded text contains its
/// characters. A server may write it in another way, or add other personal data, so treat its texts as
/// confidential.
///
/// ```
/// use tencent_runtime::client::Error;
///
/// fn next_step(error: &Error) -> &'static str {
///     match error {
///         Error::Invalid(_) => "correct the request",
///         Error::Credential(_) => "configure a credential",
///         // A retry could execute the request twice.
///         error if error.is_outcome_unknown() => "ask the service for the outcome",
///         error if error.is_retryable() => "try again later",
///         _ => "read the message",
///     }
/// }
///
/// let error = Error::too_large(200, 16 << 20);
/// assert_eq!(next_step(&error), "ask the service for the outcome");
/// ```
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// The request is invalid. Nothing was sent.
    #[error(transparent)]
    Invalid(#[from] Violations),

    /// No usable credential was found. Nothing was sent.
    #[error(transparent)]
    Credential(#[from] CredentialError),

    /// The request, or an option of the call, cannot be sent. Nothing was sent.
    #[error("the call cannot be made: {0}")]
    Unsendable(#[from] Unsendable),

    /// The server was not reached, or the time of the call was over before sending. Nothing was
    /// executed.
    #[error("nothing was sent: {0}")]
    NotSent(TransportError),

    /// The client's own rate limiter would have delayed the call longer than
    /// [`queue_timeout`](super::CallOptions::queue_timeout). Nothing was sent.
    #[error(transparent)]
    QueueTimeout(#[from] QueueTimeout),

    /// The rate limiter of the program ([`LimitRate`](super::rate_limit::LimitRate)) failed. Nothing was
    /// sent.
    #[error("nothing was sent: the rate limiter of this program failed: {0}")]
    RateLimiter(#[source] Box<dyn std::error::Error + Send + Sync>),

    /// At least a part of the request was sent, but no complete response came. The server may have executed
    /// it. The client retries only idempotent actions. A stream of events that breaks off, or whose next
    /// event is late, ends with this error and is not retried.
    #[error("the outcome is unknown: {0}")]
    Ambiguous(TransportError),

    /// The server returned an error.
    #[error(transparent)]
    Api(#[from] Box<ApiError>),

    /// The response could not be decoded.
    #[error(transparent)]
    Undecodable(#[from] Box<UndecodableError>),

    /// The response is larger than the client's limit,
    /// [`max_response_bytes`](super::ClientBuilder::max_response_bytes). The server probably executed
    /// the request.
    #[error(
        "the response (HTTP status {status}) is larger than {limit} bytes; raise `max_response_bytes`"
    )]
    #[non_exhaustive]
    TooLarge {
        /// The HTTP status.
        status: u16,
        /// The limit in bytes.
        limit: usize,
    },

    /// The server returned a redirect. The client does not follow it, because the signature is valid
    /// only for the original host.
    #[error(
        "the server returned a redirect{} (HTTP status {status}), which is never followed; check the endpoint",
        to_host(.host)
    )]
    #[non_exhaustive]
    Redirect {
        /// The HTTP status.
        status: u16,
        /// The host of the redirect's target, with `[redacted]` instead of sensitive values.
        host: Option<String>,
    },

    /// The pages of a list do not end, because the service ignores the position of the page. The items
    /// before this error are valid, but the list may be incomplete.
    #[error("the pages of {action} do not end: {reason}; call the action without the paginator")]
    #[non_exhaustive]
    EndlessPages {
        /// The action.
        action: &'static str,
        /// The observation.
        reason: &'static str,
    },

    /// The stub does not implement the action.
    #[error("the stub does not implement {action}; add that method to it")]
    #[non_exhaustive]
    NotStubbed {
        /// The action.
        action: &'static str,
    },
}

impl Error {
    /// Creates [`Error::TooLarge`]: a response of more than `limit` bytes.
    #[must_use]
    pub fn too_large(http_status: u16, limit: usize) -> Self {
        Self::TooLarge {
            status: http_status,
            limit,
        }
    }

    /// Creates [`Error::Redirect`]. `host` is the host of the target, if the server named one.
    ///
    /// Sensitive values of the request are redacted from the host.
    #[must_use]
    pub fn redirect<A: Action>(request: &A, http_status: u16, host: Option<&str>) -> Self {
        let redactor = Redactor::of_request(&A::INFO, request);
        Self::Redirect {
            status: http_status,
            host: host.map(|host| redactor.redact(host)),
        }
    }

    /// Creates [`Error::EndlessPages`].
    #[must_use]
    pub fn endless_pages(action: &'static str, reason: &'static str) -> Self {
        Self::EndlessPages { action, reason }
    }

    /// Returns the error code of the server.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Api(error) => Some(error.code()),
            _ => None,
        }
    }

    /// Returns the request id of the server. Tencent's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::Undecodable(error) => error.request_id(),
            Self::NotSent(error) | Self::Ambiguous(error) => error.request_id(),
            _ => None,
        }
    }

    /// Returns the HTTP status, if a response came.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Api(error) => Some(error.http_status()),
            Self::Undecodable(error) => Some(error.http_status()),
            Self::TooLarge { status, .. } | Self::Redirect { status, .. } => Some(*status),
            Self::Ambiguous(error) => error.http_status(),
            _ => None,
        }
    }

    /// Returns whether the call exceeded a rate limit.
    ///
    /// If the error has a code, the server did not execute the call. A response with status 429
    /// that could not be read counts too, but then the server may have executed the call.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.matches(ErrorCode::is_throttled, |status| {
            status == TOO_MANY_REQUESTS
        })
    }

    /// Returns whether the credential is missing or wrong, or lacks a permission.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        matches!(self, Self::Credential(_)) || self.code().is_some_and(ErrorCode::is_auth)
    }

    /// Returns whether a time limit was exceeded: that of the rate limiter's queue, the connection,
    /// an attempt, the call or an event.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::NotSent(error) | Self::Ambiguous(error) => error.is_timeout(),
            Self::QueueTimeout(_) => true,
            _ => false,
        }
    }

    /// Returns whether the same call may succeed later: it was throttled, by the server or by the
    /// client itself, the action documents its error code as retryable, or the server, the connection,
    /// the provider of the credential or the rate limiter of the program failed. A certificate that is not trusted, or a proxy that refuses to connect, does not count.
    ///
    /// After [`Error::Ambiguous`], a failure of the server, or a response with status 429 that could
    /// not be read, the first call may have been executed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::NotSent(error) => !error.is_permanent(),
            Self::Ambiguous(_) | Self::QueueTimeout(_) | Self::RateLimiter(_) => true,
            Self::Credential(error) => error.is_retryable(),
            Self::Api(error) if error.is_retryable() => true,
            _ => self.is_throttled() || self.is_server_fault(),
        }
    }

    /// Returns whether the server failed, instead of refusing the call.
    pub(crate) fn is_server_fault(&self) -> bool {
        self.matches(ErrorCode::is_server_fault, |status| status >= 500)
    }

    /// Returns whether the server may have executed the call: no response came, the server failed, or its
    /// response could not be read.
    ///
    /// Do not repeat a call that is not [idempotent](crate::ActionInfo::idempotent) after such an error
    /// before you know the outcome, for example from another action.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self, Self::Undecodable(_) | Self::TooLarge { .. })
            || self.is_retryable_if_idempotent()
    }

    /// Returns whether the same call may succeed later, and the server may have executed the first one.
    pub(crate) fn is_retryable_if_idempotent(&self) -> bool {
        matches!(self, Self::Ambiguous(_))
            || self.matches(ErrorCode::is_server_fault, |status| {
                status == TOO_MANY_REQUESTS || status >= 500
            })
    }

    /// Returns the code of the server's error, or the kind of another error, for logs and records.
    pub(crate) fn kind(&self) -> &str {
        match self {
            Self::Invalid(_) => "invalid request",
            Self::Credential(_) => "no credential",
            Self::Unsendable(_) => "unsendable",
            Self::NotSent(_) => "not sent",
            Self::QueueTimeout(_) => "queue timeout",
            Self::RateLimiter(_) => "rate limiter failed",
            Self::Ambiguous(_) => "outcome unknown",
            Self::Api(error) => error.redacted_code(),
            Self::Undecodable(_) => "undecodable response",
            Self::TooLarge { .. } => "response too large",
            Self::Redirect { .. } => "redirect",
            Self::EndlessPages { .. } => "endless pages",
            Self::NotStubbed { .. } => "not stubbed",
        }
    }

    /// Tests the error code. Without one, tests the HTTP status.
    fn matches(&self, code: fn(&ErrorCode) -> bool, status: fn(u16) -> bool) -> bool {
        match self {
            Self::Api(error) => code(error.code()),
            Self::Undecodable(error) => status(error.http_status()),
            Self::TooLarge { status: found, .. } => status(*found),
            _ => false,
        }
    }
}

impl From<PermitError> for Error {
    fn from(error: PermitError) -> Self {
        match error {
            PermitError::QueueTimeout(error) => error.into(),
            PermitError::Limiter(source) => Self::RateLimiter(source),
        }
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Box::new(error).into()
    }
}

impl From<UndecodableError> for Error {
    fn from(error: UndecodableError) -> Self {
        Box::new(error).into()
    }
}

fn to_host(host: &Option<String>) -> String {
    host.as_ref()
        .map_or_else(String::new, |host| format!(" to {}", OneLine(host)))
}
