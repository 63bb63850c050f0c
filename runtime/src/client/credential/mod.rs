//! Credentials and their providers.

mod assume_role;
mod chain;
mod cvm_role;
mod environment;
mod environment_provider;
mod error;
mod files;
mod ini;
mod placeholder;
mod profiles;
mod protocol;
mod provide;
mod renewal;
mod role;
mod session;
mod source;
mod sts;
mod tccli;
mod web_identity;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use secrecy::{ExposeSecret, SecretString};

pub use assume_role::{AssumeRoleProvider, AssumeRoleProviderBuilder};
pub use chain::CredentialChain;
pub use cvm_role::{CvmRoleProvider, CvmRoleProviderBuilder};
pub use environment::{EnvironmentVariables, region_from_environment};
pub use environment_provider::EnvironmentProvider;
pub use error::CredentialError;
pub use profiles::IniFileProvider;
pub use provide::ProvideCredential;
pub use source::CredentialSource;
pub use tccli::TccliProvider;
pub use web_identity::{WebIdentityProvider, WebIdentityProviderBuilder};

/// A secret id and a secret key, with a token if the credential is temporary.
///
/// Two credentials are equal if servers cannot distinguish them. Expiry and source are not
/// compared.
///
/// `Debug` shows the first characters of the id, but not the key or the token.
///
/// ```
/// use tencent_runtime::client::credential::Credential;
///
/// let credential = Credential::new("an id", "a secret key").with_token("a token");
/// assert!(!format!("{credential:?}").contains("a secret key"));
/// ```
#[derive(Clone)]
pub struct Credential(Arc<CredentialParts>);

/// The fields of a credential. All clones share them, because every call clones the credential.
#[derive(Clone)]
struct CredentialParts {
    secret_id: String,
    secret_key: SecretString,
    token: Option<SecretString>,
    expires_at: Option<SystemTime>,
    source: Option<String>,
}

impl Credential {
    /// Creates a credential that does not expire.
    #[must_use]
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self(Arc::new(CredentialParts {
            secret_id: secret_id.into(),
            secret_key: SecretString::from(secret_key.into()),
            token: None,
            expires_at: None,
            source: None,
        }))
    }

    /// Adds the token of a temporary credential. An empty token counts as none.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        let token = Some(token.into()).filter(|token| !token.is_empty());
        Arc::make_mut(&mut self.0).token = token.map(SecretString::from);
        self
    }

    /// Sets the time of expiry. From then on, calls with the credential fail.
    #[must_use]
    pub fn with_expiry(mut self, at: SystemTime) -> Self {
        Arc::make_mut(&mut self.0).expires_at = Some(at);
        self
    }

    /// Sets the source that errors name.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).source = Some(source.into());
        self
    }

    /// Returns the secret id, which is sent with every request.
    #[must_use]
    pub fn secret_id(&self) -> &str {
        &self.0.secret_id
    }

    /// Returns the time of expiry.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.expires_at
    }

    /// Returns the source, if it is known.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    pub(crate) fn secret_key(&self) -> &str {
        self.0.secret_key.expose_secret()
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.0.token.as_ref().map(|token| token.expose_secret())
    }

    /// Returns whether both credentials have the same id and key.
    pub(crate) fn has_same_keys(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.secret_id() == other.secret_id() && self.secret_key() == other.secret_key())
    }

    /// Creates a credential from an id and a key, or from the reasons why one is missing.
    fn from_parts(
        source: String,
        id: Result<String, String>,
        key: Result<String, String>,
        token: Option<String>,
    ) -> Result<Self, CredentialError> {
        let unusable = |lack, other| {
            let reason = format!("{lack}, but the secret {other} is set");
            Err(CredentialError::unusable(&source, reason))
        };
        let whole = match (id, key) {
            (Ok(id), Ok(key)) => Self::new(id, key),
            (Err(id), Err(key)) => {
                let reason = format!("{id}, and {key}");
                return Err(CredentialError::missing(source, reason));
            }
            (Ok(_), Err(lack)) => return unusable(lack, "id"),
            (Err(lack), Ok(_)) => return unusable(lack, "key"),
        };
        let whole = whole.with_source(source);
        Ok(match token {
            Some(token) => whole.with_token(token),
            None => whole,
        })
    }

    /// Checks that the credential is valid and has not expired. Calls `now` only if it can expire.
    pub(crate) fn check(&self, now: impl FnOnce() -> SystemTime) -> Result<(), CredentialError> {
        self.check_parts()?;
        let Some(at) = self.expires_at() else {
            return Ok(());
        };
        let now = now();
        if at > now {
            return Ok(());
        }
        Err(CredentialError::Expired {
            place: self.place().to_owned(),
            at,
            now,
        })
    }

    /// Checks that id, key and token are valid.
    fn check_parts(&self) -> Result<(), CredentialError> {
        match self.invalid_part() {
            Some(reason) => Err(CredentialError::unusable(self.place(), reason)),
            None => Ok(()),
        }
    }

    /// Returns the source for errors.
    fn place(&self) -> &str {
        self.source().unwrap_or("given by the program")
    }

    /// Describes an invalid part. Headers contain the id and the token. A copied key often has a
    /// line break at its end.
    fn invalid_part(&self) -> Option<String> {
        let invalid = |text: &str| !text.bytes().all(|byte| byte.is_ascii_graphic());
        let parts = [
            ("secret id", Some(self.secret_id())),
            ("secret key", Some(self.secret_key())),
            ("token", self.token()),
        ];
        parts.into_iter().find_map(|(name, text)| match text? {
            "" => Some(format!("the {name} is empty")),
            text if invalid(text) => Some(format!(
                "the {name} contains spaces, line breaks or other invalid characters"
            )),
            _ => None,
        })
    }
}

impl PartialEq for Credential {
    fn eq(&self, other: &Self) -> bool {
        self.has_same_keys(other) && self.token() == other.token()
    }
}

impl Eq for Credential {}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.secret_id().chars().take(4).collect();
        let token = self.token().map(|_| format_args!("[redacted]"));
        f.debug_struct("Credential")
            .field("secret_id", &format_args!("{shown}…"))
            .field("secret_key", &format_args!("[redacted]"))
            .field("token", &token)
            .field("expires_at", &self.expires_at().map(error::format_time))
            .field("source", &self.source())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn nothing_secret_is_shown() {
        let credential = Credential::new("AKIDexample", "key-value").with_token("token-value");
        let shown = format!("{credential:?}{credential:#?}");
        assert!(
            !shown.contains("key-value") && !shown.contains("token-value"),
            "{shown}"
        );
        assert!(
            !shown.contains("AKIDexample") && shown.contains("AKID"),
            "{shown}"
        );
    }

    #[test]
    fn an_invalid_credential_is_an_error_with_its_source() {
        let good = Credential::new("id", "key").with_token("token");
        assert!(good.check(|| UNIX_EPOCH).is_ok());
        assert_eq!(good.clone().with_token("").token(), None);
        let wrong = [
            (Credential::new("", "key"), "secret id is empty"),
            (Credential::new("id", ""), "secret key is empty"),
            (
                Credential::new("id\r\nX-Evil: 1", "key"),
                "secret id contains",
            ),
            (Credential::new("id", "Evil\n"), "secret key contains"),
            (Credential::new("id", "Evil key"), "secret key contains"),
            (good.with_token("Evil\ntoken"), "token contains"),
        ];
        for (credential, expected) in wrong {
            let credential = credential.with_source("a drawer");
            let error = credential.check(|| UNIX_EPOCH).unwrap_err().to_string();
            assert!(error.starts_with("a drawer: "), "{error}");
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("Evil"), "{error}");
        }
    }

    #[test]
    fn a_credential_is_valid_until_it_expires() {
        let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let credential = Credential::new("id", "key").with_expiry(at);
        assert!(credential.check(|| at - Duration::from_secs(1)).is_ok());
        let error = credential.check(|| at).unwrap_err();
        assert!(matches!(error, CredentialError::Expired { .. }));
        assert_eq!(
            error.to_string(),
            "given by the program: the credential expired at 2023-11-14T22:13:20Z; \
             the time is 2023-11-14T22:13:20Z"
        );
    }

    #[test]
    fn credentials_are_equal_if_servers_cannot_distinguish_them() {
        let credential = Credential::new("id", "key").with_token("token");
        let same = Credential::new("id", "key").with_token("token");
        let same = same.with_expiry(UNIX_EPOCH).with_source("a drawer");
        assert_eq!(credential, same);
        assert_ne!(credential, same.with_token("another"));
        assert_ne!(credential, Credential::new("id", "key"));
        let others = [
            Credential::new("id", "another"),
            Credential::new("another", "key"),
        ];
        for other in others {
            assert_ne!(credential, other.with_token("token"));
        }
    }
}
