//! Assumes a role with a token of an identity provider, as in a pod of TKE.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::environment::EnvironmentVariables;
use super::files::{CredentialFile, read_in_background};
use super::protocol::{AssumeRoleWithWebIdentity, DEFAULT_REGION};
use super::renewal::Renewal;
use super::session::{checked_role_arn, checked_session_name, new_session_name};
use super::sts::{Sts, StsSettings};
use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;
use crate::client::build_error::BuildError;
use crate::client::clock::Clock;

const REGION: &str = "TKE_REGION";
const PROVIDER_ID: &str = "TKE_PROVIDER_ID";
const TOKEN_FILE: &str = "TKE_WEB_IDENTITY_TOKEN_FILE";
const ROLE_ARN: &str = "TKE_ROLE_ARN";

/// The name of this source in errors.
const PLACE: &str = "web identity";

/// Assumes a role with a token that an identity provider (OIDC) issued, as in a pod of TKE.
///
/// The file with the token is read again for every renewal, because Kubernetes replaces it. The
/// credential is cached and renewed like that of an
/// [`AssumeRoleProvider`](super::AssumeRoleProvider).
///
/// ```
/// use tencent_runtime::client::BuildError;
/// use tencent_runtime::client::credential::{EnvironmentVariables, WebIdentityProvider};
///
/// # fn roles() -> Result<(), BuildError> {
/// // TKE sets variables in the pods of a service account with a role.
/// let of_pod = WebIdentityProvider::from_environment(EnvironmentVariables::of_process());
/// let other = WebIdentityProvider::builder(
///     "qcs::cam::uin/100000000001:roleName/deploy",
///     "my-identity-provider",
///     "/var/run/secrets/token",
/// )
/// .build()?;
/// # Ok(())
/// # }
/// # roles().unwrap();
/// ```
#[derive(Debug)]
pub struct WebIdentityProvider {
    source: Source,
    session_name: String,
    settings: StsSettings,
    /// Not set before the first request.
    sts: OnceLock<Sts>,
    renewal: Renewal,
}

/// The source of a [`WebIdentity`].
#[derive(Clone, Debug)]
enum Source {
    Builder(WebIdentity),
    Environment(EnvironmentVariables),
}

/// A role, and the token that may assume it.
#[derive(Clone, Debug)]
struct WebIdentity {
    role_arn: String,
    provider_id: String,
    token_file: PathBuf,
    region: String,
}

impl WebIdentityProvider {
    /// Creates a provider that reads `TKE_ROLE_ARN`, `TKE_PROVIDER_ID`,
    /// `TKE_WEB_IDENTITY_TOKEN_FILE` and `TKE_REGION`.
    ///
    /// If the first three are not set, its source is not configured.
    #[must_use]
    pub fn from_environment(environment: EnvironmentVariables) -> Self {
        let settings = StsSettings::from_environment(&environment);
        let source = Source::Environment(environment);
        Self::new(source, new_session_name(), settings)
    }

    /// Creates a builder for a role, the id of the identity provider, and the file that contains the
    /// token.
    pub fn builder(
        role_arn: impl Into<String>,
        provider_id: impl Into<String>,
        token_file: impl Into<PathBuf>,
    ) -> WebIdentityProviderBuilder {
        WebIdentityProviderBuilder {
            role_arn: role_arn.into(),
            provider_id: provider_id.into(),
            token_file: token_file.into(),
            session_name: None,
            settings: StsSettings::default(),
        }
    }

    fn new(source: Source, session_name: String, settings: StsSettings) -> Self {
        Self {
            source,
            session_name,
            renewal: Renewal::new(Arc::clone(&settings.clock)),
            settings,
            sts: OnceLock::new(),
        }
    }

    async fn issue(&self) -> Result<Credential, CredentialError> {
        let source = self.source.clone();
        let (identity, token) = read_in_background(move || source.read()).await?;
        let place = format!("{PLACE}, role {}", identity.role_arn);
        let sts = self.sts(identity.region);
        let sts = sts.map_err(|error| CredentialError::unusable(&place, error.to_string()))?;
        let request = AssumeRoleWithWebIdentity {
            provider_id: identity.provider_id,
            token,
            role_arn: identity.role_arn,
            session_name: self.session_name.clone(),
            duration_seconds: sts.duration_seconds(),
        };
        sts.issue(&request, &place).await
    }

    fn sts(&self, region: String) -> Result<&Sts, BuildError> {
        if let Some(sts) = self.sts.get() {
            return Ok(sts);
        }
        let settings = StsSettings {
            region,
            ..self.settings.clone()
        };
        let sts = Sts::unsigned(settings)?;
        Ok(self.sts.get_or_init(|| sts))
    }
}

impl Source {
    /// Returns the settings and the token.
    fn read(&self) -> Result<(WebIdentity, String), CredentialError> {
        let (identity, named_by) = match self {
            Self::Builder(identity) => (identity.clone(), "the program"),
            Self::Environment(environment) => (WebIdentity::read(environment)?, TOKEN_FILE),
        };
        let file = CredentialFile {
            path: identity.token_file.clone(),
            named_by: Some(named_by),
        };
        let text = file.read()?;
        match text.trim() {
            "" => Err(CredentialError::unusable(
                file.path.display(),
                "the file has no token",
            )),
            token => Ok((identity, token.to_owned())),
        }
    }
}

impl WebIdentity {
    fn read(environment: &EnvironmentVariables) -> Result<Self, CredentialError> {
        let role_arn = environment.value(ROLE_ARN)?;
        let provider_id = environment.value(PROVIDER_ID)?;
        let token_file = environment.path(TOKEN_FILE);
        let token_file = token_file.ok_or_else(|| format!("{TOKEN_FILE} is not set"));
        match (role_arn, provider_id, token_file) {
            (Ok(role_arn), Ok(provider_id), Ok(token_file)) => Ok(Self {
                role_arn,
                provider_id,
                token_file,
                region: environment
                    .value(REGION)?
                    .unwrap_or_else(|_| DEFAULT_REGION.to_owned()),
            }),
            (Err(role_arn), Err(provider_id), Err(token_file)) => {
                let reason = format!("{role_arn}, {provider_id}, and {token_file}");
                Err(CredentialError::missing(PLACE, reason))
            }
            (role_arn, provider_id, token_file) => {
                let lacks = [role_arn.err(), provider_id.err(), token_file.err()];
                let lacks: Vec<String> = lacks.into_iter().flatten().collect();
                let reason = format!("{}, but other variables of TKE are set", lacks.join(", "));
                Err(CredentialError::unusable(PLACE, reason))
            }
        }
    }
}

impl ProvideCredential for WebIdentityProvider {
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

/// Builds a [`WebIdentityProvider`].
///
/// ```
/// use tencent_runtime::client::credential::WebIdentityProvider;
///
/// let role = "qcs::cam::uin/100000000001:roleName/deploy";
/// let builder = WebIdentityProvider::builder(role, "my-identity-provider", "/var/run/secrets/token")
///     .session_name("nightly");
/// ```
#[derive(Debug)]
#[must_use]
pub struct WebIdentityProviderBuilder {
    role_arn: String,
    provider_id: String,
    token_file: PathBuf,
    session_name: Option<String>,
    settings: StsSettings,
}

impl WebIdentityProviderBuilder {
    /// Sets the name of the session, which audit logs show: 2 to 128 letters, digits or `_+=,.@-`.
    /// Default: `tencentcloud-rust-` and the time.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// Sets how long each credential is valid, in whole seconds up to 12 hours. Default: 2 hours.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.settings.duration = duration;
        self
    }

    /// Sets the region of the request. The credential is valid in all regions. Default:
    /// `ap-guangzhou`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.settings.region = region.into();
        self
    }

    /// Sets the address of the service that issues credentials, like
    /// [`ClientBuilder::endpoint`](crate::client::ClientBuilder::endpoint). Default: that of Tencent
    /// Cloud.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.settings.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the clock for the expiry of the credential. Default: the machine's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Builds the provider. It sends nothing before a client asks for a credential.
    ///
    /// # Errors
    ///
    /// [`BuildError`] names the setting that is invalid.
    pub fn build(self) -> Result<WebIdentityProvider, BuildError> {
        let identity = WebIdentity {
            role_arn: checked_role_arn(&self.role_arn)?.to_owned(),
            provider_id: self.provider_id,
            token_file: self.token_file,
            region: self.settings.region.clone(),
        };
        let session_name = checked_session_name(self.session_name)?;
        let region = identity.region.clone();
        let source = Source::Builder(identity);
        let provider = WebIdentityProvider::new(source, session_name, self.settings);
        provider.sts(region)?;
        Ok(provider)
    }
}
