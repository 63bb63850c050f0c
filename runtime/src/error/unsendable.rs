//! Requests that cannot be sent.

/// Why a request cannot be sent, whatever is at the other end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsendable {
    /// The region is no value of a header.
    #[error("the region must be visible ASCII characters, like ap-guangzhou")]
    Region,

    /// The request has no form as JSON: a number of it is infinite, or is none.
    #[error("the request cannot be written as JSON: {reason}")]
    #[non_exhaustive]
    Json {
        /// What cannot be written. No value of the request is in it.
        reason: String,
    },

    /// The request is larger than servers take.
    #[error("the request has {bytes} bytes, and servers take {limit}; send less at once")]
    #[non_exhaustive]
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
        /// How many bytes servers take.
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
