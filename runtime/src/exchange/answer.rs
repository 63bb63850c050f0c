//! What an answer means. The body tells, whatever the status and the content type say.

use serde::de::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{ApiError, Error, Scrubber, UndecodableError, Undecoded};
use crate::wire::{Place, Unreadable, member_from_json, plain_reason};

/// An answer as it came.
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    /// The `Date` header: the server's clock.
    pub(crate) date: Option<String>,
    /// The `Location` header: where a redirect points.
    pub(crate) location: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// An answer that says that the action was carried out.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    body: Vec<u8>,
}

#[derive(serde::Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "Response", borrow)]
    response: Option<&'a RawValue>,
}

#[derive(serde::Deserialize)]
struct Head {
    /// `Some(Value::Null)` where there is a null.
    #[serde(rename = "Error", default, deserialize_with = "as_written")]
    error: Option<Value>,
    #[serde(rename = "RequestId", default)]
    request_id: Option<Value>,
}

fn as_written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// What an answer is, before its response is decoded.
enum Meaning {
    Success,
    Failure { code: String, message: String },
    Nonsense { path: &'static str, reason: String },
}

impl RawAnswer {
    /// Tells success from failure. `scrubber` is made only for a failure.
    pub(crate) fn interpret(
        self,
        action: &'static str,
        scrubber: impl FnOnce() -> Scrubber,
    ) -> Result<Answer, Error> {
        let status = self.status;
        let (meaning, request_id) = meaning(&self.body, status);
        match meaning {
            Meaning::Success => Ok(Answer {
                status,
                request_id,
                body: self.body,
            }),
            Meaning::Failure { code, message } => Err(Error::from(Box::new(ApiError::new(
                action,
                code.into(),
                message,
                request_id,
                status,
                &scrubber(),
            )))),
            Meaning::Nonsense { .. } if REDIRECTS.contains(&status) => Err(Error::Redirect {
                status,
                host: self.location.as_deref().and_then(host_of),
            }),
            Meaning::Nonsense { path, reason } => {
                let undecoded = Undecoded {
                    action,
                    status,
                    request_id,
                    body: self.body,
                };
                let path = path.to_owned();
                let error = UndecodableError::new(undecoded, path, reason, &scrubber());
                Err(Error::from(Box::new(error)))
            }
        }
    }
}

impl Answer {
    /// Reads the response into a place of its type.
    pub(crate) fn read(&self, response: &mut dyn Place) -> Result<(), Unreadable> {
        member_from_json(without_mark(&self.body), &["Response"], response)
    }

    /// What is told where the response could not be read.
    pub(crate) fn undecodable(
        self,
        action: &'static str,
        unreadable: Unreadable,
        scrubber: &Scrubber,
    ) -> Error {
        let undecoded = Undecoded {
            action,
            status: self.status,
            request_id: self.request_id,
            body: self.body,
        };
        let reason = plain_reason(&unreadable.error);
        let error = UndecodableError::new(undecoded, unreadable.path, reason, scrubber);
        Error::from(Box::new(error))
    }

    /// The response as the server wrote it.
    #[cfg(feature = "cli")]
    pub(crate) fn response_text(&self) -> String {
        let body = without_mark(&self.body);
        let envelope = serde_json::from_slice::<Envelope<'_>>(body);
        let response = envelope.ok().and_then(|envelope| envelope.response);
        // The envelope was read before: an answer without a response is no success.
        response.map_or_else(
            || String::from_utf8_lossy(body).into_owned(),
            |response| response.get().to_owned(),
        )
    }
}

/// The statuses that point elsewhere. The others of their hundred do not.
const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

/// The text without the mark that some writers put before it to say how it is encoded.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

fn meaning(body: &[u8], status: u16) -> (Meaning, Option<String>) {
    let nonsense = |path, reason: &str| Meaning::Nonsense {
        path,
        reason: reason.to_owned(),
    };
    // Bytes that are no text may stand in a message; the code and the request id are read all the same.
    let text = String::from_utf8_lossy(without_mark(body));
    let text = text.trim();
    if text.is_empty() {
        return (nonsense("", "the body is empty"), None);
    }
    // Derived types read lists as well; a list is no answer.
    if text.starts_with('[') {
        return (nonsense("", "it is no object"), None);
    }
    let response = match serde_json::from_str::<Envelope<'_>>(text) {
        Ok(Envelope { response }) => response,
        Err(error) if error.is_data() => return (nonsense("", "it is no object"), None),
        Err(error) => {
            let reason = format!("it is not JSON: {}", plain_reason(&error));
            return (nonsense("", &reason), None);
        }
    };
    let Some(response) = response else {
        return (nonsense("", "it has no `Response`"), None);
    };
    let Some(head) = Head::of(response.get()) else {
        return (nonsense("Response", "it is no object"), None);
    };
    let request_id = head.request_id.and_then(as_text);
    let meaning = match head.error {
        None if (200..300).contains(&status) => Meaning::Success,
        None => nonsense(
            "",
            "it has no error in it, though its status is not one of success",
        ),
        Some(Value::Object(mut error)) => match error.remove("Code").and_then(as_text) {
            Some(code) => Meaning::Failure {
                code,
                message: error
                    .remove("Message")
                    .and_then(as_text)
                    .unwrap_or_default(),
            },
            None => nonsense("Response.Error", "it has no `Code`"),
        },
        Some(Value::Null) => nonsense(
            "Response.Error",
            "it is null, which says neither that the call failed nor that it did not",
        ),
        Some(_) => nonsense("Response.Error", "it is no object"),
    };
    (meaning, request_id)
}

impl Head {
    fn of(response: &str) -> Option<Self> {
        if !response.starts_with('{') {
            return None;
        }
        // A name that comes twice is no reason to lose what the answer says: the last one counts.
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

fn as_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The host that a redirect points to. Its path and query may hold anything.
fn host_of(location: &str) -> Option<String> {
    let uri: http::Uri = location.parse().ok()?;
    uri.host().map(str::to_owned)
}
