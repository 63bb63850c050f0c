//! Environment variables, and where a user's files are.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;

/// The environment variables that a program sees; tests hand in their own.
#[derive(Clone, Default)]
pub struct Environment(Option<BTreeMap<String, String>>);

impl Environment {
    /// The variables of this process, read whenever they are asked for.
    #[must_use]
    pub fn of_process() -> Self {
        Self(None)
    }

    /// The value of a variable. An empty one counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Some(variables) => variables.get(name).cloned(),
            None => std::env::var(name).ok(),
        };
        let value = value?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    }

    /// The user's folder.
    pub(super) fn home(&self) -> Result<PathBuf, CredentialError> {
        let home = self.get("HOME").or_else(|| self.get("USERPROFILE"));
        home.map(PathBuf::from)
            .ok_or_else(|| CredentialError::missing("files of the user", "HOME is not set"))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        Self(Some(
            variables
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        ))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values of variables may be secret.
        match &self.0 {
            Some(variables) => f.debug_set().entries(variables.keys()).finish(),
            None => f.write_str("Environment"),
        }
    }
}

const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const TOKEN: &str = "TENCENTCLOUD_TOKEN";

/// Takes the credential from `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for a
/// temporary one, `TENCENTCLOUD_TOKEN`.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentProvider {
    environment: Environment,
}

impl EnvironmentProvider {
    /// A provider that reads those variables.
    #[must_use]
    pub fn new(environment: Environment) -> Self {
        Self { environment }
    }
}

impl ProvideCredential for EnvironmentProvider {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(std::future::ready(self.credential_blocking()))
    }

    fn credential_blocking(&self) -> Result<Credential, CredentialError> {
        let (id, key) = (self.environment.get(ID), self.environment.get(KEY));
        let lacking = match (&id, &key) {
            (None, None) => Some(format!("{ID} and {KEY} are not set")),
            (None, Some(_)) => Some(format!("{ID} is not set, though {KEY} is")),
            (Some(_), None) => Some(format!("{KEY} is not set, though {ID} is")),
            (Some(_), Some(_)) => None,
        };
        if let Some(reason) = lacking {
            return Err(CredentialError::missing("environment", reason));
        }
        let credential = Credential::new(id.unwrap_or_default(), key.unwrap_or_default());
        Ok(match self.environment.get(TOKEN) {
            Some(token) => credential.with_token(token),
            None => credential,
        })
    }
}

/// The region that the environment names: `TENCENTCLOUD_REGION`.
#[must_use]
pub fn region_from_environment(environment: &Environment) -> Option<String> {
    environment.get("TENCENTCLOUD_REGION")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(variables: &[(&str, &str)]) -> EnvironmentProvider {
        EnvironmentProvider::new(variables.iter().copied().collect())
    }

    #[test]
    fn a_credential_is_taken_from_the_variables() {
        let found = provider(&[(ID, "id"), (KEY, " key\n"), (TOKEN, "token")]);
        let credential = found.credential_blocking().unwrap();
        assert_eq!(
            (credential.secret_id(), credential.secret_key()),
            ("id", "key")
        );
        assert_eq!(credential.token(), Some("token"));
        let without_token = provider(&[(ID, "id"), (KEY, "key"), (TOKEN, "")]);
        assert_eq!(without_token.credential_blocking().unwrap().token(), None);
    }

    #[test]
    fn what_is_lacking_is_said() {
        let half = provider(&[(ID, "id"), (KEY, "")])
            .credential_blocking()
            .unwrap_err();
        assert!(
            half.to_string()
                .contains("TENCENTCLOUD_SECRET_KEY is not set, though"),
            "{half}"
        );
        let none = provider(&[]).credential_blocking().unwrap_err();
        assert!(none.to_string().contains("are not set"), "{none}");
    }
}
