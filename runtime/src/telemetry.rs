//! Spans and events of calls, with the feature `tracing`; nothing without it.
//!
//! One span for a call, one event for an attempt, one for a repetition and one for the outcome. They
//! hold names, codes, ids, statuses and counts, and never a text of the request or of the server.

#[cfg(feature = "tracing")]
use std::borrow::Cow;
use std::time::Duration;

use crate::Error;
#[cfg(feature = "tracing")]
use crate::error::label;
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
        // At the level of the least that is told inside, so that a warning never lacks its call.
        Self {
            span: tracing::warn_span!("call", service, action),
        }
    }

    /// The span, for what is done during the call.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn span(&self) -> &tracing::Span {
        &self.span
    }

    pub(crate) fn attempt(
        &self,
        attempt: u32,
        http_status: Option<u16>,
        outcome: &Result<Answer, Error>,
    ) {
        let _inside = self.span.enter();
        let (outcome, request_id) = told(outcome);
        let request_id = request_id.as_deref();
        tracing::debug!(attempt, http_status, outcome, request_id, "answered");
    }

    pub(crate) fn again(&self, attempts: u32, pause: Duration, error: &Error) {
        let _inside = self.span.enter();
        let (reason, pause_ms) = (kind(error), pause.as_millis());
        tracing::debug!(attempts, reason, pause_ms, "trying again");
    }

    pub(crate) fn succeeded(&self, attempts: u32, answer: &Answer) {
        let _inside = self.span.enter();
        let request_id = answer.request_id.as_deref().map(label);
        let request_id = request_id.as_deref();
        tracing::debug!(attempts, request_id, "succeeded");
    }

    pub(crate) fn failed(&self, attempts: u32, error: &Error) {
        let _inside = self.span.enter();
        let (reason, request_id) = (kind(error), shown_request_id(error));
        tracing::warn!(attempts, reason, request_id, "failed");
    }
}

#[cfg(not(feature = "tracing"))]
impl Telemetry {
    pub(crate) fn start(_: &'static str, _: &'static str) -> Self {
        Self
    }

    pub(crate) fn attempt(&self, _: u32, _: Option<u16>, _: &Result<Answer, Error>) {}

    pub(crate) fn again(&self, _: u32, _: Duration, _: &Error) {}

    pub(crate) fn succeeded(&self, _: u32, _: &Answer) {}

    pub(crate) fn failed(&self, _: u32, _: &Error) {}
}

#[cfg(feature = "tracing")]
fn told(outcome: &Result<Answer, Error>) -> (&str, Option<Cow<'_, str>>) {
    match outcome {
        Ok(answer) => ("success", answer.request_id.as_deref().map(label)),
        Err(error) => (kind(error), shown_request_id(error).map(Cow::Borrowed)),
    }
}

/// The id of the request, which may be anything that the server sent.
#[cfg(feature = "tracing")]
fn shown_request_id(error: &Error) -> Option<&str> {
    match error {
        Error::Api(error) => error.shown_request_id(),
        Error::Undecodable(error) => error.shown_request_id(),
        _ => None,
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
        Error::Api(error) => error.shown_code(),
        Error::Undecodable(_) => "undecodable answer",
        Error::TooLarge { .. } => "answer too large",
        Error::Redirect { .. } => "redirect",
        Error::NotStubbed { .. } => "not stubbed",
    }
}
