//! Requests that cannot be sent.

/// Why a request cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsendable {
    /// The region is not a valid header value.
    #[error("the region must be visible ASCII characters, like ap-guangzhou")]
    Region,

    /// The service needs a region, and neither the client nor the call has one.
    #[error(
        "the service `{service}` needs a region, and none is set: set `region` of the client or of the call \
         (`--region` of the command line), or TENCENTCLOUD_REGION; an empty text sends the request without a \
         region"
    )]
    #[non_exhaustive]
    MissingRegion {
        /// The service.
        service: &'static str,
    },

    /// Upstream does not document the number of the first page of a list, and the request has none.
    #[error(
        "set `{member}` to the number of the first page, which upstream does not document: 1 for most \
         lists, 0 for some"
    )]
    #[non_exhaustive]
    MissingPage {
        /// The member of the request.
        member: &'static str,
    },

    /// A member is sent as a header, and its value cannot be one.
    #[error("`{member}` is sent as a header, so it must be a text of visible ASCII characters")]
    #[non_exhaustive]
    Header {
        /// The member of the request.
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

    /// Creates [`Unsendable::MissingRegion`].
    #[must_use]
    pub fn missing_region(service: &'static str) -> Self {
        Self::MissingRegion { service }
    }

    /// Creates [`Unsendable::MissingPage`].
    #[must_use]
    pub fn missing_page(member: &'static str) -> Self {
        Self::MissingPage { member }
    }

    /// Creates [`Unsendable::Header`].
    #[must_use]
    pub fn header(member: &'static str) -> Self {
        Self::Header { member }
    }

    /// Creates [`Unsendable::TooLarge`]: a request of `bytes` bytes, which is more than `limit`.
    #[must_use]
    pub fn too_large(bytes: usize, limit: usize) -> Self {
        Self::TooLarge { bytes, limit }
    }
}
