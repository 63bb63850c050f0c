//! Errors of attempts that brought no response.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// Why no response came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportCause {
    /// The connection could not be made: wrong host, network, port or certificate.
    Connect,
    /// The connection was not made in time.
    ConnectTimeout(Duration),
    /// The connection broke.
    Broken,
    /// No response came within the time limit of an attempt.
    AttemptTimeout(Duration),
    /// The time limit of the call is over.
    CallTimeout(Duration),
    /// The call was made outside a Tokio runtime, which the asynchronous client needs.
    NoRuntime,
}

/// An attempt that brought no response.
#[derive(Debug)]
pub struct TransportError {
    cause: TransportCause,
    endpoint: String,
    status: Option<u16>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    pub(crate) fn new(cause: TransportCause, endpoint: &str) -> Self {
        Self {
            cause,
            endpoint: endpoint.to_owned(),
            status: None,
            source: None,
        }
    }

    /// Adds the error of the system.
    pub(crate) fn with_source(mut self, source: Box<dyn StdError + Send + Sync>) -> Self {
        self.source = Some(source);
        self
    }

    /// Adds the status of a response that broke off.
    pub(crate) fn with_status(mut self, status: Option<u16>) -> Self {
        self.status = status;
        self
    }

    /// Returns the cause.
    #[must_use]
    pub fn cause(&self) -> TransportCause {
        self.cause
    }

    /// Returns the HTTP status, if the response broke off after it.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.status
    }

    /// Returns whether a time limit was exceeded.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(
            self.cause,
            TransportCause::ConnectTimeout(_)
                | TransportCause::AttemptTimeout(_)
                | TransportCause::CallTimeout(_)
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = &self.endpoint;
        match self.cause {
            TransportCause::Connect => {
                write!(
                    f,
                    "{endpoint} was not reached; check the endpoint and the network"
                )?;
            }
            TransportCause::ConnectTimeout(limit) => {
                write!(f, "no connection to {endpoint} was made in {limit:?}")?;
            }
            TransportCause::Broken => write!(f, "the connection to {endpoint} broke")?,
            TransportCause::AttemptTimeout(limit) => {
                write!(f, "{endpoint} did not respond in {limit:?}")?;
            }
            TransportCause::CallTimeout(limit) => {
                write!(f, "the call to {endpoint} did not finish in {limit:?}")?;
            }
            TransportCause::NoRuntime => f.write_str(
                "the asynchronous client was called outside a Tokio runtime; call it inside \
                 one, or use the blocking client",
            )?,
        }
        // The innermost error is the most specific one.
        let mut innermost = self.source.as_deref().map(|source| source as &dyn StdError);
        while let Some(inner) = innermost.and_then(StdError::source) {
            innermost = Some(inner);
        }
        innermost.map_or(Ok(()), |source| write!(f, " ({source})"))
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
