//! Errors of credential providers.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use crate::client::clock::format_utc;

/// Why a provider returned no credential.
///
/// A chain asks the next provider only after [`Missing`](Self::Missing) and
/// [`NotFound`](Self::NotFound). After any other error, the next provider may have the credential of
/// another account.
///
/// ```
/// use tencent_runtime::client::credential::CredentialError;
///
/// let missing = CredentialError::missing("vault", "VAULT_ADDR is not set");
/// let failed = CredentialError::provider("the vault did not respond");
/// assert!(!missing.is_retryable() && failed.is_retryable());
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CredentialError {
    /// The source is not configured.
    #[non_exhaustive]
    Missing {
        /// The source.
        place: String,
        /// The missing parts.
        reason: String,
    },
    /// The source has an incomplete or invalid credential, or the server refused to issue one. The
    /// same search fails again.
    #[non_exhaustive]
    Unusable {
        /// The source.
        place: String,
        /// The reason.
        reason: String,
    },
    /// The credential of the source has expired.
    #[non_exhaustive]
    Expired {
        /// The source.
        place: String,
        /// The time of expiry.
        at: SystemTime,
        /// The current time.
        now: SystemTime,
    },
    /// No provider of a chain has a credential.
    NotFound(Vec<CredentialError>),
    /// The provider failed, but may succeed later. Clients ask it again, within the limits of their
    /// [`RetryPolicy`](crate::client::RetryPolicy).
    Provider(Arc<dyn StdError + Send + Sync>),
}

impl CredentialError {
    /// Creates [`CredentialError::Missing`].
    #[must_use]
    pub fn missing(place: impl fmt::Display, reason: impl Into<String>) -> Self {
        Self::Missing {
            place: place.to_string(),
            reason: reason.into(),
        }
    }

    /// Creates [`CredentialError::Unusable`].
    #[must_use]
    pub fn unusable(place: impl fmt::Display, reason: impl Into<String>) -> Self {
        Self::Unusable {
            place: place.to_string(),
            reason: reason.into(),
        }
    }

    /// Creates [`CredentialError::Provider`] from an error or a text. Use it only for failures that
    /// may pass.
    ///
    /// `Display` and `Debug` of the source are shown, so they must not contain secrets.
    #[must_use]
    pub fn provider(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Provider(Arc::from(source.into()))
    }

    /// Returns whether the provider may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Provider(_))
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { place, reason } => write!(f, "{place}: {reason}"),
            Self::Unusable { place, reason } => {
                write!(f, "{place}: the credential cannot be used: {reason}")
            }
            Self::Expired { place, at, now } => {
                let (at, now) = (format_time(*at), format_time(*now));
                write!(
                    f,
                    "{place}: the credential expired at {at}; the time is {now}"
                )
            }
            Self::NotFound(errors) => {
                f.write_str("no credential was found:")?;
                errors.iter().try_for_each(|error| write!(f, "\n  {error}"))
            }
            Self::Provider(source) => write!(f, "the credential's provider failed: {source}"),
        }
    }
}

// By hand, because thiserror would return the `Arc` as the source, which cannot be downcast.
impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Provider(source) => Some(&**source),
            _ => None,
        }
    }
}

/// Formats a time in seconds.
pub(super) fn format_time(time: SystemTime) -> String {
    format_utc(time).unwrap_or_else(|| "a time that cannot be shown".to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn the_source_of_an_error_is_kept() {
        let reason = std::io::Error::other("the server of roles is away");
        let error = CredentialError::provider(reason);
        assert!(error.to_string().contains("server of roles"), "{error}");
        let source = error.source().unwrap();
        assert!(source.downcast_ref::<std::io::Error>().is_some());
        let message = CredentialError::provider("a text").to_string();
        assert!(message.ends_with("failed: a text"), "{message}");
    }

    #[test]
    fn times_are_formatted_in_seconds() {
        let time = UNIX_EPOCH + Duration::from_millis(1_700_000_000_900);
        assert_eq!(format_time(time), "2023-11-14T22:13:20Z");
        let far = UNIX_EPOCH + Duration::from_secs(1 << 60);
        assert_eq!(format_time(far), "a time that cannot be shown");
    }
}
