//! Attempts that brought no response.

use std::error::Error as StdError;
use std::time::Duration;

use crate::client::error::{Error, Redactor, TransportCause, TransportError};
use crate::client::inner::Limits;

/// An attempt that brought no response.
pub(crate) struct SendFailure {
    pub(crate) reason: SendFailureReason,
    /// Whether a byte of the request may have been sent.
    pub(crate) sent: bool,
    /// The status of the response, if at least its head arrived.
    pub(crate) status: Option<u16>,
    /// The request id in the header of the response, if at least its head arrived.
    pub(crate) request_id: Option<String>,
    /// The description of the proxy.
    pub(crate) proxy: Option<String>,
}

/// Why an attempt brought no response.
pub(crate) enum SendFailureReason {
    /// The connection could not be made.
    Connect(Box<dyn StdError + Send + Sync>),
    /// The proxy did not connect to the server.
    Proxy(Box<dyn StdError + Send + Sync>),
    /// The connection was not made in time.
    ConnectTimeout,
    /// The time of the attempt is over.
    Timeout,
    /// The first event did not arrive in this time.
    EventTimeout(Duration),
    /// The connection broke.
    Broken(Box<dyn StdError + Send + Sync>),
    /// The response is larger than the client accepts.
    TooLarge,
    /// The thread that sends for a blocking client stopped.
    #[cfg(feature = "blocking")]
    ThreadStopped,
}

impl SendFailure {
    /// Converts the failure to the error of a call with these time limits.
    pub(super) fn into_error(
        self,
        limits: &Limits,
        attempt_timeout: Duration,
        host: &str,
        time_left: Duration,
        call_timeout: Duration,
        redactor: impl FnOnce() -> Redactor,
    ) -> Error {
        let cause = match self.reason {
            SendFailureReason::TooLarge => {
                return Error::TooLarge {
                    status: self.status.unwrap_or_default(),
                    limit: limits.max_response_bytes,
                };
            }
            SendFailureReason::Connect(_) => TransportCause::Connect,
            SendFailureReason::Proxy(_) => TransportCause::Proxy,
            SendFailureReason::Timeout if time_left.is_zero() => {
                TransportCause::CallTimeout(call_timeout)
            }
            SendFailureReason::Timeout if self.sent => {
                TransportCause::AttemptTimeout(attempt_timeout)
            }
            SendFailureReason::ConnectTimeout | SendFailureReason::Timeout => {
                TransportCause::ConnectTimeout(limits.connect_timeout.min(attempt_timeout))
            }
            SendFailureReason::EventTimeout(limit) => TransportCause::EventTimeout(limit),
            SendFailureReason::Broken(_) => TransportCause::Broken,
            #[cfg(feature = "blocking")]
            SendFailureReason::ThreadStopped => TransportCause::Broken,
        };
        let mut error = TransportError::new(cause, host)
            .with_http_status(self.status)
            .with_proxy(self.proxy);
        if self.request_id.is_some() {
            error = error.with_redacted_request_id(self.request_id, &redactor());
        }
        if let SendFailureReason::Connect(source)
        | SendFailureReason::Proxy(source)
        | SendFailureReason::Broken(source) = self.reason
        {
            error = error.with_source(source);
        }
        if self.sent {
            Error::Ambiguous(error)
        } else {
            Error::NotSent(error)
        }
    }
}
