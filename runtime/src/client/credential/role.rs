//! Roles that variables and profiles name. They are assumed with the credential of their source.

use std::sync::{Arc, Mutex, PoisonError};

use super::environment::{EnvironmentVariables, PLACE};
use super::sts::StsSettings;
use super::{AssumeRoleProvider, Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;

const ROLE_ARN: &str = "TENCENTCLOUD_ROLE_ARN";
const SESSION_NAME: &str = "TENCENTCLOUD_ROLE_SESSION_NAME";

/// A role, and the name of its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Role {
    arn: String,
    /// `None` for a new name.
    session_name: Option<String>,
}

impl Role {
    /// Creates a role from its values, or from the reasons why they are missing.
    pub(super) fn from_parts(
        place: &str,
        arn: Result<String, String>,
        session_name: Result<String, String>,
    ) -> Result<Option<Self>, CredentialError> {
        match (arn, session_name.ok()) {
            (Ok(arn), session_name) => Ok(Some(Self { arn, session_name })),
            (Err(_), None) => Ok(None),
            (Err(lack), Some(_)) => {
                let reason = format!("{lack}, but the name of its session is set");
                Err(CredentialError::unusable(place, reason))
            }
        }
    }

    /// Returns the credential of a profile. If a profile has a role, its credential is not optional.
    pub(super) fn require_base(
        role: &Option<Self>,
        base: Result<Credential, CredentialError>,
    ) -> Result<Credential, CredentialError> {
        base.map_err(|error| match error {
            CredentialError::Missing { place, reason } if role.is_some() => {
                CredentialError::unusable(place, format!("{reason}, but a role is set"))
            }
            error => error,
        })
    }

    /// Returns the role in `TENCENTCLOUD_ROLE_ARN`.
    pub(super) fn from_environment(
        environment: &EnvironmentVariables,
    ) -> Result<Option<Self>, CredentialError> {
        let session_name = environment.value(SESSION_NAME)?;
        Self::from_parts(PLACE, environment.value(ROLE_ARN)?, session_name)
    }
}

/// Assumes roles. Keeps the provider of the last one, which caches its credential.
#[derive(Debug, Default)]
pub(super) struct AssumedRole(Mutex<Option<Assumed>>);

#[derive(Debug)]
struct Assumed {
    role: Role,
    base: Credential,
    provider: Arc<AssumeRoleProvider>,
}

impl AssumedRole {
    /// Returns the credential of a role, or the given credential if there is no role.
    pub(super) async fn assume(
        &self,
        environment: &EnvironmentVariables,
        role: Option<Role>,
        base: Credential,
    ) -> Result<Credential, CredentialError> {
        let Some(role) = role else {
            return Ok(base);
        };
        base.check_parts()?;
        self.provider(environment, role, base)?.credential().await
    }

    fn provider(
        &self,
        environment: &EnvironmentVariables,
        role: Role,
        base: Credential,
    ) -> Result<Arc<AssumeRoleProvider>, CredentialError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last
            && (&last.role, &last.base) == (&role, &base)
        {
            return Ok(Arc::clone(&last.provider));
        }
        let place = format!("{}, role {}", base.place(), role.arn);
        let settings = StsSettings::from_environment(environment);
        let mut builder = AssumeRoleProvider::builder(&*role.arn, base.clone());
        if let Some(name) = &role.session_name {
            builder = builder.session_name(name);
        }
        let provider = builder.of_source(settings, &place).build();
        let provider =
            provider.map_err(|error| CredentialError::unusable(place, error.to_string()));
        let provider = Arc::new(provider?);
        *last = Some(Assumed {
            role,
            base,
            provider: Arc::clone(&provider),
        });
        Ok(provider)
    }

    /// Forgets a credential that the server refused.
    pub(super) fn invalidate(&self, refused: &Credential) {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last {
            last.provider.invalidate(refused);
        }
    }
}

/// Assumes the role in `TENCENTCLOUD_ROLE_ARN` with the credential of another provider. Without this
/// variable, returns that credential.
#[derive(Debug)]
pub(super) struct EnvironmentRole<P> {
    environment: EnvironmentVariables,
    provider: P,
    assumed: AssumedRole,
}

impl<P> EnvironmentRole<P> {
    pub(super) fn new(environment: EnvironmentVariables, provider: P) -> Self {
        Self {
            environment,
            provider,
            assumed: AssumedRole::default(),
        }
    }
}

impl<P: ProvideCredential> ProvideCredential for EnvironmentRole<P> {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(async move {
            let role = Role::from_environment(&self.environment)?;
            let base = self.provider.credential().await?;
            self.assumed.assume(&self.environment, role, base).await
        })
    }

    fn invalidate(&self, refused: &Credential) {
        self.provider.invalidate(refused);
        self.assumed.invalidate(refused);
    }
}
