//! The requests that a mock received.

use std::time::Duration;

use tencent_runtime::validate::Violation;

/// A request that the mock received and could decode.
///
/// ```
/// use tencent_mock::Received;
///
/// fn regions<A>(received: &[Received<A>]) -> Vec<Option<&str>> {
///     received.iter().map(|request| request.header("X-TC-Region")).collect()
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received<A> {
    /// The request.
    pub request: A,
    /// The headers, with their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The rules that the request breaks.
    pub violations: Vec<Violation>,
    /// The time since the start of the mock.
    pub at: Duration,
}

impl<A> Received<A> {
    /// Returns the value of a header. The name may be in upper or lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// A request as the server keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) action: &'static str,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) at: Duration,
}
