//! Receives and creates callbacks: messages that the service posts to the URL of an application.
//!
//! [`Receiver`] verifies and decrypts the body of a request and returns its message. [`Sender`]
//! creates such bodies, for tests and to forward messages. Neither does I/O. The generated crate
//! provides the [`Events`]: the types of messages and their payloads.
//!
//! # The format
//!
//! | | V2 | V1 |
//! |---|---|---|
//! | body with a key | `{"encrypt":"<Base64>"}` | the Base64 text alone |
//! | body without a key | the JSON text of the message | the JSON text of the message |
//! | message | an envelope: `MsgId`, `MsgType`, `MsgVersion`, `MsgData` | for one type, `MsgData` without the envelope |
//!
//! Encryption is AES-256-CBC with PKCS#7 padding. The key is 32 bytes, the initialization vector is its
//! first 16 bytes. The signature is HMAC-SHA256 of the body with the token as the key, in the header
//! [`SIGNATURE_HEADER`].

mod cipher;
mod error;
mod event;
mod json_data;
mod message;
mod protection;
mod receiver;
mod sender;
mod signature;

pub use error::ReceiveError;
#[doc(hidden)]
pub use event::MessageData;
pub use event::{Events, UnknownEvent, WithoutEnvelope};
pub use json_data::JsonData;
pub use message::{Message, MsgFormat};
pub use protection::{Protection, ProtectionError};
pub use receiver::{DEFAULT_MAX_BODY_BYTES, Received, Receiver};
pub use sender::{CallbackRequest, Sender};
pub use signature::SIGNATURE_HEADER;
