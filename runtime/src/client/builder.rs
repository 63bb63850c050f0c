//! Builds clients, asynchronous and blocking.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::build_error::{BuildError, without_password};
use super::clock::{Clock, SystemClock};
use super::credential::{CredentialChain, Environment, ProvideCredential, region_from_environment};
use super::endpoint::Endpoint;
use super::header::{is_header_value, is_region};
use super::inner::{BuildTransport, ClientInner, Limits, REQUEST_CLIENT};
use super::options::{CallOptions, Language};
use super::rate_limit::{RateLimit, RateLimiter};
use super::retry::RetryPolicy;
use crate::Service;

/// The maximum length of `X-TC-RequestClient` that servers accept, in characters.
const MAX_REQUEST_CLIENT: usize = 128;

const INVALID_REGION: &str = "must be visible ASCII characters, like ap-guangzhou";

/// Builds a client `C` that calls the service through a transport `T`.
///
/// Every setting has a default. The credential comes from the sources of [`CredentialChain::new`],
/// the region from `TENCENTCLOUD_REGION`, and the endpoint from the description of the service.
#[must_use]
pub struct ClientBuilder<T, C> {
    service: &'static Service,
    credential: Option<Arc<dyn ProvideCredential>>,
    endpoint: Option<String>,
    request_client: String,
    clock: Arc<dyn Clock>,
    retry: RetryPolicy,
    rate_limit: RateLimit,
    limits: Limits,
    system_proxy: bool,
    options: CallOptions,
    client: PhantomData<fn() -> (T, C)>,
}

impl<T, C> fmt::Debug for ClientBuilder<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("credential", &self.credential)
            .field("endpoint", &self.endpoint.as_deref().map(without_password))
            .field("request_client", &self.request_client)
            .field("clock", &self.clock)
            .field("retry", &self.retry)
            .field("rate_limit", &self.rate_limit)
            .field("limits", &self.limits)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<T: BuildTransport, C: From<T>> ClientBuilder<T, C> {
    /// Creates a builder with the default settings for a service.
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            credential: None,
            endpoint: None,
            request_client: REQUEST_CLIENT.to_owned(),
            clock: Arc::new(SystemClock),
            retry: RetryPolicy::default(),
            rate_limit: RateLimit::default(),
            limits: Limits::default(),
            system_proxy: true,
            options: CallOptions::default(),
            client: PhantomData,
        }
    }

    /// Sets the credential, or its provider. Default: [`CredentialChain::new`].
    pub fn credential(mut self, credential: impl ProvideCredential + 'static) -> Self {
        self.credential = Some(Arc::new(credential));
        self
    }

    /// Sets the region, sent as `X-TC-Region`. Default: the value of `TENCENTCLOUD_REGION`, or none.
    ///
    /// An empty text means no region, whatever the environment contains.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.options.region = Some(region.into().into());
        self
    }

    /// Sets the address that requests are sent to: `https://host`, or `https://host:port`.
    /// Default: the host of the service.
    ///
    /// Use `http://` only for servers on the same machine, such as those of tests: it does not
    /// encrypt.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the language of the server's messages. Default: Chinese.
    pub fn language(mut self, language: Language) -> Self {
        self.options.language = Some(language);
        self
    }

    /// Sets whether requests are validated before they are sent. Default: true.
    pub fn validate(mut self, validate: bool) -> Self {
        self.options.validate = Some(validate);
        self
    }

    /// Sets the time limit for making a connection. Default: 5 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect_timeout = timeout;
        self
    }

    /// Sets the time limit for one attempt, from connecting to the last byte of the response.
    /// Default: 20 seconds.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = timeout;
        self
    }

    /// Sets the time limit for a whole call: the rate limit, all attempts and the pauses between
    /// them. Default: 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the retry policy. Default: [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the rate limit. Default: [`RateLimit::Documented`].
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = limit;
        self
    }

    /// Sets the maximum size of a response body, in bytes. Default: 16 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.max_response_bytes = bytes;
        self
    }

    /// Sets whether requests go through the proxy of the system, for example the one in
    /// `HTTPS_PROXY`. Default: true, except for endpoints on this machine.
    pub fn system_proxy(mut self, enabled: bool) -> Self {
        self.system_proxy = enabled;
        self
    }

    /// Sets the name of the program, sent as `X-TC-RequestClient`: at most 128 visible ASCII
    /// characters.
    pub fn request_client(mut self, name: impl Into<String>) -> Self {
        self.request_client = name.into();
        self
    }

    /// Sets the clock that signatures use. Default: the machine's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Builds the client. The first call opens a connection and asks for a credential, not this
    /// method.
    ///
    /// # Errors
    ///
    /// [`BuildError`] names the setting that is invalid.
    pub fn build(self) -> Result<C, BuildError> {
        self.check()?;
        let endpoint = Endpoint::parse(self.endpoint.as_deref().unwrap_or(self.service.host))?;
        let mut options = self.options;
        if options.region.is_none() {
            options.region = environment_region()?;
        }
        let inner = ClientInner {
            service: self.service,
            endpoint,
            credential: self
                .credential
                .unwrap_or_else(|| Arc::new(CredentialChain::new())),
            request_client: self.request_client,
            clock: self.clock,
            retry: self.retry,
            rate_limiter: RateLimiter::new(self.rate_limit),
            limits: self.limits,
            system_proxy: self.system_proxy,
            options,
            signer: Default::default(),
            clock_correction: Default::default(),
            retry_budget: Default::default(),
        };
        T::build(Arc::new(inner)).map(C::from)
    }

    fn check(&self) -> Result<(), BuildError> {
        let invalid = |setting, reason| Err(BuildError::Setting { setting, reason });
        if !is_header_value(&self.request_client) {
            return invalid("request_client", "must be visible ASCII characters");
        }
        if self.request_client.len() > MAX_REQUEST_CLIENT {
            return invalid("request_client", "must have at most 128 characters");
        }
        if !self.options.region.as_deref().is_none_or(is_region) {
            return invalid("region", INVALID_REGION);
        }
        let timeouts = [self.limits.connect_timeout, self.limits.attempt_timeout];
        if timeouts
            .into_iter()
            .chain(self.options.timeout)
            .any(|timeout| timeout.is_zero())
        {
            return invalid("timeout", "must be longer than nothing");
        }
        if self.retry.max_attempts == 0 {
            return invalid("retry", "there must be at least one attempt");
        }
        Ok(())
    }
}

/// Returns the region of the environment.
fn environment_region() -> Result<Option<Arc<str>>, BuildError> {
    match region_from_environment(&Environment::of_process()) {
        Some(region) if !is_region(&region) => Err(BuildError::Setting {
            setting: "TENCENTCLOUD_REGION",
            reason: INVALID_REGION,
        }),
        region => Ok(region.map(Into::into)),
    }
}
