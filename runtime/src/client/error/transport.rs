//! Errors of attempts that brought no response.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

use super::display::{label_or_redacted, redacted_label};
use super::redact::Redactor;

/// Why no response came.
///
/// ```
/// use tencent_runtime::client::error::{TransportCause, TransportError};
///
/// let error = TransportError::new(TransportCause::Connect, "demo.example.com");
/// assert_eq!(error.cause(), TransportCause::Connect);
/// assert!(!error.is_timeout());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportCause {
    /// The connection could not be made: wrong host, network, port or certificate.
    Connect,
    /// The proxy did not connect to the server: it refused, or requires another password.
    Proxy,
    /// The connection was not made in time.
    ConnectTimeout(Duration),
    /// The connection broke.
    Broken,
    /// No response came within the time limit of an attempt.
    AttemptTimeout(Duration),
    /// The time limit of the call is over.
    CallTimeout(Duration),
    /// The next event of a stream did not arrive within the time limit of an event.
    EventTimeout(Duration),
    /// The call was made outside a Tokio runtime with time and I/O, which the asynchronous client
    /// needs.
    NoRuntime,
}

/// An attempt that brought no response.
///
/// Stubs create it to test how a program handles [`Error::NotSent`] and [`Error::Ambiguous`]:
///
/// ```
/// use std::time::Duration;
/// use tencent_runtime::client::Error;
/// use tencent_runtime::client::error::{TransportCause, TransportError};
///
/// let cause = TransportCause::AttemptTimeout(Duration::from_secs(20));
/// let error = Error::Ambiguous(TransportError::new(cause, "demo.example.com"));
/// assert!(error.is_timeout());
/// ```
///
/// [`Error::NotSent`]: super::Error::NotSent
/// [`Error::Ambiguous`]: super::Error::Ambiguous
pub struct TransportError {
    cause: TransportCause,
    endpoint: String,
    /// The description of the proxy.
    proxy: Option<String>,
    status: Option<u16>,
    /// In a box, because most errors have none, and an error should be small.
    begun: Option<Box<BegunResponse>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// A response that began and broke off.
#[derive(Default)]
struct BegunResponse {
    request_id: Option<String>,
    redacted_request_id: Option<String>,
    /// The number of events that arrived before, if the response is a stream.
    events: Option<u64>,
}

impl fmt::Display for BegunResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(events) = self.events {
            write!(f, " and {events} events")?;
        }
        match &self.redacted_request_id {
            Some(id) => write!(f, ", request {id}"),
            None => Ok(()),
        }
    }
}

impl TransportError {
    /// Creates an error. `endpoint` is the host that was called, such as `cvm.example.com`.
    #[must_use]
    pub fn new(cause: TransportCause, endpoint: impl Into<String>) -> Self {
        Self {
            cause,
            endpoint: endpoint.into(),
            proxy: None,
            status: None,
            begun: None,
            source: None,
        }
    }

    /// Sets the description of the connection's proxy.
    pub(crate) fn with_proxy(mut self, proxy: Option<String>) -> Self {
        self.proxy = proxy;
        self
    }

    /// Sets the error of the system. `Display` and `Debug` show it, so it must not contain secrets.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Sets the HTTP status of a response that broke off.
    #[must_use]
    pub fn with_http_status(mut self, status: impl Into<Option<u16>>) -> Self {
        self.status = status.into();
        self
    }

    /// Sets the request id of a response that broke off.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        let id = id.into();
        let begun = self.begun_mut();
        begun.redacted_request_id = Some(label_or_redacted(&id));
        begun.request_id = Some(id);
        self
    }

    /// Sets the request id, and redacts it for messages.
    pub(crate) fn with_redacted_request_id(
        mut self,
        id: Option<String>,
        redactor: &Redactor,
    ) -> Self {
        let begun = self.begun_mut();
        begun.redacted_request_id = id.as_ref().map(|id| redacted_label(id, redactor));
        begun.request_id = id;
        self
    }

    /// Sets the number of events that arrived before a stream broke off.
    #[must_use]
    pub fn with_events(mut self, events: u64) -> Self {
        self.begun_mut().events = Some(events);
        self
    }

    fn begun_mut(&mut self) -> &mut BegunResponse {
        self.begun.get_or_insert_default()
    }

    /// Returns the cause.
    #[must_use]
    pub fn cause(&self) -> TransportCause {
        self.cause
    }

    /// Returns the HTTP status, if the response broke off after it, or its body did not arrive in time.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the request id, if the response broke off after a header that contains it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.begun.as_ref()?.request_id.as_deref()
    }

    /// Returns the request id for logs.
    #[cfg(feature = "tracing")]
    pub(crate) fn redacted_request_id(&self) -> Option<&str> {
        self.begun.as_ref()?.redacted_request_id.as_deref()
    }

    /// Returns the number of events that arrived before, if the response is a stream of events.
    #[must_use]
    pub fn events(&self) -> Option<u64> {
        self.begun.as_ref()?.events
    }

    /// Returns whether the same attempt would fail again.
    pub(crate) fn is_permanent(&self) -> bool {
        match self.cause {
            TransportCause::NoRuntime | TransportCause::Proxy => true,
            TransportCause::Connect => self.tls_error().is_some_and(|error| {
                matches!(
                    error,
                    rustls::Error::InvalidCertificate(_)
                        | rustls::Error::InvalidMessage(_)
                        | rustls::Error::PeerIncompatible(_)
                )
            }),
            _ => false,
        }
    }

    /// Returns the error of TLS in the sources.
    fn tls_error(&self) -> Option<&rustls::Error> {
        let source: &(dyn StdError + 'static) = self.source.as_deref()?;
        std::iter::successors(Some(source), |&error| {
            // The source of an I/O error is the source of the error in it.
            match error.downcast_ref().and_then(io::Error::get_ref) {
                Some(inner) => Some(inner),
                None => error.source(),
            }
        })
        .find_map(|error| error.downcast_ref())
    }

    /// Returns whether a time limit was exceeded.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(
            self.cause,
            TransportCause::ConnectTimeout(_)
                | TransportCause::AttemptTimeout(_)
                | TransportCause::CallTimeout(_)
                | TransportCause::EventTimeout(_)
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut endpoint = self.endpoint.clone();
        if let Some(proxy) = self
            .proxy
            .as_ref()
            .filter(|_| self.cause != TransportCause::Proxy)
        {
            endpoint = format!("{endpoint} through {proxy}");
        }
        match self.cause {
            TransportCause::Connect => match &self.proxy {
                Some(proxy) if self.tls_error().is_none() => {
                    write!(
                        f,
                        "{proxy} was not reached, or its connection to {} failed; check its address \
                         and the network",
                        self.endpoint
                    )?;
                }
                _ => write!(
                    f,
                    "{endpoint} was not reached; check the endpoint and the network"
                )?,
            },
            TransportCause::Proxy => {
                let proxy = self.proxy.as_deref().unwrap_or("the proxy");
                write!(
                    f,
                    "{proxy} did not connect to {endpoint}; check its address and password, or \
                     exclude the endpoint with NO_PROXY"
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
            TransportCause::EventTimeout(limit) => {
                write!(f, "{endpoint} sent no event in {limit:?}")?;
            }
            TransportCause::NoRuntime => f.write_str(
                "the asynchronous client was called outside a Tokio runtime with time and I/O; call \
                 it inside one (see `enable_all` of its builder), or use the blocking client",
            )?,
        }
        if let Some(status) = self.status {
            write!(f, " after HTTP status {status}")?;
        }
        if let Some(begun) = &self.begun {
            begun.fmt(f)?;
        }
        // The innermost error is the most specific one.
        let mut innermost = self.source.as_deref().map(|source| source as &dyn StdError);
        while let Some(inner) = innermost.and_then(StdError::source) {
            innermost = Some(inner);
        }
        innermost.map_or(Ok(()), |source| write!(f, " ({source})"))
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("cause", &self.cause)
            .field("endpoint", &self.endpoint)
            .field("proxy", &self.proxy)
            .field("http_status", &self.status)
            .field("begun", &self.begun.as_ref().map(ToString::to_string))
            .field("source", &self.source)
            .finish()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
