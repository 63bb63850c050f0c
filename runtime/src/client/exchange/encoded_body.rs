//! The body of a request, in the form of its action.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::BodyForm;
use crate::client::error::Unsendable;
use crate::wire::{Encode, MemberValue, for_each_member, to_json};

const JSON: &str = "application/json";
const OCTETS: &str = "application/octet-stream";

/// The initial capacity for a body, in bytes. Few bodies are larger.
const CAPACITY: usize = 1024;

/// Headers of the protocol, which no member can replace. The others begin with `x-tc-`.
const RESERVED: [&str; 6] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
];

/// An encoded body, and the headers that belong to it.
#[derive(Debug)]
pub(super) struct EncodedBody {
    pub(super) content_type: Cow<'static, str>,
    /// The members that are sent as headers.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) bytes: Vec<u8>,
}

impl EncodedBody {
    /// Encodes a request.
    ///
    /// # Errors
    ///
    /// If a number is not finite, or a member cannot be a header.
    pub(super) fn new(form: BodyForm, request: &dyn Encode) -> Result<Self, Unsendable> {
        match form {
            BodyForm::Json => json(request),
            BodyForm::Multipart => multipart(request),
            BodyForm::Octets => octets(request),
        }
    }

    /// Refuses headers that the caller added, and that would replace a member.
    pub(super) fn refuse_replaced(&self, added: &HeaderMap) -> Result<(), Unsendable> {
        let mut members = self.headers.iter();
        match members.find(|(name, _)| added.contains_key(*name)) {
            Some((name, _)) => Err(Unsendable::header(*name, "a member of the request sets it")),
            None => Ok(()),
        }
    }
}

fn json(request: &dyn Encode) -> Result<EncodedBody, Unsendable> {
    let mut bytes = Vec::with_capacity(CAPACITY);
    to_json(request, &mut bytes).map_err(|error| Unsendable::json(error.to_string()))?;
    Ok(EncodedBody {
        content_type: JSON.into(),
        headers: Vec::new(),
        bytes,
    })
}

/// One part for each member. Bytes have a file name, so that servers read them as a file.
fn multipart(request: &dyn Encode) -> Result<EncodedBody, Unsendable> {
    // No content contains 128 random bits.
    let boundary = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
    let mut body = Vec::with_capacity(CAPACITY);
    let mut put = |name: &'static str, value: MemberValue<'_>| {
        let (rest, content) = match value {
            MemberValue::Bytes(bytes) => (format!("; filename=\"{name}\""), bytes),
            MemberValue::Text(text) => (String::new(), text.as_bytes()),
            MemberValue::Json(json) => (format!("\r\nContent-Type: {JSON}"), json),
        };
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n\r\n"
        );
        body.reserve(head.len() + content.len() + 2);
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for_each_member(request, &mut put).map_err(|error| Unsendable::json(error.to_string()))?;
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(EncodedBody {
        content_type: format!("multipart/form-data; boundary={boundary}").into(),
        headers: Vec::new(),
        bytes: body,
    })
}

/// The only binary member is the body. The others are headers.
fn octets(request: &dyn Encode) -> Result<EncodedBody, Unsendable> {
    let mut body = EncodedBody {
        content_type: OCTETS.into(),
        headers: Vec::new(),
        bytes: Vec::new(),
    };
    let mut wrong = None;
    let mut put = |name: &'static str, value: MemberValue<'_>| match value {
        MemberValue::Bytes(bytes) => body.bytes = bytes.to_vec(),
        MemberValue::Text(text) if is_header(name, text) => {
            body.headers.push((name, text.to_owned()));
        }
        _ => wrong = Some(name),
    };
    for_each_member(request, &mut put).map_err(|error| Unsendable::json(error.to_string()))?;
    match wrong {
        Some(member) => Err(Unsendable::header(
            member,
            "a member that is sent as a header must be a text of visible ASCII characters",
        )),
        None => Ok(body),
    }
}

fn is_header(name: &str, value: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    HeaderName::from_bytes(name.as_bytes()).is_ok()
        && HeaderValue::from_str(value).is_ok()
        && !RESERVED.contains(&lower.as_str())
        && !lower.starts_with("x-tc-")
}
