//! Why no answer came.

use std::error::Error as StdError;
use std::time::Duration;

use super::Core;
use crate::error::{Error, TransportCause, TransportError};

/// Why no answer came, as far as the HTTP client knows.
pub(crate) struct SendFailure {
    pub(crate) reason: Reason,
    /// Whether a byte of the request may have left.
    pub(crate) sent: bool,
    /// The status of the answer, where that much of it came.
    pub(crate) status: Option<u16>,
}

/// What happened.
pub(crate) enum Reason {
    /// No connection was made.
    Connect(Box<dyn StdError + Send + Sync>),
    /// No connection was made in time.
    ConnectTimeout,
    /// The time of the attempt is over.
    Timeout,
    /// The connection broke.
    Broken(Box<dyn StdError + Send + Sync>),
    /// The answer is larger than the client takes.
    TooLarge,
    /// Whoever was to send it is gone.
    #[cfg(feature = "blocking")]
    Gone,
}

impl SendFailure {
    /// The error that the caller gets, where a call of `limit` has `left` time.
    pub(super) fn told(self, core: &Core, left: Duration, limit: Duration) -> Error {
        let limits = &core.limits;
        let cause = match self.reason {
            Reason::TooLarge => {
                return Error::TooLarge {
                    status: self.status.unwrap_or_default(),
                    limit: limits.response_bytes,
                };
            }
            Reason::Connect(_) => TransportCause::Connect,
            Reason::Timeout if left.is_zero() => TransportCause::CallTimeout(limit),
            Reason::Timeout if self.sent => TransportCause::AttemptTimeout(limits.attempt),
            Reason::ConnectTimeout | Reason::Timeout => {
                TransportCause::ConnectTimeout(limits.connect.min(limits.attempt))
            }
            Reason::Broken(_) => TransportCause::Broken,
            #[cfg(feature = "blocking")]
            Reason::Gone => TransportCause::Broken,
        };
        let mut error = TransportError::new(cause, core.endpoint.host()).with_status(self.status);
        if let Reason::Connect(source) | Reason::Broken(source) = self.reason {
            error = error.with_source(source);
        }
        if self.sent {
            Error::Ambiguous(error)
        } else {
            Error::NotSent(error)
        }
    }
}
