//! Errors of receivers.

/// Why a callback was refused.
///
/// The variant is for the application: for its logs and metrics. Answer all errors with the same status
/// other than 200, and without a text. Without a token, a sender who can distinguish
/// [`Padding`](Self::Padding) from the later errors can decrypt messages (a padding oracle). For the same
/// reason, the messages of all errors after decryption are equal; `Debug` shows the variant.
///
/// The variants are in the order of the checks. No error contains data of the request.
///
/// ```
/// use tencent_runtime::callback::{Events, ReceiveError, Received};
///
/// /// The status of the answer: the sender learns nothing about the error.
/// fn status<E: Events>(received: &Result<Received<E>, ReceiveError>) -> u16 {
///     match received {
///         Ok(_) => 200,
///         Err(_) => 400,
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiveError {
    /// The body is longer than the limit of the receiver.
    #[error(
        "the body of the callback is too long; raise the limit of the receiver if it is genuine"
    )]
    TooLong,
    /// The request is signed, but the receiver has no token to verify it.
    #[error("the callback is signed, but no token is configured; configure the token of the URL")]
    NoToken,
    /// The signature is missing or wrong: the request is forged or was changed, or the token is another one.
    #[error(
        "the signature of the callback is missing or wrong; compare the token with the console"
    )]
    Signature,
    /// The body is empty, or is neither a message nor an encrypted one.
    #[error("the body is not a callback of a known format")]
    Body,
    /// The message is encrypted, but the receiver has no key.
    #[error("the callback is encrypted, but no key is configured; configure the key of the URL")]
    NoKey,
    /// The message is not encrypted, although the receiver has a key.
    #[error(
        "the callback is not encrypted, although a key is configured; compare the key with the console"
    )]
    Downgrade,
    /// The encrypted text is not Base64 in the standard alphabet, with padding.
    #[error("{UNDECRYPTABLE}")]
    Base64,
    /// The ciphertext is empty, or its length is not a multiple of 16 bytes.
    #[error("{UNDECRYPTABLE}")]
    Length,
    /// The padding is invalid. Most likely, the key is another one.
    #[error("{UNDECRYPTABLE}")]
    Padding,
    /// The decrypted text is not UTF-8.
    #[error("{UNDECRYPTABLE}")]
    Utf8,
    /// The decrypted text is not JSON, or is nested deeper than 127 levels.
    #[error("{UNDECRYPTABLE}")]
    Json,
    /// The decrypted JSON is not a message.
    #[error("{UNDECRYPTABLE}")]
    Envelope,
}

const UNDECRYPTABLE: &str =
    "the callback could not be decrypted to a message; compare the key with the console";
