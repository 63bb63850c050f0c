//! Requests that cannot be sent.

/// Why a request cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsendable {
    /// The region is not a valid header value.
    #[error("the region must be visible ASCII characters, like ap-guangzhou")]
    Region,

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
    pub(crate) fn json(error: serde_json::Error) -> Self {
        Self::Json {
            reason: error.to_string(),
        }
    }
}
