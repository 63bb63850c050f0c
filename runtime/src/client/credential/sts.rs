//! Requests temporary credentials from STS.

use std::sync::Arc;
use std::time::Duration;

use super::environment::EnvironmentVariables;
use super::protocol::{DEFAULT_REGION, Issued, SERVICE};
use super::{Credential, CredentialError, ProvideCredential};
use crate::Action;
use crate::client::build_error::BuildError;
use crate::client::clock::{self, Clock, SystemClock};
use crate::client::endpoint::Endpoint;
use crate::client::endpoints::Endpoints;
use crate::client::error::Error;
use crate::client::inner::{BuildTransport, ClientInner};
use crate::client::options::CallOptions;
use crate::client::retry::RetryPolicy;
use crate::client::transport::Transport;

const STS_ENDPOINT: &str = "TENCENTCLOUD_STS_ENDPOINT";

/// The longest duration that the service accepts.
const MAX_DURATION: Duration = Duration::from_secs(12 * 60 * 60);

/// The time limit for a request with its retry. The call that needs the credential may have less
/// time left.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The time limit for one attempt.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);

/// The settings of a provider that uses STS.
#[derive(Clone, Debug)]
pub(super) struct StsSettings {
    pub(super) endpoint: Option<String>,
    pub(super) region: String,
    /// How long a credential is valid.
    pub(super) duration: Duration,
    pub(super) clock: Arc<dyn Clock>,
}

impl Default for StsSettings {
    fn default() -> Self {
        Self {
            endpoint: None,
            region: DEFAULT_REGION.to_owned(),
            duration: Duration::from_secs(2 * 60 * 60),
            clock: Arc::new(SystemClock),
        }
    }
}

impl StsSettings {
    /// Returns the default settings, with the endpoint in `TENCENTCLOUD_STS_ENDPOINT`.
    pub(super) fn from_environment(environment: &EnvironmentVariables) -> Self {
        Self {
            endpoint: environment.lossy(STS_ENDPOINT),
            ..Self::default()
        }
    }
}

/// A client of STS.
#[derive(Debug)]
pub(super) struct Sts {
    transport: Transport,
    options: CallOptions,
    duration: Duration,
    clock: Arc<dyn Clock>,
}

impl Sts {
    /// Creates a client that signs with a credential.
    pub(super) fn new(
        settings: StsSettings,
        credential: Arc<dyn ProvideCredential>,
    ) -> Result<Self, BuildError> {
        if settings.duration.as_secs() == 0 || settings.duration > MAX_DURATION {
            return Err(BuildError::Setting {
                setting: "duration",
                reason: "must be from 1 second to 12 hours",
            });
        }
        let endpoint = Endpoint::parse(settings.endpoint.as_deref().unwrap_or(SERVICE.host))?;
        let mut inner = ClientInner::new(&SERVICE, Endpoints::new(endpoint), credential);
        inner.clock = Arc::clone(&settings.clock);
        inner.limits.attempt_timeout = Some(ATTEMPT_TIMEOUT);
        // The second attempt corrects the clock or replaces a refused token. After other errors, the
        // client that needs the credential asks again.
        inner.retry = RetryPolicy::default().max_attempts(2);
        Ok(Self {
            transport: Transport::build(Arc::new(inner))?,
            options: CallOptions::new().region(settings.region).timeout(TIMEOUT),
            duration: settings.duration,
            clock: settings.clock,
        })
    }

    /// Creates a client for requests that are not signed.
    pub(super) fn unsigned(settings: StsSettings) -> Result<Self, BuildError> {
        Self::new(settings, Arc::new(Credential::new("", "")))
    }

    /// Returns how long a credential is valid, in seconds.
    pub(super) fn duration_seconds(&self) -> u64 {
        self.duration.as_secs()
    }

    /// Requests a credential. `place` names it in errors.
    pub(super) async fn issue<A: Action<Response = Issued>>(
        &self,
        request: &A,
        place: &str,
    ) -> Result<Credential, CredentialError> {
        let now = self.clock.now();
        let issued = self.transport.call(request, &self.options).await;
        let issued = issued.map_err(|error| describe(error, place))?;
        let expires_at = issued.expires_at.filter(|seconds| *seconds > 0);
        let expires_at = expires_at.unwrap_or(now.saturating_add(self.duration_seconds()));
        let keys = issued.keys;
        let credential = Credential::new(keys.secret_id, keys.secret_key)
            .with_token(keys.token)
            .with_source(place);
        credential.check_parts()?;
        Ok(match clock::system_time(expires_at) {
            Some(at) => credential.with_expiry(at),
            None => credential,
        })
    }
}

/// Converts the error of a request to that of a provider.
fn describe(error: Error, place: &str) -> CredentialError {
    let retryable = error.is_retryable();
    let reason = match error {
        Error::Credential(
            error @ (CredentialError::Missing { .. } | CredentialError::NotFound(_)),
        ) => format!("there is no credential that may assume the role: {error}"),
        Error::Credential(error) => return error,
        // The body of such a response may contain the new credential.
        Error::Undecodable(error) => format!(
            "the response to {} cannot be decoded (HTTP status {})",
            error.action(),
            error.http_status()
        ),
        error if retryable => return CredentialError::provider(error),
        error => error.to_string(),
    };
    if retryable {
        CredentialError::provider(format!("{place}: {reason}"))
    } else {
        CredentialError::unusable(place, reason)
    }
}
