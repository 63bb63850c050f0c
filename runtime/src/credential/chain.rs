//! The places where a credential is usually found, one after the other.

use std::time::SystemTime;

use super::environment::{Environment, EnvironmentProvider};
use super::{Credential, CredentialError, IniFileProvider, ProvideCredential, TccliProvider};
use crate::BoxFuture;

/// Tries several providers in order, and takes the first credential that one of them has.
///
/// A credential that ran out, by the machine's clock, is passed over. One that is there and cannot be
/// used, such as an id without a key, is an error: somebody meant it, and the next provider might have
/// the credential of another account. Where no provider has one, the error says what each of them
/// lacked.
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
        Self {
            providers: vec![
                Box::new(EnvironmentProvider::new(environment.clone())),
                Box::new(IniFileProvider::new(environment.clone(), "default")),
                Box::new(TccliProvider::of_environment(environment)),
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
        let all = CredentialChain::in_environment(home.and(&VARIABLES));
        assert_eq!(id(&all), "environment");
        assert_eq!(
            id(&CredentialChain::in_environment(home.environment())),
            "ini"
        );
        let home = Home::with(&[(INI, b"[work]\n"), (TCCLI, TCCLI_TEXT)]);
        assert_eq!(
            id(&CredentialChain::in_environment(home.environment())),
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
        let of = |profile| CredentialChain::of_profile(home.and(&variables), profile);
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
            let chain = CredentialChain::in_environment(home.and(&[set]));
            let error = found(&chain).unwrap_err();
            assert!(matches!(error, CredentialError::Unusable { .. }));
            let expected = format!("environment: the credential cannot be used: {}", lacking.0);
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
        home.write(INI, b"[default]\nsecret_id = two words\nsecret_key = key\n");
        let chain = CredentialChain::in_environment(home.environment());
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
            id(&CredentialChain::of(vec![old(), Box::new(good)])),
            "good"
        );
        let error = found(&CredentialChain::of(vec![old()])).unwrap_err();
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
        let chain = CredentialChain::in_environment(nowhere);
        let error = found(&chain).unwrap_err().to_string();
        for place in [
            "TENCENTCLOUD_SECRET_ID",
            ".tencentcloud",
            "default.credential",
        ] {
            assert!(error.contains(place), "{error}");
        }
    }

    /// Keeps what it was told was refused.
    #[derive(Debug)]
    struct Told(std::sync::Mutex<Vec<Credential>>);

    impl ProvideCredential for Told {
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
        let told = std::sync::Arc::new(Told(Default::default()));
        let good = Credential::new("good", "key");
        let providers: Vec<Box<dyn ProvideCredential>> =
            vec![Box::new(told.clone()), Box::new(good.clone())];
        let chain = CredentialChain::of(providers);
        assert_eq!(id(&chain), "good");
        chain.invalidate(&good);
        assert_eq!(*told.0.lock().unwrap(), [good]);
    }
}
