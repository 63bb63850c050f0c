//! What a caller may say about a call besides its request.

use std::sync::Arc;
use std::time::Duration;

use crate::validate::Validate;
use crate::{Action, Error};

/// The language of the server's messages, sent as `X-TC-Language`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// Chinese (`zh-CN`), the service's own default.
    #[default]
    Chinese,
    /// English (`en-US`). Not every message is translated.
    English,
}

impl Language {
    /// The value of the header.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en-US",
        }
    }
}

/// What a caller may say about a call. What is left open is as the client was set up.
///
/// ```
/// use std::time::Duration;
/// use tencent_runtime::CallOptions;
///
/// let options = CallOptions::new().region("ap-guangzhou").timeout(Duration::from_secs(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    pub(crate) validate: Option<bool>,
    pub(crate) region: Option<Arc<str>>,
    pub(crate) language: Option<Language>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<bool>,
    pub(crate) rate_limit: Option<bool>,
}

impl CallOptions {
    /// Options that leave everything open.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the request is held against its rules before it is sent. Default: yes.
    ///
    /// Servers loosen their limits now and then; this is the way past a rule that is outdated.
    #[must_use]
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = Some(validate);
        self
    }

    /// The region, sent as `X-TC-Region`. Services that have no regions take none; the empty one is
    /// none, whatever the client was set up with.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into().into());
        self
    }

    /// The language of the server's messages. Default: Chinese.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// How long the call may take with everything in it: waiting for its turn, all attempts and the
    /// pauses between them. Default: 60 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Whether a call that failed is made again where that does no harm. Default: yes.
    #[must_use]
    pub fn retry(mut self, retry: bool) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Whether the call waits for its turn where the action has a known limit of requests in a
    /// second. Default: yes.
    #[must_use]
    pub fn rate_limit(mut self, rate_limit: bool) -> Self {
        self.rate_limit = Some(rate_limit);
        self
    }

    /// These options, and where they leave something open, the others.
    #[must_use]
    pub fn or(&self, others: &Self) -> Self {
        Self {
            validate: self.validate.or(others.validate),
            region: self.region.clone().or_else(|| others.region.clone()),
            language: self.language.or(others.language),
            timeout: self.timeout.or(others.timeout),
            retry: self.retry.or(others.retry),
            rate_limit: self.rate_limit.or(others.rate_limit),
        }
    }

    /// Holds a request against its rules, unless that is switched off.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every rule that it breaks.
    pub fn check<A: Action>(&self, request: &A) -> Result<(), Error> {
        if self.validate == Some(false) {
            return Ok(());
        }
        Ok(Validate::validate(request)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_goes_before_what_was_set_up() {
        let set_up = CallOptions::new()
            .region("one")
            .validate(false)
            .retry(false);
        let said = CallOptions::new().region("two").language(Language::English);
        let both = said.or(&set_up);
        let expected = CallOptions::new()
            .region("two")
            .language(Language::English)
            .validate(false)
            .retry(false);
        assert_eq!(both, expected);
    }
}
