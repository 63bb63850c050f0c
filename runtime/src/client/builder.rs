//! Builds clients, asynchronous and blocking.

mod connections;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::build_error::{BuildError, without_password};
use super::clock::{Clock, SystemClock};
use super::credential::{
    CredentialChain, EnvironmentVariables, ProvideCredential, region_from_environment,
};
use super::endpoints::Endpoints;
use super::header::{is_region, is_request_client};
use super::host_kind::{self, HostKind};
use super::http::HttpSettings;
use super::inner::{BuildTransport, ClientInner, Limits, REQUEST_CLIENT};
use super::options::{CallOptions, Language};
use super::rate_limit::{RateLimiter, SharedRateLimiter};
use super::retry::RetryPolicy;
use crate::{Action, ActionInfo, EnvironmentInfo, Service, ServiceEnvironment};

const INVALID_REGION: &str = "must be visible ASCII characters, like ap-guangzhou";

/// A client that [`ClientBuilder`] can build: a generated client, or a transport itself.
///
/// ```
/// use tencent_runtime::client::{BuildClient, BuildError, ClientBuilder};
///
/// /// Builds either client with the settings of a program.
/// fn build<C: BuildClient>(builder: ClientBuilder<C>) -> Result<C, BuildError> {
///     builder.region("ap-guangzhou").build()
/// }
/// ```
pub trait BuildClient: From<Self::Transport> {
    /// The transport that makes the calls of the client.
    type Transport: BuildTransport;
}

/// Configures a client `C`, asynchronous or blocking, and builds it.
///
/// `Client::builder()` of a generated crate creates it. Every setting has a default. The credential
/// comes from the sources of [`CredentialChain::new`], the region from `TENCENTCLOUD_REGION`, and the
/// endpoint from the description of the service.
#[must_use]
pub struct ClientBuilder<C> {
    service: &'static Service,
    credential: Option<Arc<dyn ProvideCredential>>,
    environment: Option<&'static EnvironmentInfo>,
    endpoint: Option<String>,
    host: Option<HostKind>,
    /// The endpoints of single actions.
    action_endpoints: Vec<(&'static ActionInfo, String)>,
    request_client: String,
    clock: Arc<dyn Clock>,
    retry: RetryPolicy,
    rate_limiter: SharedRateLimiter,
    limits: Limits,
    http: HttpSettings,
    options: CallOptions,
    client: PhantomData<fn() -> C>,
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action_endpoints = self.action_endpoints.iter();
        let action_endpoints: Vec<_> = action_endpoints
            .map(|(action, endpoint)| (action.name, without_password(endpoint)))
            .collect();
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("credential", &self.credential)
            .field("environment", &self.environment.map(|it| it.name))
            .field("endpoint", &self.endpoint.as_deref().map(without_password))
            .field("host", &self.host)
            .field("action_endpoints", &action_endpoints)
            .field("request_client", &self.request_client)
            .field("clock", &self.clock)
            .field("retry", &self.retry)
            .field("rate_limiter", &self.rate_limiter)
            .field("limits", &self.limits)
            .field("http", &self.http)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<C: BuildClient> ClientBuilder<C> {
    /// Creates a builder with the default settings for a service.
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            credential: None,
            environment: None,
            endpoint: None,
            host: None,
            action_endpoints: Vec::new(),
            request_client: REQUEST_CLIENT.to_owned(),
            clock: Arc::new(SystemClock),
            retry: RetryPolicy::default(),
            rate_limiter: RateLimiter::default().into(),
            limits: Limits::default(),
            http: HttpSettings::default(),
            options: CallOptions::default(),
            client: PhantomData,
        }
    }

    /// Sets the credential, or its provider. Default: [`CredentialChain::new`].
    pub fn credential(mut self, credential: impl ProvideCredential + 'static) -> Self {
        self.credential = Some(Arc::new(credential));
        self
    }

    /// Sets the region, sent as `X-TC-Region`: a text, or a constant of [`Region`](crate::Region). Default: the
    /// value of `TENCENTCLOUD_REGION`, or none.
    ///
    /// An empty text means no region, whatever the environment contains.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.options.region = Some(region.into().into());
        self
    }

    /// Sets the environment, and so the hosts of all actions. Default: production.
    ///
    /// A generated crate has an enum `Environment` if its service has several environments. Each
    /// environment has its own keys and data.
    pub fn environment(self, environment: impl ServiceEnvironment) -> Self {
        self.environment_info(environment.info())
    }

    /// Sets the environment by its description.
    pub(crate) fn environment_info(mut self, environment: &'static EnvironmentInfo) -> Self {
        self.environment = Some(environment);
        self
    }

    /// Sets the address that the requests of all actions are sent to: `https://host`, or
    /// `https://host:port`. Default: the hosts of the environment, or the host of the service.
    ///
    /// Use it for a proxy or a mock. It also replaces the hosts that single actions have; see
    /// [`endpoint_for`](Self::endpoint_for). Use `http://` only for servers on the same machine, such
    /// as those of tests: it does not encrypt.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the kind of host that requests are sent to, such as that of the client's region. Default: the host of
    /// the service, or that of the region if it belongs to the financial cloud.
    ///
    /// [`endpoint`](Self::endpoint) takes precedence. A region of single calls does not change the host. A service
    /// with environments has only their hosts.
    pub fn host(mut self, kind: HostKind) -> Self {
        self.host = Some(kind);
        self
    }

    /// Sets the address that the requests of one action are sent to. It takes precedence over
    /// [`endpoint`](Self::endpoint) and [`environment`](Self::environment).
    ///
    /// ```
    /// use tencent_runtime::Action;
    /// use tencent_runtime::client::{BuildClient, ClientBuilder};
    ///
    /// fn with_mock<C: BuildClient, A: Action>(builder: ClientBuilder<C>) -> ClientBuilder<C> {
    ///     builder.endpoint_for::<A>("http://127.0.0.1:8080")
    /// }
    /// ```
    pub fn endpoint_for<A: Action>(mut self, endpoint: impl Into<String>) -> Self {
        self.action_endpoints.push((&A::INFO, endpoint.into()));
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

    /// Sets whether a value of another type than described fails the call. Default: false. See
    /// [`CallOptions::strict_decoding`].
    pub fn strict_decoding(mut self, strict: bool) -> Self {
        self.options.strict_decoding = Some(strict);
        self
    }

    /// Sets the time limit for one attempt, from connecting to the last byte of the response.
    /// Default: 20 seconds, or 5 seconds more than the documented time limit of the server if that is longer
    /// ([`ActionInfo::server_timeout`](crate::ActionInfo::server_timeout)).
    ///
    /// With a stream of events, it ends when the service begins to answer. Its default is then at least the
    /// [time limit of an event](Self::event_timeout).
    ///
    /// With a shorter limit, a slow request is more often an [`Error::Ambiguous`](super::Error::Ambiguous),
    /// although the server answers it in time.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the time limit for a call: all attempts and the pauses between them. Default: 60
    /// seconds, or that of one attempt if it is longer. Time in the queue of the rate limiter does not count.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the retry policy. Default: [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets whether all calls count as idempotent, whatever their actions are. Default: by the action. See
    /// [`CallOptions::idempotent`].
    ///
    /// With `false`, no call is retried if its outcome is unknown.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.options.idempotent = Some(idempotent);
        self
    }

    /// Sets whether the client adds idempotency tokens to requests. Default: true. See
    /// [`CallOptions::idempotency_tokens`].
    pub fn idempotency_tokens(mut self, add: bool) -> Self {
        self.options.idempotency_tokens = Some(add);
        self
    }

    /// Adds a header to all requests. See [`CallOptions::header`].
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options = self.options.header(name, value);
        self
    }

    /// Sets the rate limit, or a limiter: a [`RateLimiter`] that several clients share, or an [`Arc`] of a
    /// type that implements [`LimitRate`](super::rate_limit::LimitRate). Default:
    /// [`RateLimit::Documented`](super::RateLimit::Documented), in a limiter that adapts to throttling
    /// answers.
    pub fn rate_limit(mut self, limit: impl Into<SharedRateLimiter>) -> Self {
        self.rate_limiter = limit.into();
        self
    }

    /// Sets the time limit for the queue of the rate limiter, where a call waits for the permits of
    /// all its attempts. Default: 2 minutes. See [`CallOptions::queue_timeout`].
    pub fn queue_timeout(mut self, timeout: Duration) -> Self {
        self.options.queue_timeout = Some(timeout);
        self
    }

    /// Sets the time limit for each event of a stream. Default: 60 seconds. See
    /// [`CallOptions::event_timeout`].
    pub fn event_timeout(mut self, timeout: Duration) -> Self {
        self.options.event_timeout = Some(timeout);
        self
    }

    /// Sets the maximum size of the request bodies of all actions, in bytes. Default: the limit of
    /// each action, which is 10 MiB for most actions.
    ///
    /// Raise it for actions that accept more. A large body may also need a longer
    /// [`attempt_timeout`](Self::attempt_timeout) and [`timeout`](Self::timeout).
    pub fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.options.max_request_bytes = Some(bytes);
        self
    }

    /// Sets the maximum size of a response body, and of each event of a stream, in bytes. Default: 16
    /// MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.max_response_bytes = bytes;
        self
    }

    /// Sets the name of the program, sent as `X-TC-RequestClient`: 1 to 128 ASCII letters, digits and
    /// the characters `-_,;.`, like Tencent's own SDKs. Default: the name and version of this crate.
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
        let environment = self.environment.or(self.service.environments.first());
        let region = match &self.options.region {
            Some(region) => Some(Arc::clone(region)),
            None => environment_region()?,
        };
        let endpoints = self.endpoints(environment, region.as_deref())?;
        let options = CallOptions {
            region,
            ..self.options
        };
        let inner = ClientInner {
            service: self.service,
            environment,
            endpoints,
            credential: self
                .credential
                .unwrap_or_else(|| Arc::new(CredentialChain::new())),
            request_client: self.request_client,
            clock: self.clock,
            retry: self.retry,
            rate_limiter: self.rate_limiter,
            limits: self.limits,
            http: self.http,
            options,
            signer: Default::default(),
            clock_correction: Default::default(),
            retry_budget: Default::default(),
        };
        C::Transport::build(Arc::new(inner)).map(C::from)
    }

    fn endpoints(
        &self,
        environment: Option<&EnvironmentInfo>,
        region: Option<&str>,
    ) -> Result<Endpoints, BuildError> {
        let (default, of_actions) = match (&self.endpoint, environment) {
            (Some(endpoint), _) => (endpoint.clone(), &[][..]),
            (None, Some(environment)) if self.host.is_none() => {
                (environment.host.to_owned(), environment.action_hosts)
            }
            (None, _) => (host_kind::host(self.service, self.host, region)?, &[][..]),
        };
        let set = self.action_endpoints.iter();
        let set = set.map(|(action, endpoint)| (action.name, endpoint.as_str()));
        Endpoints::parse(&default, of_actions.iter().copied().chain(set))
    }

    fn check(&self) -> Result<(), BuildError> {
        let invalid = |setting, reason| Err(BuildError::Setting { setting, reason });
        let is_of_service = |environment| self.service.environments.contains(environment);
        if !self.environment.is_none_or(is_of_service) {
            return invalid("environment", "it is not an environment of this service");
        }
        let mut actions = self.action_endpoints.iter().map(|(action, _)| action);
        if actions.any(|action| action.service != self.service) {
            return invalid("endpoint_for", "the action belongs to another service");
        }
        if !is_request_client(&self.request_client) {
            return invalid(
                "request_client",
                "must be 1 to 128 ASCII letters, digits or the characters -_,;.",
            );
        }
        if !self.options.region.as_deref().is_none_or(is_region) {
            return invalid("region", INVALID_REGION);
        }
        self.check_connections()?;
        if let Err(invalid) = self.options.extras.headers() {
            return Err(BuildError::header(&invalid));
        }
        let timeouts = [self.limits.attempt_timeout, self.options.timeout];
        if timeouts
            .into_iter()
            .flatten()
            .chain([self.limits.connect_timeout])
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
    match region_from_environment(&EnvironmentVariables::of_process()) {
        Some(region) if !is_region(&region) => Err(BuildError::Setting {
            setting: "TENCENTCLOUD_REGION",
            reason: INVALID_REGION,
        }),
        region => Ok(region.map(Into::into)),
    }
}
