//! The INI file with profiles that Tencent's SDKs use.

use std::path::PathBuf;
use std::sync::Arc;

use super::environment::EnvironmentVariables;
use super::files::{CredentialFile, read_in_background};
use super::ini::IniFile;
use super::placeholder::present;
use super::role::{AssumedRole, Role};
use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;

const FILE: &str = "TENCENTCLOUD_CREDENTIALS_FILE";

/// The file of the machine.
const SYSTEM_FILE: &str = "/etc/tencentcloud/credentials";

/// Reads the credential from an INI file: the one in `TENCENTCLOUD_CREDENTIALS_FILE`, or
/// `~/.tencentcloud/credentials`, then `/etc/tencentcloud/credentials`.
///
/// The second file is read only if the first does not exist, or has no credential for the profile.
/// A file that cannot be read, or has an incomplete credential, is an error.
///
/// Each section is a profile with `secret_id`, `secret_key` and, for a temporary credential,
/// `token`. If it has a `role_arn`, the credential is exchanged for one of this role, like with an
/// [`AssumeRoleProvider`](super::AssumeRoleProvider). `role_session_name` names its session. The
/// syntax is that of Python's `configparser`. The file is read again for every attempt.
///
/// ```
/// use tencent_runtime::client::credential::{EnvironmentVariables, IniFileProvider};
///
/// let provider = IniFileProvider::new(EnvironmentVariables::of_process(), "deploy");
/// ```
#[derive(Clone, Debug)]
pub struct IniFileProvider {
    environment: EnvironmentVariables,
    profile: String,
    system_file: PathBuf,
    /// Whether a role in the environment replaces that of the profile.
    environment_role: bool,
    assumed: Arc<AssumedRole>,
}

impl IniFileProvider {
    /// Creates a provider for a profile. It ignores the variables of roles.
    #[must_use]
    pub fn new(environment: EnvironmentVariables, profile: impl Into<String>) -> Self {
        Self {
            environment,
            profile: profile.into(),
            system_file: PathBuf::from(SYSTEM_FILE),
            environment_role: false,
            assumed: Arc::default(),
        }
    }

    /// Creates a provider for the default profile. A role in the environment replaces that of the profile.
    pub(super) fn from_environment(environment: EnvironmentVariables) -> Self {
        Self {
            environment_role: true,
            ..Self::new(environment, "default")
        }
    }

    fn read(&self) -> Result<(Credential, Option<Role>), CredentialError> {
        if let Some(path) = self.environment.path(FILE) {
            return self.read_file(path, Some(FILE));
        }
        let home = self.environment.home();
        let of_user = home.and_then(|home| {
            let path = home.join(".tencentcloud").join("credentials");
            self.read_file(path, None)
        });
        let Err(CredentialError::Missing { place, reason }) = of_user else {
            return of_user;
        };
        let of_system = self.read_file(self.system_file.clone(), None);
        of_system.map_err(|error| match error {
            CredentialError::Missing { .. } => {
                CredentialError::missing(place, format!("{reason}; {error}"))
            }
            error => error,
        })
    }

    fn read_file(
        &self,
        path: PathBuf,
        named_by: Option<&'static str>,
    ) -> Result<(Credential, Option<Role>), CredentialError> {
        let file = CredentialFile { path, named_by };
        let (place, profile) = (file.path.display(), &self.profile);
        let ini = IniFile::parse(&file.read()?)
            .map_err(|error| CredentialError::unusable(&place, error.to_string()))?;
        let section = ini.section(profile).ok_or_else(|| {
            let reason = match ini.names().as_slice() {
                [] => format!("there is no profile `{profile}`, nor any other"),
                names => format!("there is no profile `{profile}`, only {}", names.join(", ")),
            };
            CredentialError::missing(&place, reason)
        })?;
        let value = |key| match section.value(key).map(present) {
            None => Err(format!("{key} is missing")),
            Some(Err(lack)) => Err(format!("{key} {lack}")),
            Some(Ok(value)) => Ok(value.to_owned()),
        };
        let place = format!("{place}, profile `{profile}`");
        let role = Role::from_parts(&place, value("role_arn"), value("role_session_name"))?;
        let credential = Credential::from_parts(
            place,
            value("secret_id"),
            value("secret_key"),
            value("token").ok(),
        );
        Ok((Role::require_base(&role, credential)?, role))
    }

    async fn find(&self) -> Result<Credential, CredentialError> {
        let provider = self.clone();
        let (base, role) = read_in_background(move || provider.read()).await?;
        let role = if self.environment_role {
            Role::from_environment(&self.environment)?.or(role)
        } else {
            role
        };
        self.assumed.assume(&self.environment, role, base).await
    }
}

impl ProvideCredential for IniFileProvider {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(self.find())
    }

    fn invalidate(&self, refused: &Credential) {
        self.assumed.invalidate(refused);
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::fixtures::{Home, found};
    use super::*;

    const USUAL: &str = ".tencentcloud/credentials";

    fn read(content: &[u8], profile: &str) -> Result<Credential, CredentialError> {
        let home = Home::with(&[(USUAL, content)]);
        found(&IniFileProvider::new(home.environment(), profile))
    }

    #[test]
    fn a_profile_of_the_file_is_read() {
        let text =
            b"\xef\xbb\xbf; a comment\r\n[default]\r\nsecret_id = id\r\nsecret_key= k\\ey \r\n\
                     [other]\nsecret_id=two\nsecret_key=three\ntoken=four\n";
        let credential = read(text, "default").unwrap();
        assert_eq!(
            (credential.secret_id(), credential.secret_key()),
            ("id", "k\\ey")
        );
        let source = credential.source().unwrap();
        assert!(
            source.ends_with("credentials, profile `default`"),
            "{source}"
        );
        assert_eq!(read(text, "other").unwrap().token(), Some("four"));
    }

    #[test]
    fn errors_name_missing_values() {
        let cases: [(&[u8], &str); 5] = [
            (b"[default]\nother=x", "secret_id is missing, and sec"),
            (b"[default]\nsecret_id=\nsecret_key=", "secret_id is missi"),
            (b"[work]\nsecret_id=a\nsecret_key=hidden", "only work"),
            (b"", "nor any other"),
            (
                b"[default]\nsecret_id=<id>\nsecret_key=<key>",
                "secret_id is a placeholder, and secret_key is a placeholder",
            ),
        ];
        for (content, expected) in cases {
            let error = read(content, "default").unwrap_err();
            assert!(matches!(error, CredentialError::Missing { .. }));
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    #[test]
    fn errors_do_not_contain_secrets() {
        let cases: [(&[u8], &str); 7] = [
            (
                b"[default]\nrole_arn=x",
                "secret_key is missing, but a role is set",
            ),
            (
                b"[default]\nrole_session_name=x",
                "role_arn is missing, but the name of its session is set",
            ),
            (b"[default]\nsecret_id=id", "secret_key is missing, but"),
            (b"[default]\nsecret_key=hidden", "secret_id is missing, but"),
            (b"[default]\nsecret_key=\xff\xfehidden", "not UTF-8"),
            (b"[default]\nhidden\nsecret_id=id", "line 2 has no `=`"),
            (
                b"[default]\nsecret_id=id\n[default]",
                "line 3 repeats a sec",
            ),
        ];
        for (content, expected) in cases {
            let error = read(content, "default").unwrap_err();
            assert!(matches!(error, CredentialError::Unusable { .. }));
            let error = error.to_string();
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("hidden"), "{error}");
        }
    }

    #[test]
    fn the_environment_can_replace_the_file() {
        let text = |id| format!("[default]\nsecret_id={id}\nsecret_key=key\n");
        let (usual, named) = (text("usual"), text("named"));
        let home = Home::with(&[(USUAL, usual.as_bytes()), ("elsewhere", named.as_bytes())]);
        let provider = |name: &str| {
            let path = home.path().join(name);
            let environment = home.and(&[(FILE, path.to_str().unwrap())]);
            IniFileProvider::new(environment, "default")
        };
        assert_eq!(found(&provider("elsewhere")).unwrap().secret_id(), "named");
        let error = found(&provider("nowhere")).unwrap_err();
        assert!(
            matches!(error, CredentialError::Unusable { .. }),
            "{error:?}"
        );
        assert!(error.to_string().contains(FILE), "{error}");
        let usual = IniFileProvider::new(home.environment(), "default");
        assert_eq!(found(&usual).unwrap().secret_id(), "usual");
    }

    #[test]
    fn the_file_of_the_machine_is_read_after_that_of_the_user() {
        let text = |id| format!("[default]\nsecret_id={id}\nsecret_key=key\n");
        let home = Home::with(&[("system", text("system").as_bytes())]);
        let provider = |environment| IniFileProvider {
            system_file: home.path().join("system"),
            ..IniFileProvider::new(environment, "default")
        };
        let id = |environment| found(&provider(environment)).map(|it| it.secret_id().to_owned());
        assert_eq!(id(home.environment()).unwrap(), "system");
        let no_home: EnvironmentVariables = [("PATH", "x")].into_iter().collect();
        assert_eq!(id(no_home).unwrap(), "system");
        home.write(USUAL, b"[work]\nsecret_id=work\nsecret_key=key\n");
        assert_eq!(id(home.environment()).unwrap(), "system");
        home.write(USUAL, text("user").as_bytes());
        assert_eq!(id(home.environment()).unwrap(), "user");
        home.write(USUAL, b"[default]\nsecret_id=id\n");
        let error = id(home.environment()).unwrap_err();
        assert!(
            matches!(error, CredentialError::Unusable { .. }),
            "{error:?}"
        );
    }

    #[test]
    fn the_error_names_both_files() {
        let home = Home::with(&[]);
        let provider = IniFileProvider {
            system_file: home.path().join("system"),
            ..IniFileProvider::new(home.environment(), "default")
        };
        let error = found(&provider).unwrap_err();
        assert!(
            matches!(error, CredentialError::Missing { .. }),
            "{error:?}"
        );
        let error = error.to_string();
        assert!(error.contains(USUAL) && error.contains("/system: cannot be read"));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_error() {
        // A folder has the path of the file.
        let home = Home::with(&[(".tencentcloud/credentials/other", b"")]);
        let error = found(&IniFileProvider::new(home.environment(), "default")).unwrap_err();
        assert!(
            matches!(error, CredentialError::Unusable { .. }),
            "{error:?}"
        );
        assert!(error.to_string().contains(USUAL), "{error}");
    }

    #[test]
    fn a_rotated_key_is_read_immediately() {
        let home = Home::with(&[(USUAL, b"[default]\nsecret_id=one\nsecret_key=key")]);
        let provider = IniFileProvider::new(home.environment(), "default");
        assert_eq!(found(&provider).unwrap().secret_id(), "one");
        home.write(USUAL, b"[default]\nsecret_id=two\nsecret_key=key");
        assert_eq!(found(&provider).unwrap().secret_id(), "two");
    }
}
