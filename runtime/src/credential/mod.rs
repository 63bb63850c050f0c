//! Who signs a request: credentials, and where they come from.

mod chain;
mod environment;
mod files;
mod ini;

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

pub use chain::CredentialChain;
pub use environment::{Environment, EnvironmentProvider, region_from_environment};
pub use files::{IniFileProvider, TccliProvider};

use crate::BoxFuture;

/// An id, its secret key, and for a temporary credential a token.
///
/// `Debug` shows the beginning of the id, and never the key or the token.
#[derive(Clone)]
pub struct Credential(Arc<Parts>);

/// What a credential holds, shared by its copies: every call takes one.
#[derive(Clone)]
struct Parts {
    secret_id: String,
    secret_key: SecretString,
    token: Option<SecretString>,
    expires_at: Option<u64>,
}

impl Credential {
    /// A credential that does not run out.
    #[must_use]
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self(Arc::new(Parts {
            secret_id: secret_id.into(),
            secret_key: SecretString::from(secret_key.into()),
            token: None,
            expires_at: None,
        }))
    }

    /// The same credential with the token of a temporary one.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).token = Some(SecretString::from(token.into()));
        self
    }

    /// The same credential, which runs out at that second since the Unix epoch.
    #[must_use]
    pub fn with_expiry(mut self, seconds: u64) -> Self {
        Arc::make_mut(&mut self.0).expires_at = Some(seconds);
        self
    }

    /// The id; it is sent with every request.
    #[must_use]
    pub fn secret_id(&self) -> &str {
        &self.0.secret_id
    }

    /// When the credential runs out, in seconds since the Unix epoch.
    #[must_use]
    pub fn expires_at(&self) -> Option<u64> {
        self.0.expires_at
    }

    pub(crate) fn secret_key(&self) -> &str {
        self.0.secret_key.expose_secret()
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.0.token.as_ref().map(|token| token.expose_secret())
    }

    /// Whether both would sign the same.
    pub(crate) fn signs_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.secret_id() == other.secret_id() && self.secret_key() == other.secret_key())
    }

    /// What goes into headers must be fit for them.
    pub(crate) fn check(&self) -> Result<(), CredentialError> {
        let visible = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let wrong = |what| Err(CredentialError::Unusable { what });
        if self.secret_id().is_empty() || self.secret_key().is_empty() {
            return wrong("the id or the key is empty");
        }
        if !visible(self.secret_id()) {
            return wrong("the id holds spaces, line ends or other characters that no id has");
        }
        if !self.token().is_none_or(visible) {
            return wrong(
                "the token holds spaces, line ends or other characters that no token has",
            );
        }
        Ok(())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.secret_id().chars().take(4).collect();
        f.debug_struct("Credential")
            .field("secret_id", &format_args!("{shown}…"))
            .field("secret_key", &format_args!("[redacted]"))
            .field("token", &self.token().map(|_| format_args!("[redacted]")))
            .field("expires_at", &self.expires_at())
            .finish()
    }
}

/// Why there is no credential.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CredentialError {
    /// A source has none.
    #[error("{place}: {reason}")]
    Missing {
        /// Where it was looked for.
        place: String,
        /// What is not there.
        reason: String,
    },
    /// None of several sources has one.
    #[error("no credential was found:{}", listed(.0))]
    NotFound(Vec<CredentialError>),
    /// There is one, and it cannot be sent.
    #[error("the credential cannot be used: {what}")]
    Unusable {
        /// What is wrong with it.
        what: &'static str,
    },
    /// A provider needs an asynchronous runtime, and the client is a blocking one.
    #[error(
        "the credential's provider waits for something; a blocking client needs one that implements `credential_blocking`"
    )]
    NotBlocking,
    /// A provider failed.
    #[error("the credential's provider failed: {0}")]
    Provider(String),
}

impl CredentialError {
    pub(crate) fn missing(place: impl fmt::Display, reason: impl Into<String>) -> Self {
        Self::Missing {
            place: place.to_string(),
            reason: reason.into(),
        }
    }
}

fn listed(errors: &[CredentialError]) -> String {
    errors.iter().map(|error| format!("\n  {error}")).collect()
}

/// Where credentials come from.
///
/// A provider of temporary credentials keeps the one that it has until shortly before it runs out.
pub trait ProvideCredential: fmt::Debug + Send + Sync {
    /// A credential that is good now.
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>>;

    /// The same for blocking clients.
    ///
    /// # Errors
    ///
    /// Besides those of [`ProvideCredential::credential`], [`CredentialError::NotBlocking`] where
    /// that one waits and this method is not implemented.
    fn credential_blocking(&self) -> Result<Credential, CredentialError> {
        let waker = std::task::Waker::noop();
        let mut context = std::task::Context::from_waker(waker);
        match self.credential().as_mut().poll(&mut context) {
            std::task::Poll::Ready(credential) => credential,
            std::task::Poll::Pending => Err(CredentialError::NotBlocking),
        }
    }

    /// Forgets the credential: the server refused its token.
    fn invalidate(&self) {}
}

impl ProvideCredential for Credential {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }

    fn credential_blocking(&self) -> Result<Credential, CredentialError> {
        Ok(self.clone())
    }
}

impl<P: ProvideCredential + ?Sized> ProvideCredential for Arc<P> {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        (**self).credential()
    }

    fn credential_blocking(&self) -> Result<Credential, CredentialError> {
        (**self).credential_blocking()
    }

    fn invalidate(&self) {
        (**self).invalidate();
    }
}

#[cfg(test)]
mod tests {
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
    fn what_headers_cannot_carry_is_refused() {
        assert_eq!(Credential::new("id", "key").check(), Ok(()));
        let wrong = [
            Credential::new("", "key"),
            Credential::new("id", ""),
            Credential::new("id\r\nX-Evil: 1", "key"),
            Credential::new("id", "key").with_token("to\nken"),
        ];
        for credential in wrong {
            let error = credential.check().unwrap_err();
            assert!(!error.to_string().contains("Evil"), "{error}");
        }
    }

    #[derive(Debug)]
    struct Waits;

    impl ProvideCredential for Waits {
        fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
            Box::pin(std::future::pending())
        }
    }

    #[test]
    fn a_provider_that_waits_says_so_to_a_blocking_client() {
        assert_eq!(
            Waits.credential_blocking().unwrap_err(),
            CredentialError::NotBlocking
        );
        let credential = Credential::new("id", "key").credential_blocking().unwrap();
        assert_eq!(credential.secret_id(), "id");
    }
}
