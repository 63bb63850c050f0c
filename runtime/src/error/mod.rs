//! What can go wrong with a call.

mod answer;
mod excerpt;
mod reading;
mod scrub;
mod shown;
mod transport;
mod unsendable;

use thiserror::Error as ThisError;

pub(crate) use answer::Undecoded;
pub use answer::{ApiError, UndecodableError};
pub(crate) use scrub::Scrubber;
#[cfg(feature = "tracing")]
pub(crate) use shown::label;
pub use transport::{TransportCause, TransportError};
pub use unsendable::Unsendable;

use crate::ErrorCode;
use crate::credential::CredentialError;
use crate::validate::Violations;

/// Why a call brought no response.
///
/// No text of it, and nothing that `Debug` prints, holds the value of a member that the description
/// marks sensitive, or anything of the credential.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// The request breaks rules of its description. Nothing was sent.
    #[error(transparent)]
    Invalid(#[from] Violations),

    /// There is no credential to sign with. Nothing was sent.
    #[error(transparent)]
    Credential(#[from] CredentialError),

    /// An option of the call, or the request itself, cannot be sent. Nothing was sent.
    #[error("the call cannot be made: {0}")]
    Unsendable(#[from] Unsendable),

    /// The server was not reached, or the call ran out of time before it was sent. Nothing was
    /// carried out.
    #[error("nothing was sent: {0}")]
    NotSent(TransportError),

    /// The request was sent, wholly or in part, and no answer came: nobody knows whether it was
    /// carried out. It is sent again only where its description says that this does no harm.
    #[error("the outcome is unknown: {0}")]
    Ambiguous(TransportError),

    /// The server answered with an error.
    #[error(transparent)]
    Api(#[from] Box<ApiError>),

    /// The server answered with what is no answer to this action.
    #[error(transparent)]
    Undecodable(#[from] Box<UndecodableError>),

    /// The answer is larger than the client takes; the limit is an option of its builder. The
    /// request was carried out for all that is known.
    #[error("the answer (HTTP status {status}) is larger than {limit} bytes")]
    #[non_exhaustive]
    TooLarge {
        /// The HTTP status.
        status: u16,
        /// How many bytes are taken.
        limit: usize,
    },

    /// The server answered with a redirect. A signed request is never sent to where it was not
    /// signed for.
    #[error(
        "the server answered with a redirect{} (HTTP status {status}), which is never followed; check the endpoint",
        to_host(.host)
    )]
    #[non_exhaustive]
    Redirect {
        /// The HTTP status.
        status: u16,
        /// The host that the redirect names.
        host: Option<String>,
    },

    /// A stub that stands in for the service does not answer this action.
    #[error("the stub does not answer {action}; implement that method of it")]
    #[non_exhaustive]
    NotStubbed {
        /// The action that was called.
        action: &'static str,
    },
}

impl Error {
    /// The code that the server answered with.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Api(error) => Some(error.code()),
            _ => None,
        }
    }

    /// The id that the server gave the request: Tencent's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::Undecodable(error) => error.request_id(),
            _ => None,
        }
    }

    /// The HTTP status of the answer, where there was one.
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

    /// Whether the server refused the call because there were too many.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        const TOO_MANY_REQUESTS: u16 = 429;
        self.is_by(ErrorCode::is_throttled, |status| {
            status == TOO_MANY_REQUESTS
        })
    }

    /// Whether the credential is missing, wrong, or lacks a permission.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        matches!(self, Self::Credential(_)) || self.code().is_some_and(ErrorCode::is_auth)
    }

    /// Whether time ran out: that of connecting, of an attempt, or of the call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::NotSent(error) | Self::Ambiguous(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether the same call may succeed later without a change: it was throttled, the server was
    /// at fault, or the connection was.
    ///
    /// After [`Error::Ambiguous`] and a fault of the server, the first call may have been carried
    /// out all the same.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::NotSent(error) => error.cause() != TransportCause::NoRuntime,
            Self::Ambiguous(_) => true,
            _ => self.is_throttled() || self.is_server_fault(),
        }
    }

    /// Whether the server failed, rather than refused.
    pub(crate) fn is_server_fault(&self) -> bool {
        self.is_by(ErrorCode::is_server_fault, |status| status >= 500)
    }

    /// Whether the request may have been carried out, though no response came of it.
    pub(crate) fn leaves_open(&self) -> bool {
        matches!(self, Self::Ambiguous(_)) || self.is_server_fault()
    }

    /// Goes by the code that the server gave. Its status says something only where there is none.
    fn is_by(&self, code: fn(&ErrorCode) -> bool, status: fn(u16) -> bool) -> bool {
        match self {
            Self::Api(error) => code(error.code()),
            Self::Undecodable(error) => status(error.http_status()),
            Self::TooLarge { status: told, .. } => status(*told),
            _ => false,
        }
    }
}

fn to_host(host: &Option<String>) -> String {
    host.as_ref()
        .map_or_else(String::new, |host| format!(" to {host}"))
}
