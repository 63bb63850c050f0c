//! Answers one request.

use std::time::{Duration, Instant};

use http::{HeaderMap, Request as HttpRequest, Response};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use serde_json::Value;
use tencent_runtime::ErrorCode;
use tencent_runtime::validate::Violations;

use crate::actions::{Entry, Request};
use crate::control;
use crate::fault::{self, Fault};
use crate::protocol;
use crate::received::Kept;
use crate::response::{self, Broken, ResponseBody};
use crate::service_error::ServiceError;
use crate::state::State;
use crate::step::Reply;

/// The largest body that the server reads.
const MAX_BODY: usize = 128 << 20;

/// The largest body of a command.
const MAX_CONTROL_BODY: usize = 64 << 10;

/// Reads a request, and answers it. An error closes the connection without an answer.
pub(crate) async fn answer(
    state: &State,
    request: HttpRequest<Incoming>,
) -> Result<Response<ResponseBody>, Broken> {
    let (head, body) = request.into_parts();
    if let Some(path) = control::path(head.uri.path()) {
        let body = Limited::new(body, MAX_CONTROL_BODY).collect().await;
        let body = body.map(|body| body.to_bytes()).unwrap_or_default();
        return Ok(control::answer(state, &head.method, path, &body));
    }
    let drawn = state.draw_fault(&head.headers);
    let entry = protocol::action(&state.actions, &head.method, &head.uri, &head.headers);
    if matches!(drawn, Ok(Some(Fault::DropBeforeBody)))
        || entry
            .as_ref()
            .is_ok_and(|entry| state.drops_before_body(entry))
    {
        return Err(Broken);
    }
    let body = Limited::new(body, MAX_BODY).collect().await;
    let exchange = Exchange {
        state,
        headers: &head.headers,
    };
    let mut response = match exchange
        .answer(drawn, entry, body.map(|body| body.to_bytes()))
        .await
    {
        Ok(response) => response,
        Err(Stop::Error(error)) => response::json(&state.envelope(error.content())),
        Err(Stop::Broken) => return Err(Broken),
    };
    if !state.clock_ahead().is_zero() {
        response::set_date(&mut response, state.now());
    }
    Ok(response)
}

/// Why a request is not answered with a response of the action.
enum Stop {
    /// The connection breaks.
    Broken,
    Error(ServiceError),
}

impl From<ServiceError> for Stop {
    fn from(error: ServiceError) -> Self {
        Self::Error(error)
    }
}

/// A request whose body is read.
struct Exchange<'a> {
    state: &'a State,
    headers: &'a HeaderMap,
}

/// Returns whether a request has a member that asks for events, and it is true. An action that decides
/// itself gets one response, which clients can also read as one event.
fn asks_for_events(entry: &Entry, body: &[u8]) -> bool {
    let switch = entry.info.event_stream.and_then(|info| info.switch);
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    switch.is_some_and(|switch| request[switch] == true)
}

impl Exchange<'_> {
    async fn answer<E>(
        &self,
        drawn: Result<Option<Fault>, ServiceError>,
        entry: Result<&Entry, ServiceError>,
        body: Result<bytes::Bytes, E>,
    ) -> Result<Response<ResponseBody>, Stop> {
        let (drawn, entry) = (drawn?, entry?);
        let body = body.map_err(|_| ServiceError::too_large(MAX_BODY))?;
        if let Some(Fault::ClockAhead(ahead)) = drawn {
            self.state.set_clock_ahead(ahead);
        }
        protocol::check(entry, self.headers, &body, self.state.now())?;
        self.count(entry)?;
        let request = self.decode(entry, &body)?;
        let (reply, delay) = match drawn.clone().filter(Fault::replaces_answer) {
            Some(fault) => (Reply::Fault(fault), Duration::ZERO),
            None => self.state.choose(entry, &request),
        };
        tokio::time::sleep(delay).await;
        let (content, fault) = match reply {
            Reply::Response(content) => {
                self.state.learn(entry, &body, &content);
                (content, drawn)
            }
            Reply::Events(parts) => {
                let learn = |part| self.state.learn(entry, &body, part);
                parts.iter().for_each(learn);
                return Ok(response::events(&parts, &self.state.request_id()));
            }
            Reply::Error { code, message } => (ServiceError::new(code, message).content(), drawn),
            Reply::Default => (self.state.default_answer(entry, &body), drawn),
            Reply::Fault(fault) if fault.replaces_answer() => (Value::Null, Some(fault)),
            Reply::Fault(fault) => (self.state.default_answer(entry, &body), Some(fault)),
        };
        if fault.is_none() && content.get("Error").is_none() && asks_for_events(entry, &body) {
            return Ok(response::events(&[content], &self.state.request_id()));
        }
        let answer = self.state.envelope(content);
        match fault {
            Some(fault) => self.inject(&fault, entry, answer).await,
            None => Ok(response::json(&answer)),
        }
    }

    /// Counts the request, and refuses it if it exceeds the rate limit.
    fn count(&self, entry: &Entry) -> Result<(), ServiceError> {
        let (Some(limit), name) = (&self.state.rate_limit, entry.info.name) else {
            return Ok(());
        };
        if limit.accepts(name, Instant::now()) {
            return Ok(());
        }
        let per_second = limit.per_second();
        let message = format!("The mock accepts {per_second} requests of {name} per second.");
        Err(ServiceError::new(
            ErrorCode::REQUEST_LIMIT_EXCEEDED,
            message,
        ))
    }

    /// Decodes the request, keeps it, and validates it.
    fn decode(&self, entry: &Entry, body: &[u8]) -> Result<Request, ServiceError> {
        let Ok(text) = std::str::from_utf8(body) else {
            let message = "The body is not UTF-8.";
            return Err(ServiceError::new(ErrorCode::INVALID_REQUEST, message));
        };
        let request = if self.state.lenient {
            let invalid = |reason| ServiceError::new(ErrorCode::INVALID_PARAMETER, reason);
            (entry.decode_leniently)(text).map_err(invalid)?
        } else {
            (entry.decode)(text).map_err(|error| ServiceError::undecodable(&error))?
        };
        let violations = (entry.validate)(&*request);
        let headers = self.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        let found = violations
            .as_ref()
            .err()
            .into_iter()
            .flat_map(Violations::iter);
        self.state.keep(Kept {
            action: entry.info.name,
            headers: headers.collect(),
            body: body.to_vec(),
            violations: found.cloned().collect(),
            at: self.state.started.elapsed(),
        });
        match violations {
            Err(violations) if !self.state.lenient => Err(ServiceError::invalid(&violations)),
            _ => Ok(request),
        }
    }

    /// Answers with a fault. `answer` is the answer without it.
    async fn inject(
        &self,
        fault: &Fault,
        entry: &Entry,
        mut answer: Value,
    ) -> Result<Response<ResponseBody>, Stop> {
        Ok(match fault {
            Fault::DropBeforeBody | Fault::DropAfterBody => return Err(Stop::Broken),
            Fault::Throttled => {
                let message = "The mock exceeds the rate limit on purpose.";
                return Err(ServiceError::new(ErrorCode::REQUEST_LIMIT_EXCEEDED, message).into());
            }
            Fault::ExpiredToken => {
                let message = "The token has expired.";
                return Err(
                    ServiceError::new(ErrorCode::AUTH_FAILURE_TOKEN_FAILURE, message).into(),
                );
            }
            Fault::ClockAhead(ahead) => {
                self.state.set_clock_ahead(*ahead);
                let timestamp = protocol::required(self.headers, "x-tc-timestamp")?;
                protocol::check_date(timestamp, self.state.now())?;
                response::json(&answer)
            }
            Fault::Slow(delay) => {
                tokio::time::sleep(*delay).await;
                response::json(&answer)
            }
            Fault::TruncatedBody => response::truncated_body(&answer),
            Fault::TruncatedJson => response::truncated_json(&answer),
            Fault::Html(status) => response::html(*status),
            Fault::Empty => response::empty(),
            Fault::NotJson => response::not_json(),
            Fault::NumbersAsText => {
                fault::numbers_as_text(&mut answer);
                response::json(&answer)
            }
            Fault::FutureServer => {
                let schema = &entry.parsed().response_schema;
                if let Some(content) = answer.get_mut("Response") {
                    fault::future_answer(content, schema, schema);
                }
                response::json(&answer)
            }
        })
    }
}
