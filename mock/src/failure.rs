//! Failures on purpose.

use std::time::Duration;

/// A failure of the server or of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The connection closes before the server has read the body. The request was not executed.
    DropBeforeBody,
    /// The connection closes after the server has read the body, without an answer. The client
    /// cannot know whether the request was executed.
    DropAfterBody,
    /// The connection closes in the middle of the answer.
    TruncatedBody,
    /// The answer is complete, but its JSON is cut off.
    TruncatedJson,
    /// A proxy answers with an HTML page and this status, such as 503.
    Html(u16),
    /// The answer has no body.
    Empty,
    /// The answer has a body that is not JSON, and status 200.
    NotJson,
    /// The server's clock differs from the client's: the `Date` header is that far ahead, and the
    /// signature counts as expired.
    ClockAhead(Duration),
    /// The token of the credential has expired.
    ExpiredToken,
    /// The rate limit of the account is exceeded.
    Throttled,
}
