//! When no answer came.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportCause {
    /// The connection could not be made: the name, the network, the port or the certificate.
    Connect,
    /// The connection was not made in time.
    ConnectTimeout(Duration),
    /// The connection broke.
    Broken,
    /// No answer came in the time that one attempt has.
    AttemptTimeout(Duration),
    /// The time that the whole call has is over.
    CallTimeout(Duration),
    /// The call is not made from inside a Tokio runtime, which the asynchronous client needs.
    NoRuntime,
}

/// Why no answer came, and from where.
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

    /// The same, with what the system says.
    pub(crate) fn with_source(mut self, source: Box<dyn StdError + Send + Sync>) -> Self {
        self.source = Some(source);
        self
    }

    /// The same, with the status of an answer that broke off.
    pub(crate) fn with_status(mut self, status: Option<u16>) -> Self {
        self.status = status;
        self
    }

    /// What happened.
    #[must_use]
    pub fn cause(&self) -> TransportCause {
        self.cause
    }

    /// The HTTP status, where the answer broke off behind it.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.status
    }

    /// Whether time ran out.
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
                write!(f, "{endpoint} did not answer in {limit:?}")?;
            }
            TransportCause::CallTimeout(limit) => {
                write!(f, "the call to {endpoint} was not done in {limit:?}")?;
            }
            TransportCause::NoRuntime => f.write_str(
                "the asynchronous client is called outside of a Tokio runtime; call it from \
                 inside one, or use the blocking client",
            )?,
        }
        // The chain of sources says what the system said; the last of them is the telling one.
        let mut source = self.source.as_deref().map(|source| source as &dyn StdError);
        while let Some(deeper) = source.and_then(StdError::source) {
            source = Some(deeper);
        }
        source.map_or(Ok(()), |source| write!(f, " ({source})"))
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
