//! The receiver of callbacks.

use std::fmt;
use std::marker::PhantomData;

use serde_json::Value;

use super::event::Events;
use super::signature::is_signature;
use super::{Message, Protection, ProtectionError, ReceiveError, cipher};

/// The default limit for the length of a body, in bytes: 10 MiB, as in Tencent's own receiver.
pub const DEFAULT_MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// The body of a request that only checks whether the URL can be reached.
const PROBE: &[u8] = b"{}";

/// Verifies, decrypts and decodes callbacks.
///
/// It does no I/O and keeps no state, so one receiver serves all threads. It cannot detect requests that
/// are recorded and sent again, because the signature contains no time: remove duplicates with
/// [`Message::deduplication_key`].
///
/// ```
/// use tencent_runtime::callback::{Events, Received, Receiver};
///
/// /// Handles a request of a web server. Returns the status of the answer.
/// fn handle<E: Events>(receiver: &Receiver<E>, signature: Option<&[u8]>, body: &[u8]) -> u16 {
///     match receiver.receive(signature, body) {
///         Ok(Received::Message(message)) => {
///             println!("{}", message.msg_type());
///             200
///         }
///         Ok(_) => 200,
///         Err(_) => 400,
///     }
/// }
/// ```
pub struct Receiver<E> {
    protection: Protection,
    max_body_bytes: usize,
    events: PhantomData<fn() -> E>,
}

/// The result of a valid request. Answer both variants with status 200.
///
/// ```
/// use tencent_runtime::callback::{Events, Message, Received};
///
/// fn message<E: Events>(received: Received<E>) -> Option<Message<E>> {
///     match received {
///         Received::Message(message) => Some(message),
///         _ => None,
///     }
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Received<E: Events> {
    /// The request only checks whether the URL can be reached. There is nothing to do.
    Probe,
    /// A message. Store it before you answer: the service does not send it again after status 200.
    Message(Message<E>),
}

impl<E: Events> Receiver<E> {
    /// Creates a receiver of encrypted and signed messages, with the encryption key (32 characters) and the
    /// token of the callback URL.
    ///
    /// If one of them is not configured, use [`with_protection`](Self::with_protection).
    ///
    /// # Errors
    ///
    /// If the key does not have 32 bytes, or the token is empty.
    pub fn new(key: &str, token: &str) -> Result<Self, ProtectionError> {
        Protection::new(key, token).map(Self::with_protection)
    }

    /// Creates a receiver for a URL without a key, without a token, or without both.
    #[must_use]
    pub const fn with_protection(protection: Protection) -> Self {
        Self {
            protection,
            max_body_bytes: DEFAULT_MAX_BODY_BYTES,
            events: PhantomData,
        }
    }

    /// Sets the limit for the length of a body, in bytes. The default is [`DEFAULT_MAX_BODY_BYTES`].
    ///
    /// A web framework reads the body before the receiver sees it, and has a limit of its own, which is
    /// often lower.
    #[must_use]
    pub const fn max_body_bytes(mut self, limit: usize) -> Self {
        self.max_body_bytes = limit;
        self
    }

    /// Returns the protection of the messages.
    #[must_use]
    pub const fn protection(&self) -> &Protection {
        &self.protection
    }

    /// Verifies, decrypts and decodes a request.
    ///
    /// - `signature` is the value of the header [`SIGNATURE_HEADER`](super::SIGNATURE_HEADER), or `None` if
    ///   the request has no such header. It is bytes, because a header that is not text must not count as
    ///   missing.
    /// - `body` is the body as received. JSON that was parsed and written again has another signature.
    ///
    /// The signature is verified before anything else is read. The content type has no meaning.
    ///
    /// # Errors
    ///
    /// If the request is not a valid callback. [`ReceiveError`] lists the causes in the order of the checks.
    /// After a status other than 200, the service sends the request again.
    pub fn receive(
        &self,
        signature: Option<&[u8]>,
        body: &[u8],
    ) -> Result<Received<E>, ReceiveError> {
        if body.len() > self.max_body_bytes {
            return Err(ReceiveError::TooLong);
        }
        let content = body.trim_ascii();
        match (self.protection.token(), signature) {
            (None, None) => {}
            (None, Some(_)) => return Err(ReceiveError::NoToken),
            // Probes can be unsigned.
            (Some(_), None) if content == PROBE => return Ok(Received::Probe),
            (Some(token), Some(signature)) if is_signature(signature, token, body) => {}
            (Some(_), _) => return Err(ReceiveError::Signature),
        }
        match content.first() {
            None => Err(ReceiveError::Body),
            Some(b'{' | b'[' | b'"') => self.json_body(body),
            Some(_) => self.encrypted(body),
        }
    }

    fn json_body(&self, body: &[u8]) -> Result<Received<E>, ReceiveError> {
        let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
            return Err(ReceiveError::Body);
        };
        if members.is_empty() {
            return Ok(Received::Probe);
        }
        match members.get("encrypt") {
            Some(Value::String(base64)) => self.encrypted(base64.as_bytes()),
            Some(_) => Err(ReceiveError::Body),
            None => self.plain(body),
        }
    }

    fn encrypted(&self, base64: &[u8]) -> Result<Received<E>, ReceiveError> {
        let key = self.protection.key().ok_or(ReceiveError::NoKey)?;
        let json = cipher::decrypt(key, base64)?;
        Message::from_json(json).map(Received::Message)
    }

    fn plain(&self, body: &[u8]) -> Result<Received<E>, ReceiveError> {
        let json = std::str::from_utf8(body).map_err(|_| ReceiveError::Body)?;
        let message = Message::from_json(json).map_err(|_| ReceiveError::Body)?;
        if self.protection.has_key() {
            return Err(ReceiveError::Downgrade);
        }
        Ok(Received::Message(message))
    }
}

impl<E> Clone for Receiver<E> {
    fn clone(&self) -> Self {
        Self {
            protection: self.protection.clone(),
            ..*self
        }
    }
}

impl<E> fmt::Debug for Receiver<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("protection", &self.protection)
            .field("max_body_bytes", &self.max_body_bytes)
            .finish()
    }
}
