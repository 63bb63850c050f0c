//! The secrets of a callback URL: the encryption key and the token.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretBox, SecretString};

/// The length of a key.
const KEY_BYTES: usize = 32;

/// The encryption key and the token that are configured for a callback URL.
///
/// The key encrypts messages, and the token signs them. The service treats both as optional. Leaving
/// one out is an explicit choice here:
///
/// - Without a token, nobody can verify who sent a message, even if it is encrypted: the ciphertext
///   can be changed without the key, and recorded messages can be sent again.
/// - Without a key, proxies on the way can read names, phone numbers and identity numbers.
///
/// `Debug` shows only whether they exist.
///
/// ```
/// use tencent_runtime::callback::Protection;
///
/// let protection = Protection::new("0123456789abcdef0123456789abcdef", "a token").unwrap();
/// assert!(protection.has_key() && protection.has_token());
/// ```
#[derive(Clone)]
pub struct Protection {
    key: Option<Key>,
    token: Option<SecretString>,
}

/// An encryption key. Clones share it.
#[derive(Clone)]
pub(super) struct Key(Arc<SecretBox<[u8; KEY_BYTES]>>);

impl Key {
    pub(super) fn bytes(&self) -> &[u8; KEY_BYTES] {
        self.0.expose_secret()
    }
}

impl Protection {
    /// Messages are encrypted with the key and signed with the token.
    ///
    /// The key is the text of 32 characters that the console shows. Do not decode it, even if it looks
    /// like hexadecimal digits.
    ///
    /// # Errors
    ///
    /// If the key does not have 32 bytes, or the token is empty.
    pub fn new(key: &str, token: &str) -> Result<Self, ProtectionError> {
        Ok(Self {
            key: Some(checked_key(key)?),
            token: Some(checked_token(token)?),
        })
    }

    /// Messages are encrypted, but not signed: anyone who knows the URL can replay and change them.
    ///
    /// # Errors
    ///
    /// If the key does not have 32 bytes.
    pub fn without_token(key: &str) -> Result<Self, ProtectionError> {
        Ok(Self {
            key: Some(checked_key(key)?),
            token: None,
        })
    }

    /// Messages are signed, but not encrypted.
    ///
    /// # Errors
    ///
    /// If the token is empty.
    pub fn without_key(token: &str) -> Result<Self, ProtectionError> {
        Ok(Self {
            key: None,
            token: Some(checked_token(token)?),
        })
    }

    /// Messages are neither encrypted nor signed: anyone who knows the URL can send any message.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            key: None,
            token: None,
        }
    }

    /// Returns whether messages are encrypted.
    #[must_use]
    pub const fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Returns whether messages are signed.
    #[must_use]
    pub const fn has_token(&self) -> bool {
        self.token.is_some()
    }

    pub(super) fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_ref().map(ExposeSecret::expose_secret)
    }
}

impl fmt::Debug for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Protection")
            .field("has_key", &self.has_key())
            .field("has_token", &self.has_token())
            .finish()
    }
}

fn checked_key(key: &str) -> Result<Key, ProtectionError> {
    let bytes = <[u8; KEY_BYTES]>::try_from(key.as_bytes());
    let bytes = bytes.map_err(|_| ProtectionError::KeyLength { found: key.len() })?;
    Ok(Key(Arc::new(SecretBox::new(Box::new(bytes)))))
}

fn checked_token(token: &str) -> Result<SecretString, ProtectionError> {
    if token.is_empty() {
        return Err(ProtectionError::EmptyToken);
    }
    Ok(token.into())
}

/// Why a key or a token cannot be used.
///
/// ```
/// use tencent_runtime::callback::{Protection, ProtectionError};
///
/// let refused = Protection::without_key("");
/// assert_eq!(refused.unwrap_err(), ProtectionError::EmptyToken);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProtectionError {
    /// The key does not have 32 bytes.
    #[error(
        "the encryption key has {found} bytes, but must have 32; copy it from the console without quotes and line feeds, and do not decode it"
    )]
    KeyLength {
        /// The length in bytes.
        found: usize,
    },
    /// The token is empty, so that anyone could sign.
    #[error("the token is empty; copy it from the console, or choose a protection without a token")]
    EmptyToken,
}
