//! The steps of a call, without I/O: which request to send, what the response means, and whether
//! to send the request again.
//!
//! [`Call`] is a state machine. A transport does what each [`Step`] asks for and passes the result
//! to the call, which returns the next step.

mod call;
mod called_action;
mod completed_call;
mod encoded_body;
mod encoded_request;
mod error_text;
mod event;
mod open_stream;
mod prepared_request;
mod recording;
mod response;
mod send_failure;

pub(crate) use call::{Call, Step};
pub(crate) use called_action::CalledAction;
pub(crate) use completed_call::CompletedCall;
pub(crate) use encoded_request::{AnswerForm, EncodedRequest};
pub(crate) use open_stream::{OpenStream, ReceivedEvent, StreamState};
pub use prepared_request::PreparedRequest;
pub(crate) use response::{HttpResponse, SuccessResponse, request_id_in};
pub(crate) use send_failure::{SendFailure, SendFailureReason};
