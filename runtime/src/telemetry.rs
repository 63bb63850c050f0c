//! Spans and events of calls, with the feature `tracing`; nothing without it.
//!
//! One span for a call, one event for an attempt, one for a repetition and one for the outcome. They
//! hold names, codes, ids, statuses and times, and never a text of the request or of the server.

use std::time::Duration;

use crate::Error;
use crate::exchange::Answer;

/// What is told of one call.
#[cfg(feature = "tracing")]
pub(crate) struct Telemetry {
    span: tracing::Span,
}

/// What is told of one call.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Telemetry;

#[cfg(feature = "tracing")]
impl Telemetry {
    pub(crate) fn start(service: &'static str, action: &'static str) -> Self {
        Self {
            span: tracing::debug_span!("call", service, action),
        }
    }

    /// The span, for what is done during the call.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn span(&self) -> &tracing::Span {
        &self.span
    }

    pub(crate) fn attempt(&self, attempt: u32, status: u16, outcome: &Result<Answer, Error>) {
        let _inside = self.span.enter();
        let (outcome, request_id) = told(outcome);
        tracing::debug!(
            attempt,
            http_status = status,
            outcome,
            request_id,
            "answered"
        );
    }

    pub(crate) fn again(&self, attempts: u32, pause: Duration, error: &Error) {
        let _inside = self.span.enter();
        let (reason, pause_ms) = (kind(error), pause.as_millis());
        tracing::debug!(attempts, reason, pause_ms, "trying again");
    }

    pub(crate) fn end(&self, attempts: u32, outcome: &Result<Answer, Error>) {
        let _inside = self.span.enter();
        let (told, request_id) = told(outcome);
        match outcome {
            Ok(_) => tracing::debug!(attempts, request_id, "succeeded"),
            Err(_) => tracing::warn!(attempts, reason = told, request_id, "failed"),
        }
    }

    pub(crate) fn undecodable(&self, error: &Error) {
        let _inside = self.span.enter();
        let request_id = error.request_id();
        tracing::warn!(reason = kind(error), request_id, "failed");
    }
}

#[cfg(not(feature = "tracing"))]
impl Telemetry {
    pub(crate) fn start(_service: &'static str, _action: &'static str) -> Self {
        Self
    }

    pub(crate) fn attempt(&self, _attempt: u32, _status: u16, _outcome: &Result<Answer, Error>) {}

    pub(crate) fn again(&self, _attempts: u32, _pause: Duration, _error: &Error) {}

    pub(crate) fn end(&self, _attempts: u32, _outcome: &Result<Answer, Error>) {}

    pub(crate) fn undecodable(&self, _error: &Error) {}
}

#[cfg(feature = "tracing")]
fn told(outcome: &Result<Answer, Error>) -> (&str, Option<&str>) {
    match outcome {
        Ok(answer) => ("success", answer.request_id.as_deref()),
        Err(error) => (kind(error), error.request_id()),
    }
}

/// The code of an error, or what kind of error it is.
#[cfg(feature = "tracing")]
fn kind(error: &Error) -> &str {
    match error {
        Error::Invalid(_) => "invalid request",
        Error::Credential(_) => "no credential",
        Error::Unsendable(_) => "unsendable",
        Error::NotSent(_) => "not sent",
        Error::Ambiguous(_) => "outcome unknown",
        Error::Api(error) => error.code().as_str(),
        Error::Undecodable(_) => "undecodable answer",
        Error::TooLarge { .. } => "answer too large",
        Error::Redirect { .. } => "redirect",
        Error::NotStubbed { .. } => "not stubbed",
    }
}
