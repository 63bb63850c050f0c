//! Signatures: TC3-HMAC-SHA256, without I/O.

mod canonical;
mod hash;
mod hex;
mod key;

use self::canonical::{canonical, payload};
#[cfg(feature = "cli")]
pub(crate) use self::hash::sha256;
use self::hex::HexDigest;
use self::key::KeyCache;
use crate::client::credential::Credential;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const SIGNED_HEADERS: &str = "content-type;host";

/// The initial capacity for intermediate texts, in bytes. Few are longer.
const TEXT_CAPACITY: usize = 512;

/// Replaces the content of a text.
fn put(text: &mut String, pieces: &[&str]) {
    text.clear();
    pieces.iter().for_each(|piece| text.push_str(piece));
}

/// Signs requests. Caches the derived key of each credential, service and day.
#[derive(Debug, Default)]
pub struct Signer {
    keys: KeyCache,
}

/// The parts of a request that are signed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Signable<'a> {
    /// `POST`, or `GET` with all parameters in the query.
    pub method: &'a str,
    /// The `Host` header, including a port.
    pub host: &'a str,
    /// The query, without `?`.
    pub query: &'a str,
    /// The `Content-Type` header.
    pub content_type: &'a str,
    /// The body, or `None` if it is not signed.
    pub body: Option<&'a [u8]>,
}

impl<'a> Signable<'a> {
    /// Creates a `POST` request without a query.
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

    /// Creates a `GET` request with a query.
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

    /// Excludes the body from the signature.
    #[must_use]
    pub const fn unsigned_payload(mut self) -> Self {
        self.body = None;
        self
    }
}

/// A signature with its intermediate texts.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureTrace {
    /// The SHA-256 hash of the body, in hexadecimal.
    pub payload_sha256: String,
    /// The first intermediate text.
    pub canonical_request: String,
    /// The second intermediate text.
    pub string_to_sign: String,
    /// The signature, in hexadecimal.
    pub signature: String,
    /// The names of the signed headers.
    pub signed_headers: &'static str,
    /// The `Authorization` header.
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
    /// Creates a signer without cached keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the `Authorization` header. `timestamp` is in seconds since the Unix epoch.
    #[must_use]
    pub fn authorization(
        &self,
        credential: &Credential,
        service: &str,
        what: &Signable<'_>,
        timestamp: u64,
    ) -> String {
        // One buffer serves all intermediate texts and the header.
        let mut text = String::with_capacity(TEXT_CAPACITY);
        let payload = payload(what.body);
        put(&mut text, &canonical(what, &payload));
        let canonical = HexDigest::of_text(&text);
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

    /// Returns the signature with its intermediate texts, to compare implementations.
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
        let hash = HexDigest::of_text(&canonical_request);
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
