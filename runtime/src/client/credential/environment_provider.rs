//! A credential in environment variables.

use std::sync::Arc;

use super::environment::{EnvironmentVariables, PLACE};
use super::role::{AssumedRole, Role};
use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;

const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const TOKEN: &str = "TENCENTCLOUD_TOKEN";

/// Reads the credential from `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for a
/// temporary credential, `TENCENTCLOUD_TOKEN`.
///
/// If `TENCENTCLOUD_ROLE_ARN` is set, the credential is exchanged for one of this role, like with an
/// [`AssumeRoleProvider`](super::AssumeRoleProvider). `TENCENTCLOUD_ROLE_SESSION_NAME` names its
/// session.
///
/// ```
/// use tencent_runtime::client::credential::{EnvironmentProvider, EnvironmentVariables};
///
/// let provider = EnvironmentProvider::new(EnvironmentVariables::of_process());
/// ```
#[derive(Clone, Debug, Default)]
pub struct EnvironmentProvider {
    environment: EnvironmentVariables,
    assumed: Arc<AssumedRole>,
}

impl EnvironmentProvider {
    /// Creates a provider for a set of variables.
    #[must_use]
    pub fn new(environment: EnvironmentVariables) -> Self {
        Self {
            environment,
            assumed: Arc::default(),
        }
    }

    fn read(&self) -> Result<Credential, CredentialError> {
        let value = |name| self.environment.value(name);
        let token = value(TOKEN)?.ok();
        Credential::from_parts(PLACE.to_owned(), value(ID)?, value(KEY)?, token)
    }
}

impl ProvideCredential for EnvironmentProvider {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(async move {
            let base = self.read()?;
            let role = Role::from_environment(&self.environment)?;
            self.assumed.assume(&self.environment, role, base).await
        })
    }

    fn invalidate(&self, refused: &Credential) {
        self.assumed.invalidate(refused);
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::fixtures::found;
    use std::ffi::OsString;

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
    fn invalid_unicode_is_an_error() {
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
    }
}
