//! The error of a rate limiter.

use std::error::Error as StdError;
use std::fmt;

use super::QueueTimeout;

/// Why a limiter gives no permit to send a request.
///
/// A type that implements [`LimitRate`](crate::client::rate_limit::LimitRate) returns it.
#[derive(Debug)]
#[non_exhaustive]
pub enum PermitError {
    /// The permit would come too late. The call fails with [`Error::QueueTimeout`](super::Error::QueueTimeout).
    QueueTimeout(QueueTimeout),
    /// The limiter failed. The call fails with [`Error::RateLimiter`](super::Error::RateLimiter).
    Limiter(Box<dyn StdError + Send + Sync>),
}

impl PermitError {
    /// Creates [`PermitError::Limiter`] from an error or a text.
    ///
    /// `Display` and `Debug` of the source are shown, so they must not contain secrets.
    #[must_use]
    pub fn limiter(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Limiter(source.into())
    }
}

impl fmt::Display for PermitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueTimeout(error) => error.fmt(f),
            Self::Limiter(source) => write!(f, "the rate limiter failed: {source}"),
        }
    }
}

impl StdError for PermitError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::QueueTimeout(_) => None,
            Self::Limiter(source) => Some(&**source),
        }
    }
}

impl From<QueueTimeout> for PermitError {
    fn from(error: QueueTimeout) -> Self {
        Self::QueueTimeout(error)
    }
}
