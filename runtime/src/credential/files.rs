//! The files in which command-line tools keep credentials.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::environment::Environment;
use super::ini::IniFile;
use super::{Credential, CredentialError, ProvideCredential};
use crate::BoxFuture;

/// Takes the credential from an INI file: the one that `TENCENTCLOUD_CREDENTIALS_FILE` names, or
/// `~/.tencentcloud/credentials`. Each section is a profile, with `secret_id`, `secret_key` and for a
/// temporary credential `token`.
#[derive(Clone, Debug)]
pub struct IniFileProvider {
    environment: Environment,
    profile: String,
}

impl IniFileProvider {
    /// A provider that reads one profile of the file.
    #[must_use]
    pub fn new(environment: Environment, profile: impl Into<String>) -> Self {
        Self {
            environment,
            profile: profile.into(),
        }
    }

    fn path(&self) -> Result<PathBuf, CredentialError> {
        match self.environment.get("TENCENTCLOUD_CREDENTIALS_FILE") {
            Some(path) => Ok(PathBuf::from(path)),
            None => Ok(self
                .environment
                .home()?
                .join(".tencentcloud")
                .join("credentials")),
        }
    }
}

impl ProvideCredential for IniFileProvider {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(std::future::ready(self.credential_blocking()))
    }

    fn credential_blocking(&self) -> Result<Credential, CredentialError> {
        let path = self.path()?;
        let missing = |reason: String| CredentialError::missing(path.display(), reason);
        let file = IniFile::parse(&read(&path)?).map_err(|error| missing(error.to_string()))?;
        let Some(section) = file.section(&self.profile) else {
            let names = file.names();
            let profile = &self.profile;
            return Err(missing(match names.as_slice() {
                [] => format!("there is no profile `{profile}`, nor any other"),
                names => format!("there is no profile `{profile}`, only {}", names.join(", ")),
            }));
        };
        let value = |name: &str| section.value(name);
        let lacks = |name: &str| missing(format!("the profile `{}` lacks {name}", self.profile));
        let id = value("secret_id").ok_or_else(|| lacks("secret_id"))?;
        let key = value("secret_key").ok_or_else(|| lacks("secret_key"))?;
        let credential = Credential::new(id, key);
        Ok(match value("token") {
            Some(token) => credential.with_token(token),
            None => credential,
        })
    }
}

/// Takes the credential from the file of `tccli`, Tencent's own command line:
/// `~/.tccli/{profile}.credential`.
#[derive(Clone, Debug)]
pub struct TccliProvider {
    environment: Environment,
    profile: String,
}

/// What `tccli` writes; it knows more members than these.
#[derive(Deserialize)]
struct TccliCredential {
    #[serde(rename = "secretId", default)]
    id: String,
    #[serde(rename = "secretKey", default)]
    key: String,
    #[serde(default)]
    token: Option<String>,
}

impl TccliProvider {
    /// A provider that reads the file of one profile.
    #[must_use]
    pub fn new(environment: Environment, profile: impl Into<String>) -> Self {
        Self {
            environment,
            profile: profile.into(),
        }
    }
}

impl ProvideCredential for TccliProvider {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(std::future::ready(self.credential_blocking()))
    }

    fn credential_blocking(&self) -> Result<Credential, CredentialError> {
        let name = format!("{}.credential", self.profile);
        let path = self.environment.home()?.join(".tccli").join(name);
        let missing = |reason: String| CredentialError::missing(path.display(), reason);
        let found: TccliCredential = serde_json::from_str(&read(&path)?)
            .map_err(|error| missing(format!("line {} is not in order", error.line())))?;
        if found.id.trim().is_empty() || found.key.trim().is_empty() {
            return Err(missing("it lacks secretId or secretKey".to_owned()));
        }
        let credential = Credential::new(found.id.trim(), found.key.trim());
        Ok(
            match found
                .token
                .as_deref()
                .map(str::trim)
                .filter(|token| !token.is_empty())
            {
                Some(token) => credential.with_token(token),
                None => credential,
            },
        )
    }
}

fn read(path: &Path) -> Result<String, CredentialError> {
    let missing = |reason: String| CredentialError::missing(path.display(), reason);
    let bytes = std::fs::read(path).map_err(|error| missing(format!("cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| missing("is not UTF-8".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A home folder with one file in it, which goes away with it.
    struct Home(PathBuf);

    impl Home {
        fn with(name: &str, file: &str, content: &[u8]) -> Self {
            let root =
                std::env::temp_dir().join(format!("credential-{}-{name}", std::process::id()));
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
            Self(root)
        }

        fn environment(&self) -> Environment {
            [("HOME", self.0.to_str().unwrap())].into_iter().collect()
        }
    }

    impl Drop for Home {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn ini(name: &str, content: &[u8], profile: &str) -> Result<Credential, CredentialError> {
        let home = Home::with(name, ".tencentcloud/credentials", content);
        IniFileProvider::new(home.environment(), profile).credential_blocking()
    }

    #[test]
    fn a_profile_of_the_ini_file_is_read() {
        let text =
            b"\xef\xbb\xbf; a comment\r\n[default]\r\nsecret_id = id\r\nsecret_key= k\\ey \r\n\
                     [other]\nsecret_id=two\nsecret_key=three\ntoken=four\n";
        let credential = ini("profile", text, "default").unwrap();
        assert_eq!(
            (credential.secret_id(), credential.secret_key()),
            ("id", "k\\ey")
        );
        assert_eq!(ini("other", text, "other").unwrap().token(), Some("four"));
    }

    #[test]
    fn a_file_that_is_not_in_order_is_said_with_the_line() {
        let twice = b"[default]\nsecret_id=a\nsecret_key=hidden\n[default]\nsecret_key=hidden";
        let error = ini("twice", twice, "default").unwrap_err().to_string();
        assert!(error.contains("line 4 opens a section"), "{error}");
        assert!(!error.contains("hidden"), "{error}");
    }

    #[test]
    fn what_the_ini_file_lacks_is_said_without_secrets() {
        let cases: [(&[u8], &str); 5] = [
            (b"[default]\nsecret_id=id", "lacks secret_key"),
            (
                b"[default]\nsecret_id=\nsecret_key=hidden",
                "lacks secret_id",
            ),
            (b"[work]\nsecret_id=a\nsecret_key=hidden", "only work"),
            (b"", "nor any other"),
            (b"[default]\nsecret_key=\xff\xfehidden", "not UTF-8"),
        ];
        for (index, (content, expected)) in cases.into_iter().enumerate() {
            let error = ini(&format!("lacks-{index}"), content, "default")
                .unwrap_err()
                .to_string();
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("hidden"), "{error}");
        }
    }

    #[test]
    fn the_file_of_tccli_is_read() {
        let read = |name: &str, content: &[u8]| {
            let home = Home::with(name, ".tccli/work.credential", content);
            TccliProvider::new(home.environment(), "work").credential_blocking()
        };
        let found = read(
            "tccli",
            br#"{"secretId": "id", "secretKey": "key", "type": "x"}"#,
        )
        .unwrap();
        assert_eq!((found.secret_id(), found.token()), ("id", None));
        let error = read("tccli-broken", br#"{"secretKey": hidden"#)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("line 1") && !error.contains("hidden"),
            "{error}"
        );
        assert!(read("tccli-half", br#"{"secretId": "id"}"#).is_err());
    }

    #[test]
    fn without_a_home_nothing_is_guessed() {
        let nowhere: Environment = [("PATH", "x")].into_iter().collect();
        let error = TccliProvider::new(nowhere, "default")
            .credential_blocking()
            .unwrap_err();
        assert!(error.to_string().contains("HOME"), "{error}");
    }
}
