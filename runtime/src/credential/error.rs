//! Why there is no credential.

use std::error::Error as StdError;
use std::fmt;
use std::time::SystemTime;

use jiff::Timestamp;
use thiserror::Error;

/// Why there is no credential.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CredentialError {
    /// A source has none. A chain asks the next one.
    #[error("{place}: {reason}")]
    #[non_exhaustive]
    Missing {
        /// Where it was looked for.
        place: String,
        /// What is not there.
        reason: String,
    },
    /// A source has one that is not whole, or that cannot be read or sent. A chain ends here: somebody
    /// meant that source, and the next one may hold the credential of another account.
    #[error("{place}: the credential cannot be used: {reason}")]
    #[non_exhaustive]
    Unusable {
        /// Where it was found.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A source has one that ran out. A chain asks the next one.
    #[error("{place}: the credential ran out at {}; it is {}", shown(*.at), shown(*.now))]
    #[non_exhaustive]
    Expired {
        /// Where it was found.
        place: String,
        /// When it ran out.
        at: SystemTime,
        /// What time it is.
        now: SystemTime,
    },
    /// None of several sources has one.
    #[error("no credential was found:{}", listed(.0))]
    NotFound(Vec<CredentialError>),
    /// A provider failed. A chain asks the next one.
    #[error("the credential's provider failed: {0}")]
    Provider(#[source] Box<dyn StdError + Send + Sync>),
}

impl CredentialError {
    /// A source has none.
    #[must_use]
    pub fn missing(place: impl fmt::Display, reason: impl Into<String>) -> Self {
        Self::Missing {
            place: place.to_string(),
            reason: reason.into(),
        }
    }

    /// A source has one that cannot be used.
    #[must_use]
    pub fn unusable(place: impl fmt::Display, reason: impl Into<String>) -> Self {
        Self::Unusable {
            place: place.to_string(),
            reason: reason.into(),
        }
    }

    /// A provider failed for that reason: an error, or a text.
    ///
    /// Neither its text nor its `Debug` may hold anything secret: both are shown.
    #[must_use]
    pub fn provider(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Provider(source.into())
    }
}

fn listed(errors: &[CredentialError]) -> String {
    errors.iter().map(|error| format!("\n  {error}")).collect()
}

/// A time as people read it, to the second.
pub(super) fn shown(time: SystemTime) -> String {
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
        assert_eq!(shown(time), "2023-11-14T22:13:20Z");
        let far = UNIX_EPOCH + Duration::from_secs(1 << 60);
        assert_eq!(shown(far), "a time beyond all calendars");
    }
}
