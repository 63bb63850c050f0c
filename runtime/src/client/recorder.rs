//! Records of calls: attempts, times and the response as the server sent it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;

/// Keeps the record of the latest call that was made with it.
///
/// Pass it to [`CallOptions::recorder`](super::CallOptions::recorder). Clones share the record. Use a recorder
/// for one call at a time: of several calls, it keeps the one that ended last. If a call is dropped, or the
/// request is invalid, there is no record of it. The record of a stream of events ends at its first event, and
/// the body of its response is empty.
///
/// ```
/// use tencent_runtime::Action;
/// use tencent_runtime::client::{CallOptions, CallRecorder, Error, Transport};
///
/// async fn call<A: Action>(client: &Transport, request: &A) -> Result<A::Response, Error> {
///     let recorder = CallRecorder::new();
///     let response = client.call(request, &CallOptions::new().recorder(&recorder)).await?;
///     if let Some(call) = recorder.take() {
///         println!("{} attempts in {:?}", call.attempts().len(), call.latency());
///     }
///     Ok(response)
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct CallRecorder(Arc<Mutex<Option<CallRecord>>>);

impl CallRecorder {
    /// Creates a recorder without a record.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the record and removes it.
    #[must_use]
    pub fn take(&self) -> Option<CallRecord> {
        self.lock().take()
    }

    /// Sets the record.
    pub(super) fn set(&self, record: CallRecord) {
        *self.lock() = Some(record);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<CallRecord>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Recorders are equal if they share their record.
impl PartialEq for CallRecorder {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for CallRecorder {}

/// The record of a call that ended, with success or an error.
#[derive(Clone, Debug, Default)]
pub struct CallRecord {
    pub(super) attempts: Vec<AttemptRecord>,
    pub(super) latency: Duration,
    pub(super) queued: Duration,
    pub(super) idempotency_token: Option<String>,
    pub(super) response: Option<RawResponse>,
}

impl CallRecord {
    /// Creates the record of a call without attempts, for stubs. They pass it to
    /// [`CallOptions::record`](super::CallOptions::record).
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attempt.
    #[must_use]
    pub fn attempt(mut self, attempt: AttemptRecord) -> Self {
        self.attempts.push(attempt);
        self
    }

    /// Sets the time from the start of the call to its end.
    #[must_use]
    pub fn with_latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Sets the time in the queue of the rate limiter.
    #[must_use]
    pub fn with_queued(mut self, queued: Duration) -> Self {
        self.queued = queued;
        self
    }

    /// Sets the idempotency token of the request.
    #[must_use]
    pub fn with_idempotency_token(mut self, token: impl Into<Option<String>>) -> Self {
        self.idempotency_token = token.into();
        self
    }

    /// Sets the last response of the server.
    #[must_use]
    pub fn with_response(mut self, response: impl Into<Option<RawResponse>>) -> Self {
        self.response = response.into();
        self
    }

    /// Returns the attempts in their order. There is none if the call failed before it sent a request.
    #[must_use]
    pub fn attempts(&self) -> &[AttemptRecord] {
        &self.attempts
    }

    /// Returns the time from the start of the call to its end: all attempts, the pauses between them, the search
    /// for a credential and the queue of the rate limiter.
    #[must_use]
    pub fn latency(&self) -> Duration {
        self.latency
    }

    /// Returns the time in the queue of the rate limiter, which is a part of the latency.
    #[must_use]
    pub fn queued(&self) -> Duration {
        self.queued
    }

    /// Returns the idempotency token that all attempts sent. If the outcome of the call is unknown, a request
    /// with the same token is safe, as long as the service remembers it.
    #[must_use]
    pub fn idempotency_token(&self) -> Option<&str> {
        self.idempotency_token.as_deref()
    }

    /// Returns the last response of the server, if one came.
    #[must_use]
    pub fn response(&self) -> Option<&RawResponse> {
        self.response.as_ref()
    }

    /// Returns the last response of the server, if one came.
    #[must_use]
    pub fn into_response(self) -> Option<RawResponse> {
        self.response
    }
}

/// The record of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptRecord {
    pub(super) latency: Duration,
    pub(super) http_status: Option<u16>,
    pub(super) error: Option<String>,
}

impl AttemptRecord {
    /// Creates the record of an attempt that succeeded with HTTP status 200.
    #[must_use]
    pub fn success(latency: Duration) -> Self {
        Self {
            latency,
            http_status: Some(200),
            error: None,
        }
    }

    /// Creates the record of an attempt that failed before a response came. `error` is the kind of the error.
    #[must_use]
    pub fn failure(latency: Duration, error: impl Into<String>) -> Self {
        Self {
            latency,
            http_status: None,
            error: Some(error.into()),
        }
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_http_status(mut self, status: impl Into<Option<u16>>) -> Self {
        self.http_status = status.into();
        self
    }

    /// Returns the time from sending the request to the last byte of the response.
    #[must_use]
    pub fn latency(&self) -> Duration {
        self.latency
    }

    /// Returns the HTTP status, if a response came.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.http_status
    }

    /// Returns the code of the server's error, or the kind of another error such as `not sent`. `None` means
    /// success. Logs of the same attempt contain the same text.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }
}

/// A response as the server sent it.
///
/// `Debug` shows neither the headers nor the body, because they may contain personal data.
#[derive(Clone, Default)]
pub struct RawResponse {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl RawResponse {
    /// Creates a response without headers, for stubs.
    #[must_use]
    pub fn new(http_status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::received(http_status, HeaderMap::new(), body.into())
    }

    pub(crate) fn received(status: u16, headers: HeaderMap, body: Vec<u8>) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.status
    }

    /// Returns the value of a header, if it is text. Upper and lower case of the name do not matter.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the headers with their names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let headers = self.headers.iter();
        headers.map(|(name, value)| (name.as_str(), value.as_bytes()))
    }

    /// Returns the body. It contains members that the generated type does not know.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body as text. Bytes that are not UTF-8 become U+FFFD.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Returns the body.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("http_status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
