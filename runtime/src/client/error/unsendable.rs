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

    /// The request asks for a stream of events, but the caller waits for one response.
    #[error("`{member}` is true, so the service answers with a stream of events; {READ_EVENTS}")]
    #[non_exhaustive]
    Events {
        /// The member of the request that asks for events.
        member: &'static str,
    },

    /// The request cannot be written as JSON: a number is infinite or NaN, or the request is not an object.
    #[error("the request cannot be written as JSON: {reason}")]
    #[non_exhaustive]
    Json {
        /// The reason, without values of the request.
        reason: String,
    },

    /// The name or the version of the action of [`call_json`](crate::client::JsonRequest) is invalid.
    #[error("the action cannot be called: {reason}")]
    #[non_exhaustive]
    Action {
        /// The reason.
        reason: String,
    },

    /// A header cannot be sent: one of [`CallOptions::header`](crate::client::CallOptions::header), or a member
    /// of the request that is sent as a header.
    #[error("the header `{name}` cannot be sent: {reason}")]
    #[non_exhaustive]
    Header {
        /// The name of the header.
        name: String,
        /// The reason, without the value.
        reason: String,
    },

    /// A member of [`CallOptions::member`](crate::client::CallOptions::member) cannot be sent.
    #[error("the member `{name}` cannot be added: {reason}")]
    #[non_exhaustive]
    Member {
        /// The name of the member.
        name: String,
        /// The reason, without the value.
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

    /// Creates [`Unsendable::Events`]: `member` of the request asks for a stream of events.
    #[must_use]
    pub fn events(member: &'static str) -> Self {
        Self::Events { member }
    }

    /// Creates [`Unsendable::Action`].
    #[must_use]
    pub fn action(reason: impl Into<String>) -> Self {
        Self::Action {
            reason: reason.into(),
        }
    }

    /// Creates [`Unsendable::Header`]. The reason must not contain the value.
    #[must_use]
    pub fn header(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Header {
            name: name.into(),
            reason: reason.into(),
        }
    }

    /// Creates [`Unsendable::Member`]. The reason must not contain the value.
    #[must_use]
    pub fn member(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Member {
            name: name.into(),
            reason: reason.into(),
        }
    }

    /// Creates [`Unsendable::TooLarge`]: a request of `bytes` bytes, which is more than `limit`.
    #[must_use]
    pub fn too_large(bytes: usize, limit: usize) -> Self {
        Self::TooLarge { bytes, limit }
    }
}
