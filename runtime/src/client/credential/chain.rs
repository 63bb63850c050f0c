//! Searches several sources for a credential.

use std::time::SystemTime;

use super::environment::{Environment, EnvironmentProvider};
use super::{Credential, CredentialError, IniFileProvider, ProvideCredential, TccliProvider};
use crate::BoxFuture;

/// Tries several providers in order and returns the first credential.
///
/// Skips an expired credential. Fails at an unusable one, such as an id without a key, because the
/// next provider may have the credential of another account. If no provider has a credential, the
/// error lists the reasons of all.
#[derive(Debug)]
pub struct CredentialChain {
    providers: Vec<Box<dyn ProvideCredential>>,
}

impl CredentialChain {
    /// Creates a chain of environment variables, the INI file and the file of `tccli`.
    ///
    /// The profile is `default`. For `tccli`, `TCCLI_PROFILE` can name another one.
    #[must_use]
    pub fn new() -> Self {
        Self::with_environment(Environment::of_process())
    }

    /// Creates the default chain with other environment variables.
    #[must_use]
    pub fn with_environment(environment: Environment) -> Self {
        Self {
            providers: vec![
                Box::new(EnvironmentProvider::new(environment.clone())),
                Box::new(IniFileProvider::new(environment.clone(), "default")),
                Box::new(TccliProvider::from_environment(environment)),
            ],
        }
    }

    /// Creates a chain of the INI file and the file of `tccli` for a profile. It ignores
    /// environment variables with credentials, because the caller chose the profile explicitly.
    #[must_use]
    pub fn with_profile(environment: Environment, profile: &str) -> Self {
        Self {
            providers: vec![
                Box::new(IniFileProvider::new(environment.clone(), profile)),
                Box::new(TccliProvider::new(environment, profile)),
            ],
        }
    }

    /// Creates a chain of other providers.
    #[must_use]
    pub fn from_providers(providers: Vec<Box<dyn ProvideCredential>>) -> Self {
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
                let found = provider.credential().await;
                let good = found.and_then(|found| found.check(SystemTime::now).map(|()| found));
                match good {
                    Ok(credential) => return Ok(credential),
                    Err(error @ CredentialError::Unusable { .. }) => return Err(error),
                    Err(error) => errors.push(error),
                }
            }
            Err(CredentialError::NotFound(errors))
        })
    }

    fn invalidate(&self, refused: &Credential) {
        let providers = self.providers.iter();
        providers.for_each(|provider| provider.invalidate(refused));
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::super::files::fixtures::{Home, found};
    use super::*;

    const INI: &str = ".tencentcloud/credentials";
    const TCCLI: &str = ".tccli/default.credential";
    const INI_TEXT: &[u8] = b"[default]\nsecret_id=ini\nsecret_key=key\n\
                              [work]\nsecret_id=ini-work\nsecret_key=key\n";
    const TCCLI_TEXT: &[u8] = br#"{"secretId": "tccli", "secretKey": "key"}"#;
    const VARIABLES: [(&str, &str); 2] = [
        ("TENCENTCLOUD_SECRET_ID", "environment"),
        ("TENCENTCLOUD_SECRET_KEY", "key"),
    ];

    fn id(chain: &CredentialChain) -> String {
        found(chain).unwrap().secret_id().to_owned()
    }

    #[test]
    fn of_several_sources_the_first_is_taken() {
        let home = Home::with(&[(INI, INI_TEXT), (TCCLI, TCCLI_TEXT)]);
        let all = CredentialChain::with_environment(home.and(&VARIABLES));
        assert_eq!(id(&all), "environment");
        assert_eq!(
            id(&CredentialChain::with_environment(home.environment())),
            "ini"
        );
        let home = Home::with(&[(INI, b"[work]\n"), (TCCLI, TCCLI_TEXT)]);
        assert_eq!(
            id(&CredentialChain::with_environment(home.environment())),
            "tccli"
        );
    }

    #[test]
    fn a_profile_that_is_named_is_taken_from_files_alone() {
        let work = br#"{"secretId": "tccli-work", "secretKey": "key"}"#;
        let files: [(&str, &[u8]); 3] = [
            (INI, INI_TEXT),
            (TCCLI, TCCLI_TEXT),
            (".tccli/work.credential", work),
        ];
        let home = Home::with(&files);
        let variables = [VARIABLES[0], VARIABLES[1], ("TCCLI_PROFILE", "default")];
        let of = |profile| CredentialChain::with_profile(home.and(&variables), profile);
        assert_eq!(id(&of("work")), "ini-work");
        home.write(INI, b"");
        assert_eq!(id(&of("work")), "tccli-work");
        let error = found(&of("play")).unwrap_err().to_string();
        assert!(error.contains("profile `play`"), "{error}");
        assert!(error.contains("play.credential"), "{error}");
    }

    #[test]
    fn half_a_credential_is_an_error_whatever_the_other_sources_have() {
        let home = Home::with(&[(INI, INI_TEXT), (TCCLI, TCCLI_TEXT)]);
        for (set, lacking) in [(VARIABLES[0], VARIABLES[1]), (VARIABLES[1], VARIABLES[0])] {
            let chain = CredentialChain::with_environment(home.and(&[set]));
            let error = found(&chain).unwrap_err();
            assert!(matches!(error, CredentialError::Unusable { .. }));
            let expected = format!("environment: the credential cannot be used: {}", lacking.0);
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
        home.write(INI, b"[default]\nsecret_id = two words\nsecret_key = key\n");
        let chain = CredentialChain::with_environment(home.environment());
        let error = found(&chain).unwrap_err().to_string();
        assert!(error.contains("profile `default`: the cred"), "{error}");
    }

    #[test]
    fn a_credential_that_ran_out_is_passed_over_and_told() {
        let old = br#"{"secretId": "tccli", "secretKey": "key", "expiresAt": 1700000000}"#;
        let home = Home::with(&[(TCCLI, old)]);
        let old = || Box::new(TccliProvider::new(home.environment(), "default"));
        let later = SystemTime::now() + Duration::from_secs(600);
        let good = Credential::new("good", "key").with_expiry(later);
        assert_eq!(
            id(&CredentialChain::from_providers(vec![
                old(),
                Box::new(good)
            ])),
            "good"
        );
        let error = found(&CredentialChain::from_providers(vec![old()])).unwrap_err();
        let CredentialError::NotFound(errors) = &error else {
            panic!("{error:?}");
        };
        let [CredentialError::Expired { at, .. }] = errors.as_slice() else {
            panic!("{error:?}");
        };
        assert_eq!(*at, UNIX_EPOCH + Duration::from_secs(1_700_000_000));
        let told = "default.credential: the credential ran out at 2023-11-14T22:13:20Z";
        assert!(error.to_string().contains(told), "{error}");
    }

    #[test]
    fn where_none_has_one_each_says_what_it_lacks() {
        let nowhere = [("HOME", "/nonexistent")].into_iter().collect();
        let chain = CredentialChain::with_environment(nowhere);
        let error = found(&chain).unwrap_err().to_string();
        for place in [
            "TENCENTCLOUD_SECRET_ID",
            ".tencentcloud",
            "default.credential",
        ] {
            assert!(error.contains(place), "{error}");
        }
    }

    /// Records the credentials that were refused.
    #[derive(Debug)]
    struct Recorder(std::sync::Mutex<Vec<Credential>>);

    impl ProvideCredential for Recorder {
        fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
            let failed = CredentialError::provider("away");
            Box::pin(std::future::ready(Err(failed)))
        }

        fn invalidate(&self, refused: &Credential) {
            self.0.lock().unwrap().push(refused.clone());
        }
    }

    #[test]
    fn every_provider_is_told_which_credential_was_refused() {
        let told = std::sync::Arc::new(Recorder(Default::default()));
        let good = Credential::new("good", "key");
        let providers: Vec<Box<dyn ProvideCredential>> =
            vec![Box::new(told.clone()), Box::new(good.clone())];
        let chain = CredentialChain::from_providers(providers);
        assert_eq!(id(&chain), "good");
        chain.invalidate(&good);
        assert_eq!(*told.0.lock().unwrap(), [good]);
    }
}
