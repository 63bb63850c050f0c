//! Spans and events of calls, with the feature `tracing`. Without it, the methods do nothing.
//!
//! A call has one span. Each attempt, each retry and the outcome have one event. They contain names,
//! codes, ids, statuses and counts, but no text of the request or the server. Fields that the semantic
//! conventions of OpenTelemetry define have their names.

#[cfg(feature = "tracing")]
use std::borrow::Cow;
use std::time::Duration;

#[cfg(feature = "tracing")]
use super::error::redacted_label;
use super::error::{Error, Redactor};
use super::exchange::SuccessResponse;
use crate::wire::DecodeWarnings;

/// The target of all spans and events. It does not depend on the module.
#[cfg(feature = "tracing")]
const TARGET: &str = "tencent_runtime";

/// The span of one call.
#[cfg(feature = "tracing")]
pub(crate) struct Telemetry {
    span: tracing::Span,
}

/// The span of one call.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Telemetry;

#[cfg(feature = "tracing")]
impl Telemetry {
    pub(crate) fn start(service: &str, action: &str, server: &str) -> Self {
        // The span has the level of the most severe event in it, so that no event lacks its span.
        Self {
            span: tracing::warn_span!(target: TARGET, "call", rpc.service = service, rpc.method = action, server.address = server),
        }
    }

    /// Returns the span, to run the steps of the call in it.
    pub(crate) fn span(&self) -> &tracing::Span {
        &self.span
    }

    pub(crate) fn attempt(
        &self,
        attempt: u32,
        http_status: Option<u16>,
        latency: Duration,
        outcome: &Result<SuccessResponse, Error>,
        redactor: impl FnOnce() -> Redactor,
    ) {
        let _entered = self.span.enter();
        if !tracing::enabled!(target: TARGET, tracing::Level::DEBUG) {
            return;
        }
        let (outcome, request_id) = describe(outcome, redactor);
        let request_id = request_id.as_deref();
        let duration_ms = latency.as_millis();
        tracing::debug!(
            target: TARGET,
            attempt,
            http.response.status_code = http_status,
            duration_ms,
            outcome,
            request_id,
            "attempt finished"
        );
    }

    pub(crate) fn retry(&self, attempts: u32, pause: Duration, error: &Error) {
        let _entered = self.span.enter();
        let pause_ms = pause.as_millis();
        tracing::debug!(target: TARGET, attempts, error.type = error.kind(), pause_ms, "retrying");
    }

    pub(crate) fn succeeded(
        &self,
        attempts: u32,
        latency: Duration,
        response: &SuccessResponse,
        warnings: &DecodeWarnings,
        redactor: impl FnOnce() -> Redactor,
    ) {
        let _entered = self.span.enter();
        if !tracing::enabled!(target: TARGET, tracing::Level::WARN) {
            return;
        }
        let request_id = redacted_id(response, redactor);
        let request_id = request_id.as_deref();
        let duration_ms = latency.as_millis();
        tracing::debug!(target: TARGET, attempts, duration_ms, request_id, "succeeded");
        if let Some(first) = warnings.as_slice().first() {
            let count = warnings.as_slice().len();
            let first = first.to_string();
            tracing::warn!(target: TARGET, request_id, count, first, "values of the response do not have the described type");
        }
    }

    /// Reports the end of a stream of events: `outcome` says whether the program dropped it before.
    pub(crate) fn stream_ended(
        &self,
        attempts: u32,
        latency: Duration,
        events: u64,
        request_id: Option<&str>,
        outcome: &'static str,
        redactor: &Redactor,
    ) {
        let _entered = self.span.enter();
        if !tracing::enabled!(target: TARGET, tracing::Level::DEBUG) {
            return;
        }
        let request_id = request_id.map(|id| redacted_label(id, redactor));
        let request_id = request_id.as_deref();
        let duration_ms = latency.as_millis();
        tracing::debug!(target: TARGET, attempts, duration_ms, events, request_id, "{outcome}");
    }

    pub(crate) fn failed(&self, attempts: u32, latency: Duration, error: &Error) {
        let _entered = self.span.enter();
        let request_id = redacted_request_id(error);
        let duration_ms = latency.as_millis();
        tracing::warn!(target: TARGET, attempts, duration_ms, error.type = error.kind(), request_id, "failed");
    }
}

#[cfg(not(feature = "tracing"))]
impl Telemetry {
    pub(crate) fn start(_: &str, _: &str, _: &str) -> Self {
        Self
    }

    pub(crate) fn attempt(
        &self,
        _: u32,
        _: Option<u16>,
        _: Duration,
        _: &Result<SuccessResponse, Error>,
        _: impl FnOnce() -> Redactor,
    ) {
    }

    pub(crate) fn retry(&self, _: u32, _: Duration, _: &Error) {}

    pub(crate) fn succeeded(
        &self,
        _: u32,
        _: Duration,
        _: &SuccessResponse,
        _: &DecodeWarnings,
        _: impl FnOnce() -> Redactor,
    ) {
    }

    pub(crate) fn stream_ended(
        &self,
        _: u32,
        _: Duration,
        _: u64,
        _: Option<&str>,
        _: &'static str,
        _: &Redactor,
    ) {
    }

    pub(crate) fn failed(&self, _: u32, _: Duration, _: &Error) {}
}

#[cfg(feature = "tracing")]
fn describe(
    outcome: &Result<SuccessResponse, Error>,
    redactor: impl FnOnce() -> Redactor,
) -> (&str, Option<Cow<'_, str>>) {
    match outcome {
        Ok(response) => ("success", redacted_id(response, redactor).map(Cow::Owned)),
        Err(error) => (error.kind(), redacted_request_id(error).map(Cow::Borrowed)),
    }
}

/// Returns the request id of a success. The server may send any text as the id.
#[cfg(feature = "tracing")]
fn redacted_id(response: &SuccessResponse, redactor: impl FnOnce() -> Redactor) -> Option<String> {
    let id = response.request_id.as_deref()?;
    Some(redacted_label(id, &redactor()))
}

/// Returns the request id of an error.
#[cfg(feature = "tracing")]
fn redacted_request_id(error: &Error) -> Option<&str> {
    match error {
        Error::Api(error) => error.redacted_request_id(),
        Error::Undecodable(error) => error.redacted_request_id(),
        Error::NotSent(error) | Error::Ambiguous(error) => error.redacted_request_id(),
        _ => None,
    }
}
