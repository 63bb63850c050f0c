//! HTTP responses, including those that break.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE};
use http::{HeaderValue, Response, StatusCode};
use hyper::body::{Body, Frame};
use serde_json::Value;

const JSON: &str = "application/json";

/// Creates a response with status 200 and a JSON body.
pub(crate) fn json(value: &Value) -> Response<ResponseBody> {
    json_with_status(StatusCode::OK, value)
}

/// Creates a response with a JSON body.
pub(crate) fn json_with_status(status: StatusCode, value: &Value) -> Response<ResponseBody> {
    respond(status, JSON, value.to_string().into_bytes())
}

/// Creates a response with text.
pub(crate) fn text(status: StatusCode, text: String) -> Response<ResponseBody> {
    respond(status, "text/plain; charset=utf-8", text.into_bytes())
}

/// Creates a response with status 200 whose body is a stream of events.
pub(crate) fn events(parts: &[Value], request_id: &str) -> Response<ResponseBody> {
    let events: String = parts
        .iter()
        .map(|part| format!("data: {part}\n\n"))
        .collect();
    let mut response = respond(StatusCode::OK, "text/event-stream", events.into_bytes());
    if let Ok(id) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert("X-TC-RequestId", id);
    }
    response
}

/// Creates the same response, whose text ends in the middle.
pub(crate) fn truncated_json(value: &Value) -> Response<ResponseBody> {
    let mut text = value.to_string().into_bytes();
    text.truncate(text.len() / 2);
    respond(StatusCode::OK, JSON, text)
}

/// Creates the same response, whose connection breaks in the middle.
pub(crate) fn truncated_body(value: &Value) -> Response<ResponseBody> {
    let mut response = json(value);
    response.body_mut().breaks = true;
    response
}

/// Creates the answer of a proxy.
pub(crate) fn html(status: u16) -> Response<ResponseBody> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let page = format!("<html><body><h1>{status}</h1></body></html>");
    respond(status, "text/html", page.into_bytes())
}

pub(crate) fn empty() -> Response<ResponseBody> {
    respond(StatusCode::OK, JSON, Vec::new())
}

pub(crate) fn not_json() -> Response<ResponseBody> {
    respond(StatusCode::OK, "text/plain", b"not JSON".to_vec())
}

/// Sets the server's time.
pub(crate) fn set_date(response: &mut Response<ResponseBody>, time: SystemTime) {
    if let Ok(date) = HeaderValue::try_from(httpdate::fmt_http_date(time)) {
        response.headers_mut().insert(DATE, date);
    }
}

fn respond(
    status: StatusCode,
    content_type: &'static str,
    body: Vec<u8>,
) -> Response<ResponseBody> {
    let length = body.len();
    let mut response = Response::new(ResponseBody {
        bytes: Some(body.into()),
        breaks: false,
    });
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
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
pub(crate) struct ResponseBody {
    bytes: Option<Bytes>,
    breaks: bool,
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        Poll::Ready(match self.bytes.take() {
            Some(mut bytes) => {
                if self.breaks {
                    bytes.truncate(bytes.len() / 2);
                }
                Some(Ok(Frame::data(bytes)))
            }
            None if self.breaks => Some(Err(Broken)),
            None => None,
        })
    }
}
