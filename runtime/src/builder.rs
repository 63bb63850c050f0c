//! How a client is set up, whether it waits or blocks.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::Service;
use crate::clock::{Clock, SystemClock};
use crate::credential::{CredentialChain, Environment, ProvideCredential, region_from_environment};
use crate::endpoint::Endpoint;
use crate::exchange::{Core, Limits, fits_header, is_region};
use crate::limiter::{Limiter, RateLimit};
use crate::options::{CallOptions, Language};
use crate::retry::RetryPolicy;

/// What identifies this runtime to the server, unless the builder says otherwise.
const REQUEST_CLIENT: &str = concat!("tencent-runtime-rust/", env!("CARGO_PKG_VERSION"));

/// The longest `X-TC-RequestClient` that servers take, in characters.
const LONGEST_REQUEST_CLIENT: usize = 128;

/// Why a client cannot be set up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The endpoint is not the address of a server.
    #[error("the endpoint `{given}` cannot be used: {reason}; write it like https://host:port")]
    #[non_exhaustive]
    Endpoint {
        /// What was given.
        given: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A setting cannot be sent, or makes no sense.
    #[error("{setting}: {reason}")]
    #[non_exhaustive]
    Setting {
        /// Which setting.
        setting: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The HTTP client cannot be set up: this machine lacks something that it needs.
    #[error("the HTTP client cannot be set up: {reason}")]
    #[non_exhaustive]
    Http {
        /// What the system says.
        reason: String,
    },
}

impl BuildError {
    pub(crate) fn endpoint(given: &str, reason: &str) -> Self {
        Self::Endpoint {
            given: without_password(given).to_owned(),
            reason: reason.to_owned(),
        }
    }

    pub(crate) fn http(error: impl std::error::Error) -> Self {
        // The last of the sources is the telling one.
        let mut deepest: &dyn std::error::Error = &error;
        while let Some(source) = deepest.source() {
            deepest = source;
        }
        Self::Http {
            reason: deepest.to_string(),
        }
    }
}

/// Opens the connections of a client.
pub trait Open: Sized {
    /// Makes a transport of what is known of the service and its settings.
    #[doc(hidden)]
    fn open(core: Arc<Core>) -> Result<Self, BuildError>;
}

/// Sets up a client `C` that calls through a transport `T`.
///
/// Everything has a default: the credential comes from the environment or from the usual files, the
/// region from `TENCENTCLOUD_REGION`, the endpoint from the description of the service.
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
    proxy: bool,
    options: CallOptions,
    makes: PhantomData<fn() -> (T, C)>,
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

/// An address without what stands in front of its host, which may be a password.
fn without_password(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or_default()
}

impl<T: Open, C: From<T>> ClientBuilder<T, C> {
    /// Starts to set up a client of that service.
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
            proxy: true,
            options: CallOptions::default(),
            makes: PhantomData,
        }
    }

    /// The credential, or what provides it. Default: [`CredentialChain::new`].
    pub fn credential(mut self, credential: impl ProvideCredential + 'static) -> Self {
        self.credential = Some(Arc::new(credential));
        self
    }

    /// The region, sent as `X-TC-Region`. Default: what `TENCENTCLOUD_REGION` says, or none. The empty
    /// one is none, whatever the environment says.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.options.region = Some(region.into().into());
        self
    }

    /// Where requests go: `https://host`, or with a port. Default: the host of the service.
    ///
    /// `http://` is for servers on the same machine, such as those of tests: what it carries can be
    /// read on the way.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// The language of the server's messages. Default: Chinese.
    pub fn language(mut self, language: Language) -> Self {
        self.options.language = Some(language);
        self
    }

    /// Whether requests are held against their rules before they are sent. Default: yes.
    pub fn validate(mut self, validate: bool) -> Self {
        self.options.validate = Some(validate);
        self
    }

    /// How long making a connection may take. Default: 5 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect = timeout;
        self
    }

    /// How long one attempt may take, from connecting to the last byte of the answer. Default: 20
    /// seconds.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt = timeout;
        self
    }

    /// How long a call may take with everything in it: waiting for its turn, all attempts and the
    /// pauses between them. Default: 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// How often a call that failed is made again. Default: [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many requests are sent in a second. Default: [`RateLimit::Described`].
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = limit;
        self
    }

    /// The largest answer that is taken, in bytes. Default: 16 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.response_bytes = bytes;
        self
    }

    /// Whether requests go through the proxy that the system names, by `HTTPS_PROXY` and `NO_PROXY` for
    /// instance. Default: yes, except to this machine itself.
    pub fn system_proxy(mut self, used: bool) -> Self {
        self.proxy = used;
        self
    }

    /// What the program calls itself in `X-TC-RequestClient`: at most 128 visible ASCII characters.
    pub fn request_client(mut self, name: impl Into<String>) -> Self {
        self.request_client = name.into();
        self
    }

    /// The clock that requests are signed with. Default: the machine's.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the client up. Nothing is sent, and no credential is looked for, before the first call.
    ///
    /// # Errors
    ///
    /// Where a setting cannot be used.
    pub fn build(self) -> Result<C, BuildError> {
        self.check()?;
        let endpoint = Endpoint::parse(self.endpoint.as_deref().unwrap_or(self.service.host))?;
        let mut options = self.options;
        if options.region.is_none() {
            options.region = region_of_environment()?;
        }
        let core = Core {
            service: self.service,
            endpoint,
            credential: self
                .credential
                .unwrap_or_else(|| Arc::new(CredentialChain::new())),
            request_client: self.request_client,
            clock: self.clock,
            retry: self.retry,
            limiter: Limiter::new(self.rate_limit),
            limits: self.limits,
            proxy: self.proxy,
            options,
            signer: Default::default(),
            correction: Default::default(),
            budget: Default::default(),
        };
        T::open(Arc::new(core)).map(C::from)
    }

    fn check(&self) -> Result<(), BuildError> {
        let wrong = |setting, reason| Err(BuildError::Setting { setting, reason });
        if !fits_header(&self.request_client) {
            return wrong("request_client", "must be visible ASCII characters");
        }
        if self.request_client.len() > LONGEST_REQUEST_CLIENT {
            return wrong("request_client", "must have at most 128 characters");
        }
        if !self.options.region.as_deref().is_none_or(is_region) {
            return wrong("region", NO_REGION);
        }
        let limits = [self.limits.connect, self.limits.attempt];
        if limits
            .into_iter()
            .chain(self.options.timeout)
            .any(|limit| limit.is_zero())
        {
            return wrong("timeout", "must be longer than nothing");
        }
        if self.retry.attempts == 0 {
            return wrong("retry", "there must be at least one attempt");
        }
        Ok(())
    }
}

const NO_REGION: &str = "must be visible ASCII characters, like ap-guangzhou";

/// The region that the environment names, if it is one.
fn region_of_environment() -> Result<Option<Arc<str>>, BuildError> {
    match region_from_environment(&Environment::of_process()) {
        Some(region) if !is_region(&region) => Err(BuildError::Setting {
            setting: "TENCENTCLOUD_REGION",
            reason: NO_REGION,
        }),
        region => Ok(region.map(Into::into)),
    }
}
