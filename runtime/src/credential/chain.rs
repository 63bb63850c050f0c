//! The places where a credential is usually found, one after the other.

use super::environment::{Environment, EnvironmentProvider};
use super::files::{IniFileProvider, TccliProvider};
use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;

/// Tries several providers in order, and takes the first credential that one of them has.
///
/// Where none has one, the error says what each of them lacked.
#[derive(Debug)]
pub struct CredentialChain {
    providers: Vec<Box<dyn ProvideCredential>>,
}

impl CredentialChain {
    /// Environment variables, then the INI file, then the file of `tccli`.
    ///
    /// The profile is `default`, or for `tccli` the one that `TCCLI_PROFILE` names.
    #[must_use]
    pub fn new() -> Self {
        Self::in_environment(Environment::of_process())
    }

    /// The same chain, in that environment.
    #[must_use]
    pub fn in_environment(environment: Environment) -> Self {
        let tccli = environment
            .get("TCCLI_PROFILE")
            .unwrap_or_else(|| "default".to_owned());
        Self {
            providers: vec![
                Box::new(EnvironmentProvider::new(environment.clone())),
                Box::new(IniFileProvider::new(environment.clone(), "default")),
                Box::new(TccliProvider::new(environment, tccli)),
            ],
        }
    }

    /// That profile of the INI file, then that of `tccli`. Environment variables are not looked at:
    /// who names a profile means it.
    #[must_use]
    pub fn of_profile(environment: Environment, profile: &str) -> Self {
        Self {
            providers: vec![
                Box::new(IniFileProvider::new(environment.clone(), profile)),
                Box::new(TccliProvider::new(environment, profile)),
            ],
        }
    }

    /// A chain of these providers.
    #[must_use]
    pub fn of(providers: Vec<Box<dyn ProvideCredential>>) -> Self {
        Self { providers }
    }
}

impl Default for CredentialChain {
    fn default() -> Self {
        Self::new()
    }
}

impl ProvideCredential for CredentialChain {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(async move {
            let mut errors = Vec::new();
            for provider in &self.providers {
                match provider.credential().await {
                    Ok(credential) => return Ok(credential),
                    Err(error) => errors.push(error),
                }
            }
            Err(CredentialError::NotFound(errors))
        })
    }

    fn credential_blocking(&self) -> Result<Credential, CredentialError> {
        let mut errors = Vec::new();
        for provider in &self.providers {
            match provider.credential_blocking() {
                Ok(credential) => return Ok(credential),
                Err(error) => errors.push(error),
            }
        }
        Err(CredentialError::NotFound(errors))
    }

    fn invalidate(&self) {
        self.providers
            .iter()
            .for_each(|provider| provider.invalidate());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_source_that_has_a_credential_is_taken() {
        let set = [
            ("TENCENTCLOUD_SECRET_ID", "id"),
            ("TENCENTCLOUD_SECRET_KEY", "key"),
            ("HOME", "/nonexistent"),
        ];
        let chain = CredentialChain::in_environment(set.into_iter().collect());
        assert_eq!(chain.credential_blocking().unwrap().secret_id(), "id");
    }

    #[test]
    fn where_none_has_one_each_says_what_it_lacks() {
        let chain =
            CredentialChain::in_environment([("HOME", "/nonexistent")].into_iter().collect());
        let error = chain.credential_blocking().unwrap_err().to_string();
        for place in [
            "TENCENTCLOUD_SECRET_ID",
            ".tencentcloud",
            "default.credential",
        ] {
            assert!(error.contains(place), "{error}");
        }
    }
}
