//! The credential files of `tccli`, Tencent's command line.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::environment::EnvironmentVariables;
use super::files::{CredentialFile, read_in_background};
use super::placeholder::present;
use super::role::{AssumedRole, Role};
use super::{Credential, CredentialError, CvmRoleProvider, ProvideCredential};
use crate::BoxFuture;
use crate::client::clock;

const PROFILE: &str = "TCCLI_PROFILE";

/// Reads the credential from a file of `tccli`, Tencent's command line:
/// `~/.tccli/{profile}.credential`.
///
/// - `tccli auth login` writes a temporary credential there. Only `tccli` renews it, not this
///   provider.
/// - If the profile has a `role-arn`, the credential is exchanged for one of this role, like with an
///   [`AssumeRoleProvider`](super::AssumeRoleProvider). `role-session-name` names its session.
/// - If the `type` of the profile is `cvm-role`, the credential is that of a [`CvmRoleProvider`].
///
/// The file is read again for every attempt.
///
/// ```
/// use tencent_runtime::client::credential::{EnvironmentVariables, TccliProvider};
///
/// let provider = TccliProvider::new(EnvironmentVariables::of_process(), "deploy");
/// ```
#[derive(Clone, Debug)]
pub struct TccliProvider {
    environment: EnvironmentVariables,
    /// `None` for the profile in `TCCLI_PROFILE`.
    profile: Option<String>,
    cvm_role: Arc<CvmRoleProvider>,
    assumed: Arc<AssumedRole>,
}

/// The way to the credential of a profile.
enum Profile {
    /// The credential, and a role to assume with it.
    Keys(Credential, Option<Role>),
    /// The file of a profile that uses the role of the instance.
    CvmRole(String),
}

impl TccliProvider {
    /// Creates a provider for a profile. It ignores the variables of roles.
    #[must_use]
    pub fn new(environment: EnvironmentVariables, profile: impl Into<String>) -> Self {
        Self::with_profile(environment, Some(profile.into()))
    }

    /// Creates a provider for the profile in `TCCLI_PROFILE`, or for `default`.
    ///
    /// A role in `TENCENTCLOUD_ROLE_ARN` replaces that of the profile, as in `tccli`.
    #[must_use]
    pub fn from_environment(environment: EnvironmentVariables) -> Self {
        Self::with_profile(environment, None)
    }

    fn with_profile(environment: EnvironmentVariables, profile: Option<String>) -> Self {
        Self {
            cvm_role: Arc::new(CvmRoleProvider::from_environment(&environment)),
            environment,
            profile,
            assumed: Arc::default(),
        }
    }

    fn file(&self) -> Result<CredentialFile, CredentialError> {
        let of_variable = || self.environment.text(PROFILE);
        let (profile, named_by) = match &self.profile {
            Some(profile) => (profile.clone(), None),
            None => match of_variable()? {
                Some(profile) => (profile, Some(PROFILE)),
                None => ("default".to_owned(), None),
            },
        };
        let name = format!("{profile}.credential");
        Ok(CredentialFile {
            path: self.environment.home()?.join(".tccli").join(name),
            named_by,
        })
    }

    fn read(&self) -> Result<Profile, CredentialError> {
        let file = self.file()?;
        let place = file.path.display();
        let unusable = |reason| CredentialError::unusable(&place, reason);
        let text = file.read()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        // The message of serde may contain values, so it is not used.
        let members: Map<String, Value> = serde_json::from_str(text)
            .map_err(|error| unusable(format!("line {} is not a JSON object", error.line())))?;
        match member(&members, "type") {
            Ok("cvm-role") => Ok(Profile::CvmRole(place.to_string())),
            // A missing type means keys, like `default`. A login writes temporary keys.
            Ok("default" | "oauth" | "sso") => keys(&members, &place.to_string()),
            Err(_) if !is_wrong(&members, "type") => keys(&members, &place.to_string()),
            _ => Err(unusable("the type of the profile is unknown".to_owned())),
        }
    }

    async fn find(&self) -> Result<Credential, CredentialError> {
        let provider = self.clone();
        let profile = read_in_background(move || provider.read()).await?;
        let (base, role) = match profile {
            Profile::Keys(base, role) => (base, role),
            Profile::CvmRole(place) => {
                let base = self.cvm_role.credential().await;
                (base.map_err(|error| demanded(error, place))?, None)
            }
        };
        let role = match self.profile {
            Some(_) => role,
            None => Role::from_environment(&self.environment)?.or(role),
        };
        self.assumed.assume(&self.environment, role, base).await
    }
}

/// Converts the error of a machine without a role, which the profile demands.
fn demanded(error: CredentialError, place: String) -> CredentialError {
    match error {
        CredentialError::Missing { reason, .. } => CredentialError::unusable(
            place,
            format!("the profile uses the CVM role, but {reason}"),
        ),
        error => error,
    }
}

/// Returns the key of a profile, and its role.
fn keys(members: &Map<String, Value>, place: &str) -> Result<Profile, CredentialError> {
    let unusable = |reason| CredentialError::unusable(place, reason);
    let value = |name| match member(members, name) {
        Ok(text) => Ok(text.to_owned()),
        Err(lack) => Err(format!("{name} {lack}")),
    };
    // A wrong value would otherwise count as missing, and another identity would sign.
    let mut texts = [
        "role-arn",
        "role-session-name",
        "secretId",
        "secretKey",
        "token",
    ]
    .into_iter();
    if let Some(name) = texts.find(|name| is_wrong(members, name)) {
        return Err(unusable(format!("{name} is not a string")));
    }
    let role = Role::from_parts(place, value("role-arn"), value("role-session-name"))?;
    let credential = Credential::from_parts(
        place.to_owned(),
        value("secretId"),
        value("secretKey"),
        value("token").ok(),
    );
    let credential = Role::require_base(&role, credential)?;
    let credential = match members.get("expiresAt") {
        None | Some(Value::Null) => credential,
        Some(at) => {
            let at = seconds(at).and_then(clock::system_time);
            let wrong = || unusable("expiresAt is not in seconds since 1970".to_owned());
            credential.with_expiry(at.ok_or_else(wrong)?)
        }
    };
    Ok(Profile::Keys(credential, role))
}

/// Returns whether a member is neither a text nor missing.
fn is_wrong(members: &Map<String, Value>, name: &str) -> bool {
    let value = members.get(name).unwrap_or(&Value::Null);
    !value.is_string() && !value.is_null()
}

/// Returns a text of the file, or why it is missing.
fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Result<&'a str, &'static str> {
    match members.get(name) {
        None => Err("is missing"),
        Some(Value::Null) => Err("is null"),
        Some(Value::String(text)) => present(text),
        Some(_) => Err("is not a string"),
    }
}

/// Returns seconds since the Unix epoch. A negative number counts as zero, because both are in the
/// past.
fn seconds(value: &Value) -> Option<u64> {
    // Python may write a float. The conversion saturates.
    value.as_u64().or_else(|| Some(value.as_f64()? as u64))
}

impl ProvideCredential for TccliProvider {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(self.find())
    }

    fn invalidate(&self, refused: &Credential) {
        self.cvm_role.invalidate(refused);
        self.assumed.invalidate(refused);
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::fixtures::{Home, found};
    use super::*;

    fn read(content: &str) -> Result<Credential, CredentialError> {
        let home = Home::with(&[(".tccli/work.credential", content.as_bytes())]);
        found(&TccliProvider::new(home.environment(), "work"))
    }

    #[test]
    fn the_file_of_a_login_is_read() {
        // The format that tccli's oauth.py writes.
        let text = r#"{"type": "oauth", "secretId": "id", "secretKey": "key", "token": "token",
            "expiresAt": 1700000000, "oauth": {"openId": "x", "expiresAt": 1800000000}}"#;
        let credential = read(text).unwrap();
        assert_eq!(
            (credential.secret_id(), credential.secret_key()),
            ("id", "key")
        );
        assert_eq!(credential.token(), Some("token"));
        assert_eq!(credential.expires_at(), clock::system_time(1_700_000_000));
        assert!(credential.source().unwrap().ends_with("work.credential"));
    }

    #[test]
    fn a_permanent_credential_is_read() {
        let texts = [
            r#"{"secretId": "id", "secretKey": "key"}"#,
            r#"{"secretId": "id", "secretKey": "key", "token": null, "expiresAt": null}"#,
        ];
        for text in texts {
            let credential = read(text).unwrap();
            assert_eq!((credential.token(), credential.expires_at()), (None, None));
        }
    }

    #[test]
    fn expiry_may_be_any_number() {
        for (at, seconds) in [("1700000000.75", 1_700_000_000), ("-1", 0), ("0", 0)] {
            let text = format!(r#"{{"secretId": "a", "secretKey": "b", "expiresAt": {at}}}"#);
            assert_eq!(
                read(&text).unwrap().expires_at(),
                clock::system_time(seconds)
            );
        }
    }

    #[test]
    fn errors_name_missing_members() {
        let cases = [
            ("{}", "secretId is missing, and secretKey is missing"),
            (
                r#"{"secretId": null, "secretKey": " "}"#,
                "secretId is null, and secretKey is empty",
            ),
            (
                // tccli 3 wrote this if the user pressed Enter twice.
                r#"{"secretId": "None", "secretKey": "None"}"#,
                "secretId is a placeholder, and secretKey is a placeholder",
            ),
        ];
        for (text, expected) in cases {
            let error = read(text).unwrap_err();
            assert!(matches!(error, CredentialError::Missing { .. }));
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    #[test]
    fn errors_do_not_contain_secrets() {
        let cases = [
            (
                r#"{"secretId": null, "secretKey": "hidden"}"#,
                "secretId is null, but",
            ),
            (r#"{"secretId": "id"}"#, "secretKey is missing, but"),
            (
                r#"{"secretId": "None", "secretKey": "hidden"}"#,
                "secretId is a placeholder, but",
            ),
            (
                r#"{"secretId": "id", "secretKey": 7654321}"#,
                "secretKey is not a string",
            ),
            (
                r#"{"secretId": 7, "secretKey": 7654321}"#,
                "secretId is not a string",
            ),
            (
                r#"{"secretId": "id", "secretKey": "hidden", "expiresAt": "hidden"}"#,
                "expiresAt is not in seconds",
            ),
            ("{\n\"secretKey\": hidden", "line 2 is not a JSON"),
            (r#""hidden""#, "line 1 is not a JSON object"),
        ];
        for (text, expected) in cases {
            let error = read(text).unwrap_err();
            assert!(
                matches!(error, CredentialError::Unusable { .. }),
                "{error:?}"
            );
            let error = error.to_string();
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("hidden") && !error.contains("7654321"));
        }
    }

    #[test]
    fn the_environment_can_set_the_profile() {
        let text = |id| format!(r#"{{"secretId": "{id}", "secretKey": "key"}}"#);
        let home = Home::with(&[
            (".tccli/default.credential", text("usual").as_bytes()),
            (".tccli/work.credential", text("named").as_bytes()),
        ]);
        let id = |environment| {
            let provider = TccliProvider::from_environment(environment);
            found(&provider).unwrap().secret_id().to_owned()
        };
        assert_eq!(id(home.environment()), "usual");
        assert_eq!(id(home.and(&[("TCCLI_PROFILE", "work")])), "named");
        // The user chose it, so no other source may sign.
        let nowhere = home.and(&[("TCCLI_PROFILE", "nowhere")]);
        let error = found(&TccliProvider::from_environment(nowhere)).unwrap_err();
        assert!(
            matches!(error, CredentialError::Unusable { .. }),
            "{error:?}"
        );
        assert!(error.to_string().contains("TCCLI_PROFILE"), "{error}");
    }

    #[test]
    fn a_missing_home_is_an_error() {
        let nowhere: EnvironmentVariables = [("PATH", "x")].into_iter().collect();
        let error = found(&TccliProvider::new(nowhere, "default")).unwrap_err();
        assert!(error.to_string().contains("HOME"), "{error}");
    }
}
