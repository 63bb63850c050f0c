//! The credential files of `tccli`, Tencent's command line.

use serde_json::{Map, Value};

use super::environment::Environment;
use super::files::{CredentialFile, read_in_background};
use super::placeholder::present;
use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;
use crate::client::clock;

/// Reads the credential from a file of `tccli`, Tencent's command line:
/// `~/.tccli/{profile}.credential`.
///
/// `tccli auth login` writes a temporary credential there. Only `tccli` renews it, not this
/// provider. The file is read again for every attempt.
#[derive(Clone, Debug)]
pub struct TccliProvider {
    environment: Environment,
    /// `None` for the profile in `TCCLI_PROFILE`.
    profile: Option<String>,
}

impl TccliProvider {
    /// Creates a provider for a profile.
    #[must_use]
    pub fn new(environment: Environment, profile: impl Into<String>) -> Self {
        Self {
            environment,
            profile: Some(profile.into()),
        }
    }

    /// Creates a provider for the profile in `TCCLI_PROFILE`, or for `default`.
    #[must_use]
    pub fn from_environment(environment: Environment) -> Self {
        Self {
            environment,
            profile: None,
        }
    }

    fn file(&self) -> Result<CredentialFile, CredentialError> {
        let named = match &self.profile {
            Some(profile) => Some(profile.clone()),
            None => self.environment.text("TCCLI_PROFILE")?,
        };
        let name = format!("{}.credential", named.as_deref().unwrap_or("default"));
        Ok(CredentialFile {
            path: self.environment.home()?.join(".tccli").join(name),
            named_by: None,
        })
    }

    fn read(&self) -> Result<Credential, CredentialError> {
        let file = self.file()?;
        let place = file.path.display();
        let unusable = |reason| CredentialError::unusable(&place, reason);
        let text = file.read()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        // The message of serde may contain values, so it is not used.
        let members: Map<String, Value> = serde_json::from_str(text)
            .map_err(|error| unusable(format!("line {} is not a JSON object", error.line())))?;
        let half = |name| match member(&members, name) {
            Ok(text) => Ok(text.to_owned()),
            Err(lack) => Err(format!("{name} {lack}")),
        };
        let credential = Credential::from_parts(
            place.to_string(),
            half("secretId"),
            half("secretKey"),
            member(&members, "token").ok().map(str::to_owned),
        )?;
        Ok(match members.get("expiresAt") {
            None | Some(Value::Null) => credential,
            Some(at) => {
                let at = seconds(at).and_then(clock::system_time);
                let wrong = || unusable("expiresAt is not in seconds since 1970".to_owned());
                credential.with_expiry(at.ok_or_else(wrong)?)
            }
        })
    }
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
        let provider = self.clone();
        Box::pin(read_in_background(move || provider.read()))
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
    }

    #[test]
    fn a_missing_home_is_an_error() {
        let nowhere: Environment = [("PATH", "x")].into_iter().collect();
        let error = found(&TccliProvider::new(nowhere, "default")).unwrap_err();
        assert!(error.to_string().contains("HOME"), "{error}");
    }
}
