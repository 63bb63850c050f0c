//! Answers one request.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Body, Frame, Incoming};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tencent_runtime::validate::Violations;

use crate::actions::{Decoded, Entry};
use crate::default_answer::DefaultAnswer;
use crate::failure::Failure;
use crate::mismatch;
use crate::protocol::{self, ServiceError};
use crate::received::Kept;
use crate::server::State;
use crate::step::Reply;

/// The largest body that the server reads.
const MAX_BODY: usize = 128 << 20;

/// Reads a request, and answers it. An error closes the connection without an answer.
pub(crate) async fn answer(
    state: &Arc<State>,
    request: Request<Incoming>,
) -> Result<Response<Sent>, Broken> {
    let (head, body) = request.into_parts();
    let entry = protocol::action(&state.table, state.service, &head.headers);
    if let Ok(entry) = entry
        && drops_before_body(state, entry)
    {
        return Err(Broken);
    }
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        return Ok(state.error(&too_large()));
    };
    let body = body.to_bytes();
    let checked = entry.and_then(|entry| {
        protocol::check(entry, &head.headers, &body)?;
        let request = decode(state, entry, &head.headers, &body)?;
        Ok((entry, request))
    });
    match checked {
        Ok((entry, request)) => {
            let (reply, delay) = choose(state, entry, &request);
            tokio::time::sleep(delay).await;
            state.send(entry, &body, reply)
        }
        Err(error) => Ok(state.error(&error)),
    }
}

fn too_large() -> ServiceError {
    let message = format!("The mock reads at most {MAX_BODY} bytes.");
    ServiceError::new("RequestSizeLimitExceeded", message)
}

/// The body is not read yet, so conditions are not evaluated.
fn drops_before_body(state: &State, entry: &Entry) -> bool {
    let mut expected = state.expected();
    let of_action = expected
        .iter_mut()
        .find(|expected| expected.action == entry.info.name);
    of_action.is_some_and(|expected| expected.steps.drops_before_body())
}

/// Decodes the request, keeps it, and validates it.
fn decode(
    state: &State,
    entry: &Entry,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Decoded, ServiceError> {
    let invalid = |reason: String| ServiceError::new("InvalidParameter", reason);
    let text = std::str::from_utf8(body).map_err(|error| invalid(error.to_string()))?;
    let request = (entry.decode)(text).map_err(invalid)?;
    let violations = (entry.validate)(&*request);
    let headers = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    state.keep(Kept {
        action: entry.info.name,
        headers: headers.collect(),
        body: body.to_vec(),
        violations: violations.as_ref().err().into_iter().flat_map(Violations::iter).cloned().collect(),
        at: state.started.elapsed(),
    });
    match violations {
        Err(violations) if !state.is_lenient() => Err(refusal(&violations)),
        _ => Ok(request),
    }
}

/// Returns the documented code of the first violation, with a message that lists all.
fn refusal(violations: &Violations) -> ServiceError {
    let first = violations.iter().next().map(|first| first.keyword().to_string());
    let code = match first.as_deref() {
        Some("required") => "MissingParameter",
        _ => "InvalidParameterValue",
    };
    ServiceError::new(code, violations.to_string())
}

/// Returns the answer of the first expectation that matches, or the default answer.
fn choose(state: &State, entry: &Entry, request: &Decoded) -> (Reply, Duration) {
    let mut expected = state.expected();
    let action = entry.info.name;
    let matching = expected.iter_mut().filter(|expected| {
        let conditions = &expected.conditions;
        expected.action == action && conditions.iter().all(|(condition, _)| condition(&**request))
    });
    for expected in matching {
        if let Some(chosen) = expected.steps.next(&**request) {
            return chosen;
        }
    }
    if expected.iter().all(|expected| expected.action != action) {
        return (Reply::Default, Duration::ZERO);
    }
    let reason = mismatch::describe(action, &**request, &expected);
    drop(expected);
    state.keep_unexpected(reason.clone());
    let code = "FailedOperation".to_owned();
    let message = format!("Unexpected in this test. {reason}.");
    (Reply::Error { code, message }, Duration::ZERO)
}

impl State {
    fn send(&self, entry: &Entry, body: &[u8], reply: Reply) -> Result<Response<Sent>, Broken> {
        Ok(match reply {
            Reply::Response(response) => self.response(response),
            Reply::Default => self.response(self.default_answer(entry, body)),
            Reply::Error { code, message } => self.response(error(&code, &message)),
            Reply::Failure(failure) => return self.fail(entry, body, &failure),
        })
    }

    fn fail(
        &self,
        entry: &Entry,
        body: &[u8],
        failure: &Failure,
    ) -> Result<Response<Sent>, Broken> {
        let default = || {
            let answer = self.with_request_id(self.default_answer(entry, body));
            answer.to_string().into_bytes()
        };
        Ok(match failure {
            Failure::DropBeforeBody | Failure::DropAfterBody => return Err(Broken),
            Failure::TruncatedBody => {
                let mut response = respond(StatusCode::OK, "application/json", default());
                response.body_mut().breaks();
                response
            }
            Failure::TruncatedJson => {
                let mut text = default();
                text.truncate(text.len() / 2);
                respond(StatusCode::OK, "application/json", text)
            }
            Failure::Html(status) => {
                let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_GATEWAY);
                let page = format!("<html><body><h1>{status}</h1></body></html>");
                respond(status, "text/html", page.into_bytes())
            }
            Failure::Empty => respond(StatusCode::OK, "application/json", Vec::new()),
            Failure::NotJson => respond(StatusCode::OK, "text/plain", b"not JSON".to_vec()),
            Failure::ClockAhead(ahead) => {
                let message = "The timestamp differs from the server's clock by more than 5 minutes.";
                let mut response = self.response(error("AuthFailure.SignatureExpire", message));
                let date = httpdate::fmt_http_date(SystemTime::now() + *ahead);
                if let Ok(date) = date.parse() {
                    response.headers_mut().insert(DATE, date);
                }
                response
            }
            Failure::ExpiredToken => {
                self.response(error("AuthFailure.TokenFailure", "The token has expired."))
            }
            Failure::Throttled => {
                self.response(error("RequestLimitExceeded", "The rate limit is exceeded."))
            }
        })
    }

    fn default_answer(&self, entry: &Entry, body: &[u8]) -> Value {
        let schema = (entry.response_schema)();
        let request = serde_json::from_slice(body).unwrap_or_default();
        DefaultAnswer::new(&schema, &request, self.next_number()).build()
    }

    fn error(&self, refused: &ServiceError) -> Response<Sent> {
        self.response(error(refused.code, &refused.message))
    }

    fn response(&self, content: Value) -> Response<Sent> {
        let text = self.with_request_id(content).to_string();
        respond(StatusCode::OK, "application/json", text.into_bytes())
    }

    fn with_request_id(&self, mut content: Value) -> Value {
        let digest = Sha256::digest(self.next_number().to_be_bytes());
        let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let id = format!(
            "{}-{}-{}-{}-{}",
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..]
        );
        if let Some(members) = content.as_object_mut() {
            members.insert("RequestId".to_owned(), Value::from(id));
        }
        json!({ "Response": content })
    }
}

fn error(code: &str, message: &str) -> Value {
    json!({ "Error": { "Code": code, "Message": message } })
}

fn respond(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Response<Sent> {
    let length = body.len();
    let mut response = Response::new(Sent::new(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    headers.insert(CONTENT_LENGTH, length.into());
    response
}

/// The connection breaks on purpose.
#[derive(Debug)]
pub(crate) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection breaks on purpose")
    }
}

impl std::error::Error for Broken {}

/// A body that may break in the middle.
#[derive(Debug)]
pub(crate) struct Sent {
    bytes: Option<Bytes>,
    breaks: bool,
}

impl Sent {
    fn new(body: Vec<u8>) -> Self {
        Self {
            bytes: Some(body.into()),
            breaks: false,
        }
    }

    /// Sends half of the body.
    fn breaks(&mut self) {
        if let Some(bytes) = &mut self.bytes {
            bytes.truncate(bytes.len() / 2);
        }
        self.breaks = true;
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        Poll::Ready(match self.bytes.take() {
            Some(bytes) => Some(Ok(Frame::data(bytes))),
            None if self.breaks => Some(Err(Broken)),
            None => None,
        })
    }
}
