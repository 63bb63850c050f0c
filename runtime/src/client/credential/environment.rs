//! Environment variables.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::CredentialError;
use super::placeholder::present;

/// A set of environment variables. Tests can replace those of the process.
///
/// ```
/// use tencent_runtime::client::credential::{CredentialChain, EnvironmentVariables};
///
/// let variables = [("TENCENTCLOUD_SECRET_ID", "an id"), ("TENCENTCLOUD_SECRET_KEY", "a key")];
/// let chain = CredentialChain::with_environment(EnvironmentVariables::from_iter(variables));
/// ```
#[derive(Clone, Default)]
pub struct EnvironmentVariables(Option<Arc<BTreeMap<String, OsString>>>);

/// The name of this source in errors.
pub(super) const PLACE: &str = "environment";

impl EnvironmentVariables {
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

    /// Returns a region or an endpoint. Invalid Unicode becomes `U+FFFD`, which is not valid in one.
    pub(super) fn lossy(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        let text = value.to_string_lossy().trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// Returns the home directory of the user.
    pub(super) fn home(&self) -> Result<PathBuf, CredentialError> {
        let home = self.path("HOME").or_else(|| self.path("USERPROFILE"));
        home.ok_or_else(|| CredentialError::missing("files of the user", "HOME is not set"))
    }
}

impl<K: Into<String>, V: Into<OsString>> FromIterator<(K, V)> for EnvironmentVariables {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        let variables = variables.into_iter();
        let variables = variables.map(|(name, value)| (name.into(), value.into()));
        Self(Some(Arc::new(variables.collect())))
    }
}

impl fmt::Debug for EnvironmentVariables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be secret, so only names are shown.
        match &self.0 {
            Some(variables) => f.debug_set().entries(variables.keys()).finish(),
            None => f.write_str("EnvironmentVariables"),
        }
    }
}

/// Returns the region in `TENCENTCLOUD_REGION`.
///
/// Invalid Unicode becomes `U+FFFD`, which is not valid in a region.
#[must_use]
pub fn region_from_environment(environment: &EnvironmentVariables) -> Option<String> {
    environment.lossy("TENCENTCLOUD_REGION")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn invalid_unicode_is_kept_in_paths_and_invalid_in_regions() {
        use std::os::unix::ffi::OsStringExt;
        let odd = || OsString::from_vec(b"/hidden\xff".to_vec());
        let environment: EnvironmentVariables = [("HOME", odd())].into_iter().collect();
        assert_eq!(environment.home().unwrap(), PathBuf::from(odd()));
        let environment = [("TENCENTCLOUD_REGION", odd())].into_iter().collect();
        let region = region_from_environment(&environment).unwrap();
        assert!(!crate::client::header::is_region(&region), "{region}");
    }
}
