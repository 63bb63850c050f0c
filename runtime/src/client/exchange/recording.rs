//! Records a call while it is made.

use std::time::Duration;

use super::response::HttpResponse;
use crate::client::error::Error;
use crate::client::recorder::{AttemptRecord, CallRecord, RawResponse};

/// The record of a call that is not finished, if the caller wants one.
pub(super) struct Recording(Option<Box<CallRecord>>);

impl Recording {
    pub(super) fn new(is_wanted: bool) -> Self {
        Self(is_wanted.then(Box::default))
    }

    pub(super) fn add_response(&mut self, response: Option<&HttpResponse>) {
        if let (Some(record), Some(response)) = (&mut self.0, response) {
            let (headers, body) = (response.headers.clone(), response.body.clone());
            record.response = Some(RawResponse::received(response.status, headers, body));
        }
    }

    pub(super) fn add_attempt(
        &mut self,
        latency: Duration,
        http_status: Option<u16>,
        error: Option<&Error>,
    ) {
        if let Some(record) = &mut self.0 {
            record.attempts.push(AttemptRecord {
                latency,
                http_status,
                error: error.map(|error| error.kind().to_owned()),
            });
        }
    }

    /// Returns the record of the whole call.
    pub(super) fn finish(
        &mut self,
        latency: Duration,
        queued: Duration,
        idempotency_token: Option<&String>,
    ) -> Option<CallRecord> {
        let mut record = self.0.take()?;
        record.latency = latency;
        record.queued = queued;
        record.idempotency_token = idempotency_token.cloned();
        Some(*record)
    }
}
