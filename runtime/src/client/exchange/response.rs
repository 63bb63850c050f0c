//! The meaning of a response. Only the body decides it, not the status or the content type.
//! Exception: the content type says that the body contains events.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{AsHeaderName, CONTENT_ENCODING, DATE, LOCATION, RETRY_AFTER};
use serde::de::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::called_action::CalledAction;
use super::error_text::as_text;
use super::event::Meaning;
use crate::ActionInfo;
use crate::client::error::{
    ApiError, Error, READ_EVENTS, Redactor, UndecodableError, UndecodableResponse,
};
use crate::client::sse::EventReader;
use crate::wire::{DecodeWarnings, JsonError, Slot, member_from_json, redacted_reason};

/// A response before it is interpreted.
pub(crate) struct HttpResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The description of a proxy that can answer instead of the server, because it reads requests
    /// without TLS.
    pub(crate) proxy: Option<String>,
    pub(crate) body: Vec<u8>,
    /// The body, if it contains events. Then `body` is empty.
    pub(crate) events: Option<Box<EventReader>>,
}

/// A response that reports success. Its body is not decoded yet.
pub(crate) struct SuccessResponse {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    body: Vec<u8>,
    events: Option<Box<EventReader>>,
}

#[derive(serde::Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "Response", borrow)]
    response: Option<&'a RawValue>,
}

/// The members of `Response` that do not depend on the action.
#[derive(serde::Deserialize)]
struct Head {
    /// `Some(Value::Null)` if the member is `null`.
    #[serde(rename = "Error", default, deserialize_with = "keep_null")]
    error: Option<Value>,
    #[serde(rename = "RequestId", default)]
    request_id: Option<Value>,
}

fn keep_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// The kind of a response.
enum Kind {
    Success,
    Failure { code: String, message: String },
    Malformed { path: &'static str, reason: String },
}

impl HttpResponse {
    /// Returns a header, if it is text.
    fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the `Date` header: the server's clock.
    pub(crate) fn date(&self) -> Option<&str> {
        self.header(DATE)
    }

    /// Returns the pause that the server asks for: a number of seconds, or the time until a date.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let value = self.header(RETRY_AFTER)?.trim();
        if let Ok(seconds) = value.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = |text: &str| httpdate::parse_http_date(text).ok();
        let now = self.date().and_then(date);
        let pause = date(value)?.duration_since(now.unwrap_or_else(SystemTime::now));
        Some(pause.unwrap_or_default())
    }

    /// Returns the compression of the body.
    fn compression(&self) -> Option<&'static str> {
        const NAMES: [&str; 4] = ["gzip", "deflate", "br", "zstd"];
        if self.body.starts_with(b"\x1f\x8b") {
            return Some("gzip");
        }
        let header = self.header(CONTENT_ENCODING)?.to_ascii_lowercase();
        NAMES.into_iter().find(|name| header.contains(name))
    }

    /// Separates success from failure. Calls `redactor` only for a failure.
    pub(crate) fn interpret(
        self,
        action: &CalledAction,
        redactor: impl FnOnce() -> Redactor,
    ) -> Result<SuccessResponse, Error> {
        let status = self.status;
        let (kind, request_id) = match &self.events {
            Some(events) => classify_events(events, action.info(), status),
            None => classify(&self.body, status),
        };
        let request_id = request_id.or_else(|| request_id_in(&self.headers));
        match kind {
            Kind::Success => Ok(SuccessResponse {
                status,
                request_id,
                body: self.body,
                events: self.events,
            }),
            Kind::Failure { code, message } => {
                let code = code.into();
                let is_retryable = action.info().retryable_code(&code).is_some();
                Err(Error::from(Box::new(ApiError::from_response(
                    action.to_name(),
                    is_retryable,
                    code,
                    message,
                    request_id,
                    status,
                    &redactor(),
                ))))
            }
            Kind::Malformed { .. } if REDIRECTS.contains(&status) => {
                let host = self.header(LOCATION).and_then(host_of);
                let host = host.map(|host| redactor().redact(&host));
                Err(Error::Redirect { status, host })
            }
            Kind::Malformed { path, reason } => {
                let compressed = self.compression().filter(|_| path.is_empty());
                let reason = compressed.map_or(reason, |name| {
                    format!(
                        "it is compressed with {name}, which the client cannot decompress; check \
                         the servers between the client and the API"
                    )
                });
                let proxy = self.proxy.as_ref().filter(|_| path.is_empty());
                let reason = match proxy {
                    Some(proxy) => {
                        format!("{reason}; {proxy} may have sent it instead of the server")
                    }
                    None => reason,
                };
                let response = UndecodableResponse {
                    action: action.to_name(),
                    status,
                    request_id,
                    body: self.body,
                };
                let path = path.to_owned();
                let error = UndecodableError::from_response(response, path, reason, &redactor());
                Err(Error::from(Box::new(error)))
            }
        }
    }
}

impl SuccessResponse {
    /// Decodes the response of an action into a slot of its type.
    pub(crate) fn decode_into(
        &self,
        action: &ActionInfo,
        slot: &mut dyn Slot,
        strict: bool,
    ) -> Result<DecodeWarnings, JsonError> {
        if self.events.is_some() {
            return Err(JsonError::new(unexpected_events(action)));
        }
        member_from_json(without_bom(&self.body), strict, &["Response"], slot)
    }

    /// Returns the events of the response, or the document if it contains none.
    pub(crate) fn into_source(self) -> Result<Box<EventReader>, Vec<u8>> {
        self.events.ok_or_else(|| without_bom(&self.body).to_vec())
    }

    /// Converts the response to the error of a body that could not be decoded.
    pub(crate) fn undecodable(
        self,
        action: Cow<'static, str>,
        error: JsonError,
        redactor: &Redactor,
    ) -> Error {
        let response = UndecodableResponse {
            action,
            status: self.status,
            request_id: self.request_id,
            body: self.body,
        };
        let reason = redacted_reason(&error.error);
        let error = UndecodableError::from_response(response, error.path, reason, redactor);
        Error::from(Box::new(error))
    }

    /// Returns the text of the member `Response`, as the server wrote it.
    #[cfg(feature = "cli")]
    pub(crate) fn text(&self) -> String {
        let body = without_bom(&self.body);
        let envelope = serde_json::from_slice::<Envelope<'_>>(body);
        let response = envelope.ok().and_then(|envelope| envelope.response);
        // `interpret` found the member, so the fallback is not reached.
        response.map_or_else(
            || String::from_utf8_lossy(body).into_owned(),
            |response| response.get().to_owned(),
        )
    }
}

/// Says that an action answered with events, although the caller waits for one document.
fn unexpected_events(action: &ActionInfo) -> String {
    const FOUND: &str = "it is a stream of server-sent events";
    match action.event_stream {
        None => format!(
            "{FOUND}, which the description of the action does not contain; generate the crate from a \
             newer release, or add `event_stream` to the overlay"
        ),
        Some(info) => {
            let switch = info.switch.iter();
            let switch = switch.map(|member| format!(", or set `{member}` to false"));
            format!("{FOUND}; {READ_EVENTS}{}", switch.collect::<String>())
        }
    }
}

/// Returns the request id in the headers of a response. Most responses have it in the body.
pub(crate) fn request_id_in(headers: &HeaderMap) -> Option<String> {
    let id = headers.get("x-tc-requestid")?.to_str().ok()?;
    (!id.is_empty()).then(|| id.to_owned())
}

/// The statuses of redirects. Other statuses from 300 to 399 are not redirects.
const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

/// Removes a UTF-8 byte order mark.
fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Returns the kind of a response with events, and the request id of the first event if it is an error.
fn classify_events(
    events: &EventReader,
    action: &ActionInfo,
    status: u16,
) -> (Kind, Option<String>) {
    let first = events.peeked().map(|event| Meaning::of(event, action));
    match first {
        Some(Meaning::Failure(failure)) => {
            let (code, message) = (failure.code, failure.message);
            (Kind::Failure { code, message }, failure.request_id)
        }
        _ if (200..300).contains(&status) => (Kind::Success, None),
        _ => {
            let reason =
                "it is a stream of events, but its status does not report success".to_owned();
            (Kind::Malformed { path: "", reason }, None)
        }
    }
}

/// Returns the kind of a response, and its request id.
fn classify(body: &[u8], status: u16) -> (Kind, Option<String>) {
    let malformed = |path, reason: &str| Kind::Malformed {
        path,
        reason: reason.to_owned(),
    };
    // A message may contain invalid UTF-8. The code and the request id are still useful.
    let text = String::from_utf8_lossy(without_bom(body));
    let text = text.trim();
    if text.is_empty() {
        return (malformed("", "the body is empty"), None);
    }
    // serde's derived types also accept lists.
    if text.starts_with('[') {
        return (malformed("", "it is not an object"), None);
    }
    let response = match serde_json::from_str::<Envelope<'_>>(text) {
        Ok(Envelope { response }) => response,
        Err(error) if error.is_data() => return (malformed("", "it is not an object"), None),
        Err(error) => {
            let reason = format!("it is not JSON: {}", redacted_reason(&error));
            return (malformed("", &reason), None);
        }
    };
    let Some(response) = response else {
        return (malformed("", "it has no `Response`"), None);
    };
    let Some(head) = Head::parse(response.get()) else {
        return (malformed("Response", "it is not an object"), None);
    };
    let request_id = head.request_id.and_then(as_text);
    let kind = match head.error {
        // A page of a proxy has no request id, but every response of the API does.
        None if (200..300).contains(&status) || request_id.is_some() => Kind::Success,
        None => malformed(
            "",
            "it has no `Error`, but its status does not report success",
        ),
        Some(Value::Object(mut error)) => match error.remove("Code").and_then(as_text) {
            Some(code) => Kind::Failure {
                code,
                message: error
                    .remove("Message")
                    .and_then(as_text)
                    .unwrap_or_default(),
            },
            None => malformed("Response.Error", "it has no `Code`"),
        },
        Some(Value::Null) => malformed(
            "Response.Error",
            "it is null, which reports neither success nor failure",
        ),
        Some(_) => malformed("Response.Error", "it is not an object"),
    };
    (kind, request_id)
}

impl Head {
    /// Reads the head of an object. Of duplicate members, the last one counts.
    fn parse(response: &str) -> Option<Self> {
        if !response.starts_with('{') {
            return None;
        }
        serde_json::from_str(response).ok().or_else(|| {
            let mut response: serde_json::Map<String, Value> =
                serde_json::from_str(response).ok()?;
            Some(Self {
                error: response.remove("Error"),
                request_id: response.remove("RequestId"),
            })
        })
    }
}

/// Returns the host of a redirect's target. Its path and query may contain secrets.
fn host_of(location: &str) -> Option<String> {
    let uri: http::Uri = location.parse().ok()?;
    uri.host().map(str::to_owned)
}
