//! The role of the machine, from the metadata service of CVM instances.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::runtime::Handle;

use super::environment::EnvironmentVariables;
use super::renewal::Renewal;
use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;
use crate::client::build_error::BuildError;
use crate::client::clock::{self, Clock, SystemClock};
use crate::client::endpoint::Endpoint;
use crate::client::http::{LocalClient, LocalFailure, LocalResponse};

/// The address of the metadata service. Only instances can reach it.
const METADATA: &str = "http://metadata.tencentyun.com";

const METADATA_ENDPOINT: &str = "TENCENTCLOUD_METADATA_ENDPOINT";

/// The path of the list of roles, and the beginning of the path of a role's credential.
const PATH: &str = "/latest/meta-data/cam/security-credentials/";

/// The name of this source in errors.
const PLACE: &str = "CVM role";

/// Gets the credential of the role that is bound to a CVM instance, from the metadata service of the
/// instance.
///
/// These requests never use a proxy. The credential is cached and renewed like that of an
/// [`AssumeRoleProvider`](super::AssumeRoleProvider).
///
/// ```
/// use tencent_runtime::client::BuildError;
/// use tencent_runtime::client::credential::CvmRoleProvider;
///
/// # fn roles() -> Result<(), BuildError> {
/// let bound_role = CvmRoleProvider::new();
/// let named_role = CvmRoleProvider::builder().role_name("worker").build()?;
/// # Ok(())
/// # }
/// # roles().unwrap();
/// ```
pub struct CvmRoleProvider {
    endpoint: String,
    role_name: Option<String>,
    /// `None` before the first request.
    metadata: OnceLock<Metadata>,
    renewal: Renewal,
    /// Whether a machine without a metadata service counts as an instance without a role.
    optional: bool,
    /// Whether the metadata service responded at least once.
    reached: AtomicBool,
}

/// A client of the metadata service.
struct Metadata {
    endpoint: Endpoint,
    http: LocalClient,
}

impl CvmRoleProvider {
    /// Creates a provider for the role that is bound to the instance.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().provider()
    }

    /// Creates a builder.
    pub fn builder() -> CvmRoleProviderBuilder {
        CvmRoleProviderBuilder {
            endpoint: METADATA.to_owned(),
            role_name: None,
            clock: Arc::new(SystemClock),
        }
    }

    /// Creates a provider for the role that is bound to the instance, with the endpoint in
    /// `TENCENTCLOUD_METADATA_ENDPOINT`.
    pub(super) fn from_environment(environment: &EnvironmentVariables) -> Self {
        let mut builder = Self::builder();
        if let Some(endpoint) = environment.lossy(METADATA_ENDPOINT) {
            builder = builder.endpoint(endpoint);
        }
        builder.provider()
    }

    /// Counts a machine without a metadata service as an instance without a role.
    pub(super) fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    async fn issue(&self) -> Result<Credential, CredentialError> {
        let role = match &self.role_name {
            Some(role) => role.clone(),
            None => self.bound_role().await?,
        };
        let response = self.get(&role).await?;
        if response.status == 404 {
            let reason = format!("the role {role} is not bound to this instance");
            return Err(CredentialError::unusable(PLACE, reason));
        }
        check_status(&response)?;
        // The message of serde may contain values, so it is not used.
        let issued: Issued = serde_json::from_slice(&response.body)
            .map_err(|_| failed("the metadata service did not respond with a credential"))?;
        if issued.code != "Success" {
            return Err(failed(
                "the metadata service reports that it has no credential",
            ));
        }
        let at = clock::system_time(issued.expired_time)
            .ok_or_else(|| failed("the metadata service reports an invalid time of expiry"))?;
        let credential = Credential::new(issued.tmp_secret_id, issued.tmp_secret_key)
            .with_token(issued.token)
            .with_expiry(at)
            .with_source(format!("{PLACE} {role}"));
        credential.check_parts().map(|()| credential)
    }

    /// Returns the name of the role that is bound to the instance.
    async fn bound_role(&self) -> Result<String, CredentialError> {
        let response = self.get("").await?;
        let unbound = || CredentialError::missing(PLACE, "no role is bound to this instance");
        if response.status == 404 {
            return Err(unbound());
        }
        check_status(&response)?;
        let text = String::from_utf8_lossy(&response.body);
        match text.trim() {
            "" => Err(unbound()),
            role if is_role_name(role) => Ok(role.to_owned()),
            _ => Err(failed(
                "the metadata service did not respond with the name of a role",
            )),
        }
    }

    async fn get(&self, role: &str) -> Result<LocalResponse, CredentialError> {
        if Handle::try_current().is_err() {
            return Err(self.unreachable("the metadata service is asked outside a Tokio runtime"));
        }
        let unusable = |error: BuildError| CredentialError::unusable(PLACE, error.to_string());
        let Metadata { endpoint, http } = self.metadata().map_err(unusable)?;
        let mut url = endpoint.url().map_err(unusable)?;
        url.set_path(&format!("{PATH}{role}"));
        let host = endpoint.host();
        match http.get(url).await {
            Ok(response) => {
                self.reached.store(true, Ordering::Relaxed);
                Ok(response)
            }
            Err(LocalFailure::NoResponse) => Err(failed(&format!("{host} did not respond"))),
            Err(LocalFailure::NotReached) => Err(self.unreachable(&format!(
                "{host} cannot be reached; this machine is probably not a CVM instance"
            ))),
        }
    }

    /// Creates the error for a metadata service that cannot be reached.
    fn unreachable(&self, reason: &str) -> CredentialError {
        if self.optional && !self.reached.load(Ordering::Relaxed) {
            CredentialError::missing(PLACE, reason)
        } else {
            failed(reason)
        }
    }

    fn metadata(&self) -> Result<&Metadata, BuildError> {
        if let Some(metadata) = self.metadata.get() {
            return Ok(metadata);
        }
        let metadata = Metadata {
            endpoint: Endpoint::parse(&self.endpoint)?,
            http: LocalClient::new()?,
        };
        Ok(self.metadata.get_or_init(|| metadata))
    }
}

/// The credential of a role, as the metadata service sends it.
#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Issued {
    code: String,
    tmp_secret_id: String,
    tmp_secret_key: String,
    token: String,
    expired_time: u64,
}

fn check_status(response: &LocalResponse) -> Result<(), CredentialError> {
    match response.status {
        200 => Ok(()),
        status => Err(failed(&format!(
            "the metadata service responded with HTTP status {status}"
        ))),
    }
}

fn is_role_name(text: &str) -> bool {
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b"+=,.@_-".contains(&byte);
    (1..=128).contains(&text.len()) && text.bytes().all(is_valid)
}

fn failed(reason: &str) -> CredentialError {
    CredentialError::provider(format!("{PLACE}: {reason}"))
}

impl ProvideCredential for CvmRoleProvider {
    fn cached(&self) -> Option<Credential> {
        self.renewal.fresh()
    }

    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(self.renewal.credential(self.issue()))
    }

    fn invalidate(&self, refused: &Credential) {
        self.renewal.invalidate(refused);
    }
}

impl Default for CvmRoleProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CvmRoleProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CvmRoleProvider")
            .field("endpoint", &self.endpoint)
            .field("role_name", &self.role_name)
            .finish_non_exhaustive()
    }
}

/// Builds a [`CvmRoleProvider`].
///
/// ```
/// use tencent_runtime::client::credential::CvmRoleProvider;
///
/// let builder = CvmRoleProvider::builder().role_name("worker");
/// ```
#[derive(Debug)]
#[must_use]
pub struct CvmRoleProviderBuilder {
    endpoint: String,
    role_name: Option<String>,
    clock: Arc<dyn Clock>,
}

impl CvmRoleProviderBuilder {
    /// Sets the name of the role. Default: the role that is bound to the instance.
    pub fn role_name(mut self, name: impl Into<String>) -> Self {
        self.role_name = Some(name.into());
        self
    }

    /// Sets the address of the metadata service. Default: `http://metadata.tencentyun.com`.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    /// Sets the clock for the expiry of the credential. Default: the machine's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Builds the provider. It sends nothing before a client asks for a credential.
    ///
    /// # Errors
    ///
    /// [`BuildError`] names the setting that is invalid.
    pub fn build(self) -> Result<CvmRoleProvider, BuildError> {
        Endpoint::parse(&self.endpoint)?.url()?;
        if !self.role_name.as_deref().is_none_or(is_role_name) {
            return Err(BuildError::Setting {
                setting: "role_name",
                reason: "must be 1 to 128 letters, digits or +=,.@_-",
            });
        }
        Ok(self.provider())
    }

    fn provider(self) -> CvmRoleProvider {
        CvmRoleProvider {
            endpoint: self.endpoint,
            role_name: self.role_name,
            metadata: OnceLock::new(),
            renewal: Renewal::new(self.clock),
            optional: false,
            reached: AtomicBool::new(false),
        }
    }
}
