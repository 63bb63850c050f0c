//! Options of a call.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::error::Error;
use super::extras::Extras;
use super::recorder::{CallRecord, CallRecorder};
use crate::{Action, ActionInfo};

/// The time limit of a call, unless an option sets another.
pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// The time limit of the rate limiter's queue, unless an option sets another.
pub(super) const DEFAULT_QUEUE_TIMEOUT: Duration = Duration::from_secs(120);

/// The time limit of each event of a stream, unless an option sets another.
pub(super) const DEFAULT_EVENT_TIMEOUT: Duration = Duration::from_secs(60);

/// The language of the server's messages, sent as `X-TC-Language`.
///
/// ```
/// use tencent_runtime::client::{CallOptions, Language};
///
/// let options = CallOptions::new().language(Language::English);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// Chinese (`zh-CN`), the default of the service.
    #[default]
    Chinese,
    /// English (`en-US`). The service does not translate every message.
    English,
}

impl Language {
    /// Returns the value of the header.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en-US",
        }
    }
}

/// Per-call overrides. Unset options use the client's settings.
///
/// ```
/// use std::time::Duration;
/// use tencent_runtime::client::CallOptions;
///
/// let options = CallOptions::new().region("ap-guangzhou").timeout(Duration::from_secs(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    pub(crate) validate: Option<bool>,
    pub(crate) strict_decoding: Option<bool>,
    pub(crate) region: Option<Arc<str>>,
    pub(crate) language: Option<Language>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) queue_timeout: Option<Duration>,
    pub(crate) event_timeout: Option<Duration>,
    pub(crate) retry: Option<bool>,
    pub(crate) rate_limit: Option<bool>,
    pub(crate) max_request_bytes: Option<usize>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) idempotency_tokens: Option<bool>,
    pub(crate) extras: Extras,
    pub(crate) recorder: Option<CallRecorder>,
}

impl CallOptions {
    /// Creates options without overrides.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether the request is validated before it is sent. Default: true.
    ///
    /// Turn validation off if a documented rule is outdated and the server accepts more.
    #[must_use]
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = Some(validate);
        self
    }

    /// Sets whether a value of another type than described fails the call. Default: false.
    ///
    /// By default, such a value is a [`DecodeWarning`](crate::wire::DecodeWarning), which the method
    /// `decode_warnings` of the response returns. In strict mode, the call fails with
    /// [`Error::Undecodable`]. The server may have carried out the request in both cases.
    #[must_use]
    pub fn strict_decoding(mut self, strict: bool) -> Self {
        self.strict_decoding = Some(strict);
        self
    }

    /// Sets the region, sent as `X-TC-Region`: a text, or a constant of [`Region`](crate::Region).
    ///
    /// An empty text means no region, whatever the client's setting is. Some services have no
    /// regions.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into().into());
        self
    }

    /// Sets the language of the server's messages. Default: Chinese.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Sets the time limit for the call: all attempts and the pauses between them. Default: 60
    /// seconds, or that of one attempt if it is longer. Time in the queue of the rate limiter does not count; see
    /// [`queue_timeout`](Self::queue_timeout).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets whether the call may be retried. Default: true.
    #[must_use]
    pub fn retry(mut self, retry: bool) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sets the time limit for the queue of the rate limiter, where the call waits for the permits
    /// of all its attempts. Default: 2 minutes.
    ///
    /// If the calls before it need longer, the call fails at once with
    /// [`Error::QueueTimeout`]. With [`Duration::ZERO`], it never waits for a permit.
    #[must_use]
    pub fn queue_timeout(mut self, timeout: Duration) -> Self {
        self.queue_timeout = Some(timeout);
        self
    }

    /// Sets the time limit for each event of a stream: from the time at which the program waits for it
    /// until it is complete. Default: 60 seconds. Comments that the service sends to keep the connection
    /// open do not extend it.
    ///
    /// The time limits of the [call](Self::timeout) and of the attempt end when the service begins to
    /// answer, so a stream may take any time.
    #[must_use]
    pub fn event_timeout(mut self, timeout: Duration) -> Self {
        self.event_timeout = Some(timeout);
        self
    }

    /// Sets whether the call waits for the rate limit of its action. Default: true.
    #[must_use]
    pub fn rate_limit(mut self, rate_limit: bool) -> Self {
        self.rate_limit = Some(rate_limit);
        self
    }

    /// Sets the maximum size of the request body, in bytes. Default: the limit of the action, which
    /// is 10 MiB for most actions.
    #[must_use]
    pub fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.max_request_bytes = Some(bytes);
        self
    }

    /// Sets whether the call counts as idempotent: it is then retried if its outcome is unknown. Default: by
    /// the action ([`ActionInfo::idempotent`]), and by its idempotency token.
    ///
    /// Set it to `true` only if executing the request twice does no harm.
    #[must_use]
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// Sets whether the client adds an idempotency token to a request without one, if the action has a member
    /// for it ([`ActionInfo::idempotency_token`]). Default: true.
    ///
    /// The token is random, and all attempts of the call send the same one, so the call can be retried if its
    /// outcome is unknown. [`CallRecord::idempotency_token`](super::CallRecord::idempotency_token) returns it. A
    /// token that the request contains is never replaced, not even an empty text.
    #[must_use]
    pub fn idempotency_tokens(mut self, add: bool) -> Self {
        self.idempotency_tokens = Some(add);
        self
    }

    /// Adds a header to the request, for example `traceparent`. It replaces an option with the same name.
    ///
    /// The header is not signed. The value is never shown. The call fails with [`Error::Unsendable`] if the name
    /// or the value is invalid, or if the client sets the header itself: `Authorization`, `Host`,
    /// `Content-Type`, all that begin with `X-TC-` or `Proxy-`, and those of the connection.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extras.set_header(name.into(), value.into());
        self
    }

    /// Adds a member to the request, next to those of its type, for example one that the crate does not know
    /// yet. It replaces an option with the same name.
    ///
    /// The member is signed, but not validated. Its value is sensitive: it is never shown. The call fails with
    /// [`Error::Unsendable`] if the request contains a member with the same name.
    #[must_use]
    pub fn member(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extras.set_member(name.into(), value.into());
        self
    }

    /// Sets the recorder of the call. It gets the attempts, the times and the response as the server sent it.
    #[must_use]
    pub fn recorder(mut self, recorder: &CallRecorder) -> Self {
        self.recorder = Some(recorder.clone());
        self
    }

    /// Passes a record to the recorder, if there is one. Stubs do so in place of a client.
    pub fn record(&self, record: CallRecord) {
        if let Some(recorder) = &self.recorder {
            recorder.set(record);
        }
    }

    /// Merges two sets of options. The options in `self` take precedence.
    #[must_use]
    pub fn or(&self, others: &Self) -> Self {
        Self {
            validate: self.validate.or(others.validate),
            strict_decoding: self.strict_decoding.or(others.strict_decoding),
            region: self.region.clone().or_else(|| others.region.clone()),
            language: self.language.or(others.language),
            timeout: self.timeout.or(others.timeout),
            queue_timeout: self.queue_timeout.or(others.queue_timeout),
            event_timeout: self.event_timeout.or(others.event_timeout),
            retry: self.retry.or(others.retry),
            rate_limit: self.rate_limit.or(others.rate_limit),
            max_request_bytes: self.max_request_bytes.or(others.max_request_bytes),
            idempotent: self.idempotent.or(others.idempotent),
            idempotency_tokens: self.idempotency_tokens.or(others.idempotency_tokens),
            extras: self.extras.or(&others.extras),
            recorder: self.recorder.clone().or_else(|| others.recorder.clone()),
        }
    }

    /// Shortens the time limits of the call and of the queue, so that both end within `left`.
    pub(super) fn limit_time(&mut self, action: &ActionInfo, left: Duration) {
        let default = || longer_than_server(DEFAULT_TIMEOUT, action);
        let timeout = self.timeout.unwrap_or_else(default);
        let queue_timeout = self.queue_timeout.unwrap_or(DEFAULT_QUEUE_TIMEOUT);
        self.timeout = Some(timeout.min(left));
        self.queue_timeout = Some(queue_timeout.min(left));
    }

    /// Validates a request, unless validation is off.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every violation.
    pub fn check<A: Action>(&self, request: &A) -> Result<(), Error> {
        if self.validate == Some(false) {
            return Ok(());
        }
        Ok(request.validate()?)
    }
}

/// The time for the connection and the transfer, which the time limit of the server does not contain.
const TRANSFER_TIME: Duration = Duration::from_secs(5);

/// Returns a default time limit in which the server can use its own time limit.
pub(crate) fn longer_than_server(default: Duration, action: &ActionInfo) -> Duration {
    let server = action.server_timeout.unwrap_or_default();
    default.max(server.saturating_add(TRANSFER_TIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_a_call_override_those_of_the_client() {
        let client = CallOptions::new()
            .region("one")
            .validate(false)
            .retry(false);
        let call = CallOptions::new().region("two").language(Language::English);
        let merged = call.or(&client);
        let expected = CallOptions::new()
            .region("two")
            .language(Language::English)
            .validate(false)
            .retry(false);
        assert_eq!(merged, expected);
    }
}
