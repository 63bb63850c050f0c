//! Signatures of the kind TC3-HMAC-SHA256. Nothing here does I/O.

mod canonical;
mod hex;
mod key;

use self::canonical::{canonical, payload};
use self::hex::HexHash;
use self::key::KeyCache;
use crate::credential::Credential;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const SIGNED_HEADERS: &str = "content-type;host";

/// What the texts on the way to a signature rarely exceed, in bytes; one that does grows.
const USUAL_TEXT: usize = 512;

/// Puts another text in the place of the one that stands there.
fn put(text: &mut String, pieces: &[&str]) {
    text.clear();
    pieces.iter().for_each(|piece| text.push_str(piece));
}

/// Signs requests. The key of a day is derived once for each credential and service.
#[derive(Debug, Default)]
pub struct Signer {
    keys: KeyCache,
}

/// What is signed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Signable<'a> {
    /// `POST`, or `GET` with all parameters in the query.
    pub method: &'a str,
    /// The host as it is sent, with its port where it has one.
    pub host: &'a str,
    /// The query as it is sent, without `?`.
    pub query: &'a str,
    /// The content type as it is sent.
    pub content_type: &'a str,
    /// The body as it is sent; `None` where it is not signed.
    pub body: Option<&'a [u8]>,
}

impl<'a> Signable<'a> {
    /// A `POST` without a query.
    #[must_use]
    pub const fn post(host: &'a str, content_type: &'a str, body: &'a [u8]) -> Self {
        Self {
            method: "POST",
            host,
            query: "",
            content_type,
            body: Some(body),
        }
    }

    /// A `GET` with that query.
    #[must_use]
    pub const fn get(host: &'a str, content_type: &'a str, query: &'a str) -> Self {
        Self {
            method: "GET",
            host,
            query,
            content_type,
            body: Some(&[]),
        }
    }

    /// The same, with a body that is not signed.
    #[must_use]
    pub const fn unsigned_payload(mut self) -> Self {
        self.body = None;
        self
    }
}

/// A signature and the texts on the way to it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureTrace {
    /// Hexadecimal SHA-256 of the body.
    pub payload_sha256: String,
    /// The first intermediate text.
    pub canonical_request: String,
    /// The second intermediate text.
    pub string_to_sign: String,
    /// The signature, in hexadecimal.
    pub signature: String,
    /// The names of the headers that are signed.
    pub signed_headers: &'static str,
    /// The whole `Authorization` header.
    pub authorization: String,
}

impl std::fmt::Debug for SignatureTrace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignatureTrace")
            .field("canonical_request", &self.canonical_request)
            .finish_non_exhaustive()
    }
}

impl Signer {
    /// A signer that has no keys yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The `Authorization` header, signed at that second since the Unix epoch.
    #[must_use]
    pub fn authorization(
        &self,
        credential: &Credential,
        service: &str,
        what: &Signable<'_>,
        timestamp: u64,
    ) -> String {
        // All texts on the way stand in the place of the last one, one after the other.
        let mut text = String::with_capacity(USUAL_TEXT);
        let payload = payload(what.body);
        put(&mut text, &canonical(what, &payload));
        let canonical = HexHash::of_text(&text);
        let mut digits = itoa::Buffer::new();
        let second = digits.format(timestamp);
        self.keys.with(credential, service, timestamp, |key| {
            put(&mut text, &key.string_to_sign(second, &canonical));
            let signature = key.sign(&text);
            let pieces = [
                ALGORITHM,
                " Credential=",
                credential.secret_id(),
                "/",
                key.scope(),
                ", SignedHeaders=",
                SIGNED_HEADERS,
                ", Signature=",
                signature.as_str(),
            ];
            put(&mut text, &pieces);
        });
        text
    }

    /// The same signature with all texts on the way to it, to compare with another implementation.
    #[must_use]
    pub fn trace(
        &self,
        credential: &Credential,
        service: &str,
        what: &Signable<'_>,
        timestamp: u64,
    ) -> SignatureTrace {
        let payload = payload(what.body);
        let canonical_request = canonical(what, &payload).concat();
        let hash = HexHash::of_text(&canonical_request);
        let second = timestamp.to_string();
        let (string_to_sign, signature) = self.keys.with(credential, service, timestamp, |key| {
            let text = key.string_to_sign(&second, &hash).concat();
            let signature = key.sign(&text).as_str().to_owned();
            (text, signature)
        });
        SignatureTrace {
            payload_sha256: payload.as_str().to_owned(),
            canonical_request,
            string_to_sign,
            signature,
            signed_headers: SIGNED_HEADERS,
            authorization: self.authorization(credential, service, what, timestamp),
        }
    }
}
