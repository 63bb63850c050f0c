//! Creates callbacks like the service.

use std::fmt;

use super::event::Events;
use super::signature::sign;
use super::{Message, MsgFormat, Protection, ProtectionError, cipher};

/// Creates the requests of callbacks, for tests of an application and to forward messages to another one.
/// It does not send them.
///
/// ```
/// use tencent_runtime::callback::Sender;
///
/// let sender = Sender::new("0123456789abcdef0123456789abcdef", "a token").unwrap();
/// let request = sender.probe();
/// assert!(request.signature.is_some());
/// ```
#[derive(Clone, Debug)]
pub struct Sender {
    protection: Protection,
}

/// The signature and the body of a request. `Debug` shows neither.
///
/// Send it with `POST`, the content type `application/json`, and the signature in the header
/// [`SIGNATURE_HEADER`](super::SIGNATURE_HEADER).
///
/// ```
/// use tencent_runtime::callback::{CallbackRequest, Events, ReceiveError, Received, Receiver};
///
/// fn deliver<E: Events>(
///     request: &CallbackRequest,
///     receiver: &Receiver<E>,
/// ) -> Result<Received<E>, ReceiveError> {
///     let (signature, body) = request.parts();
///     receiver.receive(signature, body)
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallbackRequest {
    /// The value of the header, or `None` without a token.
    pub signature: Option<String>,
    /// The body.
    pub body: String,
}

impl CallbackRequest {
    /// Returns the arguments of [`Receiver::receive`](super::Receiver::receive).
    #[must_use]
    pub fn parts(&self) -> (Option<&[u8]>, &[u8]) {
        let signature = self.signature.as_deref().map(str::as_bytes);
        (signature, self.body.as_bytes())
    }
}

impl fmt::Debug for CallbackRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackRequest").finish_non_exhaustive()
    }
}

impl Sender {
    /// Creates a sender of encrypted and signed messages, with the encryption key (32 characters) and the
    /// token of the receiver.
    ///
    /// # Errors
    ///
    /// If the key does not have 32 bytes, or the token is empty.
    pub fn new(key: &str, token: &str) -> Result<Self, ProtectionError> {
        Protection::new(key, token).map(Self::with_protection)
    }

    /// Creates a sender without a key, without a token, or without both.
    #[must_use]
    pub const fn with_protection(protection: Protection) -> Self {
        Self { protection }
    }

    /// Creates the request of a message. It contains the [text](Message::json) of the message unchanged.
    #[must_use]
    pub fn request<E: Events>(&self, message: &Message<E>) -> CallbackRequest {
        let json = message.json();
        self.signed(match (self.protection.key(), message.format()) {
            (None, _) => json.to_owned(),
            (Some(key), MsgFormat::V1) => cipher::encrypt(key, json),
            (Some(key), MsgFormat::V2) => {
                format!(r#"{{"encrypt":"{}"}}"#, cipher::encrypt(key, json))
            }
        })
    }

    /// Creates a request that only checks whether the URL can be reached.
    #[must_use]
    pub fn probe(&self) -> CallbackRequest {
        self.signed("{}".to_owned())
    }

    fn signed(&self, body: String) -> CallbackRequest {
        let token = self.protection.token();
        CallbackRequest {
            signature: token.and_then(|token| sign(token, body.as_bytes())),
            body,
        }
    }
}
