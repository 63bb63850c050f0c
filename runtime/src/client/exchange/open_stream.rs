//! A stream of events that a call opened.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use super::called_action::CalledAction;
use super::event::Meaning;
use crate::client::error::{
    ApiError, Error, Redactor, TransportCause, TransportError, UndecodableError,
    UndecodableResponse,
};
use crate::client::sse::{EventReader, ReadFailure, ServerEvent};
use crate::client::telemetry::Telemetry;
use crate::wire::{DecodeWarnings, JsonError, Slot, event_from_json, redacted_reason};

/// A stream of events. It does not depend on the type of the response, so it is compiled once.
pub(crate) struct OpenStream {
    /// The events that are left. `None` after the end.
    source: Option<Source>,
    state: Arc<StreamState>,
    /// The number of events before the next one.
    events: u64,
    /// The time limit of the next event. It is created in a runtime and then used again.
    timer: Option<Pin<Box<Sleep>>>,
    /// Whether the timer runs for the next event.
    is_waiting: bool,
}

enum Source {
    Events(Box<EventReader>),
    /// The service answered with one JSON document. `None` after it was read.
    Document(Option<ServerEvent>),
}

/// The parts of a call that events need.
pub(crate) struct StreamState {
    pub(super) action: CalledAction,
    /// The start of the call.
    pub(super) started: Instant,
    pub(super) host: String,
    pub(super) status: u16,
    /// The id in the header of the response.
    pub(super) request_id: Option<String>,
    pub(super) redactor: Redactor,
    pub(super) event_timeout: Duration,
    pub(super) max_event_bytes: usize,
    pub(super) strict: bool,
    pub(super) attempts: u32,
    pub(super) telemetry: Telemetry,
}

/// An event whose data is not decoded yet.
pub(crate) struct ReceivedEvent {
    pub(crate) event: ServerEvent,
    /// The number of the event, from 1.
    number: u64,
    meaning: Meaning,
}

impl ReceivedEvent {
    /// Returns the content of the member `Response`, if the data has it.
    #[cfg(feature = "cli")]
    pub(crate) fn wrapped(&self) -> Option<&str> {
        super::event::wrapped(&self.event.data)
    }
}

impl OpenStream {
    /// Creates a stream of the events of a response, or of its only document.
    pub(super) fn new(answer: Result<Box<EventReader>, Vec<u8>>, state: StreamState) -> Self {
        Self {
            source: Some(match answer {
                Ok(events) => Source::Events(events),
                Err(document) => Source::Document(Some(ServerEvent {
                    data: document,
                    ..ServerEvent::default()
                })),
            }),
            state: Arc::new(state),
            events: 0,
            timer: None,
            is_waiting: false,
        }
    }

    pub(crate) fn state(&self) -> &Arc<StreamState> {
        &self.state
    }

    /// Ends the stream after an error of its user, which is reported already.
    pub(crate) fn stop(&mut self) {
        self.source = None;
    }

    /// Creates the timer. Later, events can also be read outside a runtime.
    pub(crate) fn with_timer(mut self) -> Self {
        self.timer = Some(Box::pin(tokio::time::sleep(self.state.event_timeout)));
        self
    }

    /// Reads the next event, within its time limit. `None` is the end, also after an error.
    pub(crate) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<ReceivedEvent, Error>>> {
        let next = match &mut self.source {
            Some(Source::Events(reader)) => reader.poll_next(context),
            Some(Source::Document(event)) => Poll::Ready(event.take().map(Ok)),
            None => return Poll::Ready(None),
        };
        let outcome = match next {
            Poll::Ready(outcome) => outcome,
            Poll::Pending if self.is_late(context) => {
                let cause = TransportCause::EventTimeout(self.state.event_timeout);
                return self.fail(self.state.broken(cause, self.events));
            }
            Poll::Pending => return Poll::Pending,
        };
        self.is_waiting = false;
        match outcome {
            None => self.end(),
            Some(Ok(event)) => self.receive(event),
            Some(Err(failure)) => self.fail(self.state.failure(failure, self.events)),
        }
    }

    /// Returns whether the time for the next event is over.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let limit = self.state.event_timeout;
        let new_timer = || Box::pin(tokio::time::sleep(limit));
        let timer = self.timer.get_or_insert_with(new_timer);
        if !std::mem::replace(&mut self.is_waiting, true) {
            let now = Instant::now();
            // A limit beyond the end of time is none.
            let end = now.checked_add(limit);
            timer.as_mut().reset(end.unwrap_or(now + FAR_FUTURE));
        }
        timer.as_mut().poll(context).is_ready()
    }

    fn receive(&mut self, event: ServerEvent) -> Poll<Option<Result<ReceivedEvent, Error>>> {
        let number = self.events + 1;
        match Meaning::of(&event, self.state.action.info()) {
            Meaning::End => self.end(),
            Meaning::Failure(failure) => {
                let state = &self.state;
                let id = failure.request_id.or_else(|| state.request_id.clone());
                let code = failure.code.into();
                let error = ApiError::from_response(
                    state.action.to_name(),
                    state.action.info().retryable_code(&code).is_some(),
                    code,
                    failure.message,
                    id,
                    state.status,
                    &state.redactor,
                );
                self.fail(error.into())
            }
            Meaning::Text if event.is_cut => {
                let reason = "the response ends within it";
                self.fail(
                    self.state
                        .undecodable(event.data, number, String::new(), reason),
                )
            }
            meaning => {
                self.events = number;
                Poll::Ready(Some(Ok(ReceivedEvent {
                    event,
                    number,
                    meaning,
                })))
            }
        }
    }

    fn end<T>(&mut self) -> Poll<Option<T>> {
        self.source = None;
        self.state.report_end(self.events, "stream ended");
        Poll::Ready(None)
    }

    fn fail<T>(&mut self, error: Error) -> Poll<Option<Result<T, Error>>> {
        self.source = None;
        self.state.report_failure(&error);
        Poll::Ready(Some(Err(error)))
    }
}

/// A time that a timer can represent.
const FAR_FUTURE: Duration = Duration::from_secs(86_400 * 365);

impl Drop for OpenStream {
    fn drop(&mut self) {
        if self.source.is_some() {
            self.state.report_end(self.events, "stream cancelled");
        }
    }
}

impl StreamState {
    /// Returns the id in the header of the response.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the time limit of each event.
    #[cfg(feature = "blocking")]
    pub(crate) fn event_timeout(&self) -> Duration {
        self.event_timeout
    }

    /// Creates the error of a connection that brings no further event.
    pub(crate) fn broken(&self, cause: TransportCause, events: u64) -> Error {
        Error::Ambiguous(self.transport_error(cause, events))
    }

    fn transport_error(&self, cause: TransportCause, events: u64) -> TransportError {
        TransportError::new(cause, &self.host)
            .with_http_status(self.status)
            .with_events(events)
            .with_redacted_request_id(self.request_id.clone(), &self.redactor)
    }

    fn failure(&self, failure: ReadFailure, events: u64) -> Error {
        match failure {
            ReadFailure::Broken(source) => {
                let error = self.transport_error(TransportCause::Broken, events);
                Error::Ambiguous(error.with_source(source))
            }
            ReadFailure::TooLarge => Error::too_large(self.status, self.max_event_bytes),
        }
    }

    /// Decodes the data of an event into a slot of its type.
    pub(crate) fn decode_into(
        &self,
        received: &ReceivedEvent,
        has_warnings: bool,
        slot: &mut dyn Slot,
    ) -> Result<DecodeWarnings, Error> {
        // Without a place for warnings, lenient decoding would lose values silently.
        let strict = self.strict || !has_warnings;
        let is_wrapped = received.meaning == Meaning::Part { is_wrapped: true };
        let member = is_wrapped.then_some(&["Response"]);
        event_from_json(&received.event.data, strict, member, slot)
            .map_err(|error| self.decode_error(received, error))
    }

    /// Creates the error of an event without a value of its type.
    pub(crate) fn no_value(&self, received: &ReceivedEvent) -> Error {
        self.decode_error(received, JsonError::no_value())
    }

    fn decode_error(&self, received: &ReceivedEvent, error: JsonError) -> Error {
        let reason = redacted_reason(&error.error);
        let data = received.event.data.clone();
        let error = self.undecodable(data, received.number, error.path, &reason);
        self.report_failure(&error);
        error
    }

    fn undecodable(&self, data: Vec<u8>, number: u64, path: String, reason: &str) -> Error {
        let response = UndecodableResponse {
            action: self.action.to_name(),
            status: self.status,
            request_id: self.request_id.clone(),
            body: data,
        };
        let reason = format!("event {number}: {reason}");
        UndecodableError::from_response(response, path, reason, &self.redactor).into()
    }

    fn report_failure(&self, error: &Error) {
        let latency = self.started.elapsed();
        self.telemetry.failed(self.attempts, latency, error);
    }

    fn report_end(&self, events: u64, outcome: &'static str) {
        let (latency, id) = (self.started.elapsed(), self.request_id());
        self.telemetry
            .stream_ended(self.attempts, latency, events, id, outcome, &self.redactor);
    }
}
