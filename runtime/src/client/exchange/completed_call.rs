//! A call that succeeded: only decoding is left.

use super::call::Call;
use super::open_stream::{OpenStream, StreamState};
use super::response::SuccessResponse;
use crate::client::error::Error;
use crate::wire::{Decode, DecodeWarnings, JsonError, Slot};

/// A call that succeeded, before its response is decoded.
pub(crate) struct CompletedCall<'a> {
    call: Call<'a>,
    response: SuccessResponse,
}

impl<'a> Call<'a> {
    /// Ends the call. If it succeeded, only decoding is left.
    pub(crate) fn finish(
        mut self,
        outcome: Result<SuccessResponse, Error>,
    ) -> Result<CompletedCall<'a>, Error> {
        self.publish_record();
        match outcome {
            Ok(response) => Ok(CompletedCall {
                call: self,
                response,
            }),
            Err(error) => {
                self.telemetry.failed(self.attempts, self.elapsed(), &error);
                Err(error)
            }
        }
    }
}

impl CompletedCall<'_> {
    /// Decodes the response. This is the only function of a call that is compiled for each type.
    pub(crate) fn decode<R: Decode>(self) -> Result<R, Error> {
        let mut slot = None;
        let strict = self.call.request.options.strict_decoding == Some(true);
        // Without a place for warnings, lenient decoding would lose values silently.
        let strict = strict || R::STORE_WARNINGS.is_none();
        let (completed, warnings) = self.decode_into(&mut slot, strict)?;
        let Some(mut response) = slot else {
            return Err(completed.undecodable(JsonError::no_value()));
        };
        if let Some(store) = R::STORE_WARNINGS {
            store(&mut response, warnings);
        }
        Ok(response)
    }

    /// Decodes the response into a slot of its type, to check it. Returns the text that the server
    /// sent, and the misfits or the error.
    #[cfg(feature = "cli")]
    pub(crate) fn decode_text(
        self,
        slot: &mut dyn Slot,
    ) -> (String, Result<DecodeWarnings, Error>) {
        let text = self.response.text();
        let decoded = self.decode_into(slot, false);
        (text, decoded.map(|(_, warnings)| warnings))
    }

    fn decode_into(
        self,
        slot: &mut dyn Slot,
        strict: bool,
    ) -> Result<(Self, DecodeWarnings), Error> {
        let action = self.call.request.action.info();
        match self.response.decode_into(action, slot, strict) {
            Ok(warnings) => {
                let Self { call, response } = &self;
                call.telemetry.succeeded(
                    call.attempts,
                    call.elapsed(),
                    response,
                    &warnings,
                    || call.redactor(),
                );
                Ok((self, warnings))
            }
            Err(error) => Err(self.undecodable(error)),
        }
    }

    /// Continues with the events of the response, or with its only document.
    pub(crate) fn into_stream(self) -> OpenStream {
        let Self { call, response } = self;
        let state = StreamState {
            action: call.request.action.clone(),
            started: call.started,
            host: call.host().to_owned(),
            status: response.status,
            request_id: response.request_id.clone(),
            redactor: call.redactor(),
            event_timeout: call.request.event_timeout(),
            max_event_bytes: call.max_response_bytes(),
            strict: call.request.options.strict_decoding == Some(true),
            attempts: call.attempts,
            telemetry: call.telemetry,
        };
        OpenStream::new(response.into_source(), state)
    }

    fn undecodable(self, error: JsonError) -> Error {
        let Self { call, response } = self;
        let error = response.undecodable(call.request.action.to_name(), error, &call.redactor());
        call.telemetry.failed(call.attempts, call.elapsed(), &error);
        error
    }
}
