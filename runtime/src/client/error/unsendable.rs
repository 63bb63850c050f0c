//! Requests that cannot be sent.

/// How to read the events of an action.
pub(crate) const READ_EVENTS: &str =
    "read them with `.stream()`, or with the method of the blocking client that ends in `_stream`";

/// Why a request cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsendable {
    /// The region is not a valid header value.
    #[error("the region must be visible ASCII characters, like ap-guangzhou")]
    Region,

    /// The request asks for a stream of events, but the caller waits for one response.
    #[error("`{member}` is true, so the service answers with a stream of events; {READ_EVENTS}")]
    #[non_exhaustive]
    Events {
        /// The member of the request that asks for events.
        member: &'static str,
    },

    /// The request cannot be written as JSON, because a number is infinite or NaN.
    #[error("the request cannot be written as JSON: {reason}")]
    #[non_exhaustive]
    Json {
        /// The reason, without values of the request.
        reason: String,
    },

    /// The request is larger than the client's limit,
    /// [`max_request_bytes`](crate::client::ClientBuilder::max_request_bytes).
    #[error(
        "the request has {bytes} bytes, and the limit is {limit}; split it into smaller requests, or \
         raise `max_request_bytes` if the action accepts more"
    )]
    #[non_exhaustive]
    TooLarge {
        /// The size of the request in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
}

impl Unsendable {
    /// Creates [`Unsendable::Json`]. The reason must not contain values of the request.
    ///
    /// Stubs create it to test how a program handles it:
    ///
    /// ```
    /// use tencent_runtime::client::Error;
    /// use tencent_runtime::client::error::Unsendable;
    ///
    /// let error = Error::from(Unsendable::json("a number is infinite"));
    /// assert!(!error.is_retryable());
    /// ```
    #[must_use]
    pub fn json(reason: impl Into<String>) -> Self {
        Self::Json {
            reason: reason.into(),
        }
    }

    /// Creates [`Unsendable::Events`]: `member` of the request asks for a stream of events.
    #[must_use]
    pub fn events(member: &'static str) -> Self {
        Self::Events { member }
    }

    /// Creates [`Unsendable::TooLarge`]: a request of `bytes` bytes, which is more than `limit`.
    #[must_use]
    pub fn too_large(bytes: usize, limit: usize) -> Self {
        Self::TooLarge { bytes, limit }
    }
}
