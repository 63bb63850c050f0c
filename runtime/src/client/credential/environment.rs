//! Environment variables with credentials, regions and paths.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::placeholder::present;
use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;

/// A set of environment variables. Tests can replace those of the process.
#[derive(Clone, Default)]
pub struct Environment(Option<Arc<BTreeMap<String, OsString>>>);

/// The name of this source in errors.
const PLACE: &str = "environment";

impl Environment {
    /// The variables of the process. They are read at every access.
    #[must_use]
    pub fn of_process() -> Self {
        Self(None)
    }

    /// Returns the value of a variable. An empty value counts as absent.
    fn get(&self, name: &str) -> Option<OsString> {
        let value = match &self.0 {
            Some(variables) => variables.get(name).cloned(),
            None => std::env::var_os(name),
        };
        value.filter(|value| !value.is_empty())
    }

    /// Returns a value as text, without surrounding whitespace.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, CredentialError> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let no_text = || CredentialError::unusable(PLACE, format!("{name} is not Unicode"));
        let text = value.to_str().ok_or_else(no_text)?.trim();
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    /// Returns a part of a credential or its role, or why it is missing.
    pub(super) fn value(&self, name: &str) -> Result<Result<String, String>, CredentialError> {
        let Some(text) = self.text(name)? else {
            return Ok(Err(format!("{name} is not set")));
        };
        let value = present(&text).map(str::to_owned);
        Ok(value.map_err(|lack| format!("{name} {lack}")))
    }

    /// Returns a value as a path, which may be invalid Unicode.
    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        let value = self.get(name)?;
        let path = value.to_str().map(|text| PathBuf::from(text.trim()));
        let path = path.unwrap_or_else(|| PathBuf::from(value));
        Some(path).filter(|path| !path.as_os_str().is_empty())
    }

    /// Returns the home directory of the user.
    pub(super) fn home(&self) -> Result<PathBuf, CredentialError> {
        let home = self.path("HOME").or_else(|| self.path("USERPROFILE"));
        home.ok_or_else(|| CredentialError::missing("files of the user", "HOME is not set"))
    }
}

impl<K: Into<String>, V: Into<OsString>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        let variables = variables.into_iter();
        let variables = variables.map(|(name, value)| (name.into(), value.into()));
        Self(Some(Arc::new(variables.collect())))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be secret, so only names are shown.
        match &self.0 {
            Some(variables) => f.debug_set().entries(variables.keys()).finish(),
            None => f.write_str("Environment"),
        }
    }
}

const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const TOKEN: &str = "TENCENTCLOUD_TOKEN";

/// Reads the credential from `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for a
/// temporary credential, `TENCENTCLOUD_TOKEN`.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentProvider {
    environment: Environment,
}

impl EnvironmentProvider {
    /// Creates a provider for a set of variables.
    #[must_use]
    pub fn new(environment: Environment) -> Self {
        Self { environment }
    }

    fn read(&self) -> Result<Credential, CredentialError> {
        let value = |name| self.environment.value(name);
        let token = value(TOKEN)?.ok();
        Credential::from_parts(PLACE.to_owned(), value(ID)?, value(KEY)?, token)
    }
}

impl ProvideCredential for EnvironmentProvider {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(std::future::ready(self.read()))
    }
}

/// Returns the region in `TENCENTCLOUD_REGION`.
///
/// Invalid Unicode becomes `U+FFFD`, which is not valid in a region.
#[must_use]
pub fn region_from_environment(environment: &Environment) -> Option<String> {
    let value = environment.get("TENCENTCLOUD_REGION")?;
    let region = value.to_string_lossy().trim().to_owned();
    (!region.is_empty()).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::super::files::fixtures::found;
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Credential, CredentialError> {
        let environment = variables.iter().copied().collect();
        found(&EnvironmentProvider::new(environment))
    }

    #[test]
    fn a_credential_is_taken_from_the_variables() {
        let credential = read(&[(ID, "id"), (KEY, " key\n"), (TOKEN, "token")]).unwrap();
        assert_eq!(
            (credential.secret_id(), credential.secret_key()),
            ("id", "key")
        );
        assert_eq!(credential.token(), Some("token"));
        assert_eq!(credential.source(), Some("environment"));
        let without_token = read(&[(ID, "id"), (KEY, "key"), (TOKEN, "")]).unwrap();
        assert_eq!(without_token.token(), None);
    }

    #[test]
    fn errors_name_missing_variables() {
        let cases: [(&[(&str, &str)], &str); 2] = [
            (&[(ID, "id"), (KEY, "")], "TENCENTCLOUD_SECRET_KEY is not"),
            (&[(KEY, "hidden")], "TENCENTCLOUD_SECRET_ID is not set, but"),
        ];
        for (variables, expected) in cases {
            let error = read(variables).unwrap_err();
            assert!(matches!(error, CredentialError::Unusable { .. }));
            let error = error.to_string();
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("hidden"), "{error}");
        }
        let error = read(&[]).unwrap_err();
        assert!(matches!(error, CredentialError::Missing { .. }));
        assert!(error.to_string().contains(ID) && error.to_string().contains(KEY));
    }

    #[test]
    fn placeholders_count_as_missing() {
        let error = read(&[(ID, "<id>"), (KEY, "None")]).unwrap_err();
        let expected = format!("environment: {ID} is a placeholder, and {KEY} is a placeholder");
        assert_eq!(error.to_string(), expected);
        assert!(matches!(error, CredentialError::Missing { .. }));
        let error = read(&[(ID, "xxx"), (KEY, "key")]).unwrap_err();
        assert!(matches!(error, CredentialError::Unusable { .. }));
        let credential = read(&[(ID, "id"), (KEY, "key"), (TOKEN, "null")]).unwrap();
        assert_eq!(credential.token(), None);
    }

    #[cfg(unix)]
    #[test]
    fn invalid_unicode_is_an_error_except_in_paths() {
        use std::os::unix::ffi::OsStringExt;
        let odd = || OsString::from_vec(b"/hidden\xff".to_vec());
        for name in [ID, KEY, TOKEN] {
            let others = [ID, KEY].map(|name| (name, OsString::from("text")));
            let environment = others.into_iter().chain([(name, odd())]).collect();
            let error = found(&EnvironmentProvider::new(environment)).unwrap_err();
            let expected = format!("{name} is not Unicode");
            assert!(error.to_string().contains(&expected), "{error}");
            assert!(!error.to_string().contains("hidden"), "{error}");
        }
        let environment: Environment = [("HOME", odd())].into_iter().collect();
        assert_eq!(environment.home().unwrap(), PathBuf::from(odd()));
        let environment = [("TENCENTCLOUD_REGION", odd())].into_iter().collect();
        let region = region_from_environment(&environment).unwrap();
        assert!(!crate::client::header::is_region(&region), "{region}");
    }
}
