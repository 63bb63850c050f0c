//! Searches several sources for a credential.

use super::environment::EnvironmentVariables;
use super::role::EnvironmentRole;
use super::{
    Credential, CredentialError, CredentialSource, CvmRoleProvider, EnvironmentProvider,
    IniFileProvider, ProvideCredential, TccliProvider, WebIdentityProvider,
};
use crate::BoxFuture;

/// Tries several providers in order and returns the first credential.
///
/// Asks the next provider only if a source is not configured. Any other error, such as an id without
/// a key or a server that does not respond, ends the search, because the next provider may have the
/// credential of another account. For the same reason, an expired credential is not replaced:
/// clients report it. If no source is configured, the error lists all of them.
///
/// ```
/// use tencent_runtime::client::credential::{
///     CredentialChain, EnvironmentProvider, EnvironmentVariables, IniFileProvider,
/// };
///
/// // Only the variables, then one profile of the file.
/// let variables = EnvironmentVariables::of_process();
/// let chain = CredentialChain::from_providers(vec![
///     Box::new(EnvironmentProvider::new(variables.clone())),
///     Box::new(IniFileProvider::new(variables, "deploy")),
/// ]);
/// ```
#[derive(Debug)]
pub struct CredentialChain {
    providers: Vec<Box<dyn ProvideCredential>>,
}

impl CredentialChain {
    /// Creates a chain of all [sources](CredentialSource), in their order.
    ///
    /// If `TENCENTCLOUD_ROLE_ARN` is set, the credential that is found is exchanged for one of this
    /// role. `TENCENTCLOUD_ROLE_SESSION_NAME` names its session. The variable replaces the role of a
    /// profile. `TENCENTCLOUD_STS_ENDPOINT` and `TENCENTCLOUD_METADATA_ENDPOINT` set the addresses of
    /// the servers that issue credentials of roles.
    #[must_use]
    pub fn new() -> Self {
        Self::with_environment(EnvironmentVariables::of_process())
    }

    /// Creates the default chain with other environment variables.
    #[must_use]
    pub fn with_environment(environment: EnvironmentVariables) -> Self {
        let sources = CredentialSource::ALL.iter();
        Self {
            providers: sources.map(|it| it.provider(environment.clone())).collect(),
        }
    }

    /// Creates a chain of the INI file and the file of `tccli` for a profile. It ignores
    /// environment variables with credentials and roles, because the caller chose the profile
    /// explicitly.
    #[must_use]
    pub fn with_profile(environment: EnvironmentVariables, profile: &str) -> Self {
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

impl CredentialSource {
    /// Creates the provider of the source.
    fn provider(self, environment: EnvironmentVariables) -> Box<dyn ProvideCredential> {
        match self {
            Self::Environment => Box::new(EnvironmentProvider::new(environment)),
            Self::IniFile => Box::new(IniFileProvider::from_environment(environment)),
            Self::Tccli => Box::new(TccliProvider::from_environment(environment)),
            Self::WebIdentity => {
                let provider = WebIdentityProvider::from_environment(environment.clone());
                Box::new(EnvironmentRole::new(environment, provider))
            }
            Self::CvmRole => {
                let provider = CvmRoleProvider::from_environment(&environment).optional();
                Box::new(EnvironmentRole::new(environment, provider))
            }
        }
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
                    Ok(credential) => return credential.check_parts().map(|()| credential),
                    Err(error @ CredentialError::Missing { .. }) => errors.push(error),
                    Err(CredentialError::NotFound(found)) => errors.extend(found),
                    Err(error) => return Err(error),
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
    use std::time::SystemTime;

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
    fn the_first_source_wins() {
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
    fn an_explicit_profile_is_read_only_from_files() {
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
    fn an_incomplete_credential_is_an_error() {
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

    /// Returns what a chain of a source and a good credential finds.
    fn before_a_good_one(first: impl ProvideCredential + 'static) -> Found {
        let good = Credential::new("good", "key");
        found(&CredentialChain::from_providers(vec![
            Box::new(first),
            Box::new(good),
        ]))
    }

    type Found = Result<Credential, CredentialError>;

    #[test]
    fn an_expired_credential_is_not_replaced() {
        let old = br#"{"secretId": "tccli", "secretKey": "key", "expiresAt": 1700000000}"#;
        let home = Home::with(&[(TCCLI, old)]);
        let old = TccliProvider::new(home.environment(), "default");
        let credential = before_a_good_one(old).unwrap();
        assert_eq!(credential.secret_id(), "tccli");
        let error = credential.check(SystemTime::now).unwrap_err().to_string();
        let expected = "default.credential: the credential expired at 2023-11-14T22:13:20Z";
        assert!(error.contains(expected), "{error}");
    }

    /// Fails in one way.
    #[derive(Debug)]
    struct Failing(CredentialError);

    impl ProvideCredential for Failing {
        fn credential(&self) -> BoxFuture<'_, Found> {
            Box::pin(std::future::ready(Err(self.0.clone())))
        }
    }

    #[test]
    fn only_a_source_that_is_not_configured_is_skipped() {
        let missing = || CredentialError::missing("a drawer", "is empty");
        let skipped = [missing(), CredentialError::NotFound(vec![missing()])];
        for error in skipped {
            let credential = before_a_good_one(Failing(error)).unwrap();
            assert_eq!(credential.secret_id(), "good");
        }
        let at = SystemTime::UNIX_EPOCH;
        let expired = CredentialError::Expired {
            place: "a drawer".to_owned(),
            at,
            now: at,
        };
        let fatal = [
            CredentialError::provider("it does not respond"),
            CredentialError::unusable("a drawer", "it is locked"),
            expired,
        ];
        for error in fatal {
            let expected = error.to_string();
            let found = before_a_good_one(Failing(error)).unwrap_err();
            assert_eq!(found.to_string(), expected);
        }
    }

    #[test]
    fn sources_of_inner_chains_are_listed_too() {
        let missing = |place: &str| CredentialError::missing(place, "is empty");
        let inner = vec![missing("one"), missing("two")];
        let chain = CredentialChain::from_providers(vec![
            Box::new(Failing(CredentialError::NotFound(inner))),
            Box::new(Failing(missing("three"))),
        ]);
        let error = found(&chain).unwrap_err().to_string();
        assert!(
            error.ends_with("found:\n  one: is empty\n  two: is empty\n  three: is empty"),
            "{error}"
        );
    }

    #[test]
    fn the_error_lists_every_source() {
        let nowhere = [("HOME", "/nonexistent")].into_iter().collect();
        let error = found(&CredentialChain::with_environment(nowhere)).unwrap_err();
        let CredentialError::NotFound(errors) = error else {
            panic!("{error:?}");
        };
        assert_eq!(errors.len(), CredentialSource::ALL.len());
        for (error, source) in errors.iter().zip(CredentialSource::ALL) {
            let names: &[&str] = match source {
                CredentialSource::Environment => &["_SECRET_ID", "_SECRET_KEY"],
                CredentialSource::IniFile => &[".tencentcloud", "/etc/tencentcloud"],
                CredentialSource::Tccli => &["default.credential"],
                CredentialSource::WebIdentity => &["TKE_ROLE_ARN", "TKE_PROVIDER_ID"],
                CredentialSource::CvmRole => &["metadata service"],
            };
            for name in names {
                assert!(error.to_string().contains(name), "{name} is not in {error}");
            }
        }
    }

    /// Records the credentials that were refused.
    #[derive(Debug)]
    struct Recorder(std::sync::Mutex<Vec<Credential>>);

    impl ProvideCredential for Recorder {
        fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
            let missing = CredentialError::missing("a drawer", "is empty");
            Box::pin(std::future::ready(Err(missing)))
        }

        fn invalidate(&self, refused: &Credential) {
            self.0.lock().unwrap().push(refused.clone());
        }
    }

    #[test]
    fn every_provider_learns_which_credential_was_refused() {
        let recorder = std::sync::Arc::new(Recorder(Default::default()));
        let good = Credential::new("good", "key");
        let providers: Vec<Box<dyn ProvideCredential>> =
            vec![Box::new(recorder.clone()), Box::new(good.clone())];
        let chain = CredentialChain::from_providers(providers);
        assert_eq!(id(&chain), "good");
        chain.invalidate(&good);
        assert_eq!(*recorder.0.lock().unwrap(), [good]);
    }
}
