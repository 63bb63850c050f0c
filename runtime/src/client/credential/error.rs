//! Errors of credential providers.

use std::error::Error as StdError;
use std::fmt;
use std::time::SystemTime;

use jiff::Timestamp;
use thiserror::Error;

/// Why a provider returned no credential.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CredentialError {
    /// The source has no credential. A chain asks the next provider.
    #[error("{place}: {reason}")]
    #[non_exhaustive]
    Missing {
        /// The source.
        place: String,
        /// What is missing.
        reason: String,
    },
    /// The source has an incomplete or invalid credential. A chain stops, because the next provider
    /// may have the credential of another account.
    #[error("{place}: the credential cannot be used: {reason}")]
    #[non_exhaustive]
    Unusable {
        /// The source.
        place: String,
        /// The reason.
        reason: String,
    },
    /// The credential of the source has expired. A chain asks the next provider.
    #[error("{place}: the credential ran out at {}; it is {}", format_time(*.at), format_time(*.now))]
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
    #[error("no credential was found:{}", listed(.0))]
    NotFound(Vec<CredentialError>),
    /// The provider failed. A chain asks the next provider.
    #[error("the credential's provider failed: {0}")]
    Provider(#[source] Box<dyn StdError + Send + Sync>),
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

    /// Creates [`CredentialError::Provider`] from an error or a text.
    ///
    /// `Display` and `Debug` of the source are shown, so they must not contain secrets.
    #[must_use]
    pub fn provider(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Provider(source.into())
    }
}

fn listed(errors: &[CredentialError]) -> String {
    errors.iter().map(|error| format!("\n  {error}")).collect()
}

/// Formats a time in seconds.
pub(super) fn format_time(time: SystemTime) -> String {
    let time = Timestamp::try_from(time).map(|time| time.as_second());
    let second = time.and_then(Timestamp::from_second);
    second.map_or_else(
        |_| "a time beyond all calendars".to_owned(),
        |time| time.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn a_provider_s_own_error_is_kept() {
        let reason = std::io::Error::other("the server of roles is away");
        let error = CredentialError::provider(reason);
        assert!(error.to_string().contains("server of roles"), "{error}");
        let source = error.source().unwrap();
        assert!(source.downcast_ref::<std::io::Error>().is_some());
        let told = CredentialError::provider("a text").to_string();
        assert!(told.ends_with("failed: a text"), "{told}");
    }

    #[test]
    fn times_are_shown_as_people_read_them() {
        let time = UNIX_EPOCH + Duration::from_millis(1_700_000_000_900);
        assert_eq!(format_time(time), "2023-11-14T22:13:20Z");
        let far = UNIX_EPOCH + Duration::from_secs(1 << 60);
        assert_eq!(format_time(far), "a time beyond all calendars");
    }
}
