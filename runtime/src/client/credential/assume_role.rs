//! Assumes a role with another credential.

use std::sync::Arc;
use std::time::Duration;

use super::protocol::AssumeRole;
use super::renewal::Renewal;
use super::session::{checked_role_arn, checked_session_name};
use super::sts::{Sts, StsSettings};
use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;
use crate::client::build_error::BuildError;
use crate::client::clock::Clock;

/// Assumes a role: exchanges a credential for a temporary credential of the role.
///
/// The temporary credential is cached. It is renewed five minutes before it expires, or, if it is
/// valid for less than ten minutes, after half of that time. One call renews it, and the others wait,
/// or use the old one while it is valid.
///
/// ```
/// use std::time::Duration;
///
/// use tencent_runtime::client::BuildError;
/// use tencent_runtime::client::credential::{AssumeRoleProvider, CredentialChain};
///
/// # fn role() -> Result<AssumeRoleProvider, BuildError> {
/// let role = "qcs::cam::uin/100000000001:roleName/deploy";
/// let provider = AssumeRoleProvider::builder(role, CredentialChain::new())
///     .session_name("nightly")
///     .duration(Duration::from_secs(3600))
///     .build()?;
/// # Ok(provider)
/// # }
/// # role().unwrap();
/// ```
#[derive(Debug)]
pub struct AssumeRoleProvider {
    sts: Sts,
    request: AssumeRole,
    place: String,
    renewal: Renewal,
}

impl AssumeRoleProvider {
    /// Creates a builder for a role, such as `qcs::cam::uin/100000000001:roleName/deploy`, and the
    /// credential that may assume it.
    pub fn builder(
        role_arn: impl Into<String>,
        credential: impl ProvideCredential + 'static,
    ) -> AssumeRoleProviderBuilder {
        AssumeRoleProviderBuilder {
            role_arn: role_arn.into(),
            credential: Arc::new(credential),
            session_name: None,
            external_id: None,
            place: None,
            sts: StsSettings::default(),
        }
    }
}

impl ProvideCredential for AssumeRoleProvider {
    fn cached(&self) -> Option<Credential> {
        self.renewal.fresh()
    }

    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        let renewed = self.sts.issue(&self.request, &self.place);
        Box::pin(self.renewal.credential(renewed))
    }

    fn invalidate(&self, refused: &Credential) {
        self.renewal.invalidate(refused);
    }
}

/// Builds an [`AssumeRoleProvider`].
///
/// ```
/// use tencent_runtime::client::credential::{AssumeRoleProvider, CredentialChain};
///
/// let role = "qcs::cam::uin/100000000001:roleName/deploy";
/// let builder = AssumeRoleProvider::builder(role, CredentialChain::new())
///     .external_id("partner-7")
///     .region("ap-shanghai");
/// ```
#[derive(Debug)]
#[must_use]
pub struct AssumeRoleProviderBuilder {
    role_arn: String,
    credential: Arc<dyn ProvideCredential>,
    session_name: Option<String>,
    external_id: Option<String>,
    /// The name of this source in errors, unless it is that of the role.
    place: Option<String>,
    sts: StsSettings,
}

impl AssumeRoleProviderBuilder {
    /// Sets the name of the session, which audit logs show: 2 to 128 letters, digits or `_+=,.@-`.
    /// Default: `tencentcloud-rust-` and the time.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// Sets the external id, if the role demands one. Default: none.
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// Sets how long each credential is valid, in whole seconds up to 12 hours. Default: 2 hours.
    ///
    /// The role may have a lower limit.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.sts.duration = duration;
        self
    }

    /// Sets the region of the request. The credential is valid in all regions. Default:
    /// `ap-guangzhou`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.sts.region = region.into();
        self
    }

    /// Sets the address of the service, like
    /// [`ClientBuilder::endpoint`](crate::client::ClientBuilder::endpoint). Default: that of Tencent
    /// Cloud.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.sts.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the clock for signatures and expiry. Default: the machine's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.sts.clock = Arc::new(clock);
        self
    }

    /// Sets the settings of a source, and its name in errors.
    pub(super) fn of_source(mut self, settings: StsSettings, place: &str) -> Self {
        self.sts = settings;
        self.place = Some(place.to_owned());
        self
    }

    /// Builds the provider. It sends nothing before a client asks for a credential.
    ///
    /// # Errors
    ///
    /// [`BuildError`] names the setting that is invalid.
    pub fn build(self) -> Result<AssumeRoleProvider, BuildError> {
        let clock = Arc::clone(&self.sts.clock);
        let sts = Sts::new(self.sts, self.credential)?;
        let role_arn = checked_role_arn(&self.role_arn)?;
        Ok(AssumeRoleProvider {
            request: AssumeRole {
                session_name: checked_session_name(self.session_name)?,
                duration_seconds: sts.duration_seconds(),
                external_id: self.external_id,
                role_arn: role_arn.to_owned(),
            },
            place: self.place.unwrap_or_else(|| format!("role {role_arn}")),
            sts,
            renewal: Renewal::new(clock),
        })
    }
}
