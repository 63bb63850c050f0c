//! Roles that variables and files name: the default chain with both clients.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;
use tencent_runtime::client::Error;
use tencent_runtime::client::credential::{
    CredentialChain, CredentialError, EnvironmentProvider, EnvironmentVariables, IniFileProvider,
    ProvideCredential, TccliProvider,
};
use tests::clients::{AnyClient, Settings, each};
use tests::issuers::{DURATION, IDENTITY_TOKEN, Issuer, ROLE};
use tests::outcomes::{self, serve};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

use crate::shell::{Folder, command, example, ran};

const OTHER_ROLE: &str = "qcs::cam::uin/100000000001:roleName/other";

/// A home folder, variables, and the servers that issue credentials.
struct Machine {
    home: Folder,
    variables: Vec<(String, String)>,
    service: Server,
    /// Issues `token-0`.
    sts: Server,
    /// Issues `token-1`.
    metadata: Server,
}

fn expiry() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    now.as_secs() + DURATION
}

impl Machine {
    fn new() -> Self {
        let sts = Issuer::AssumeRole.serve(vec![Issuer::AssumeRole.issued(0, expiry())]);
        let metadata = [
            Reply::new(200, "worker"),
            Issuer::CvmRole.issued(1, expiry()),
        ];
        // Each client asks for itself.
        let metadata = metadata.into_iter().cycle().take(8).collect();
        Self::with(sts, Issuer::CvmRole.serve(metadata))
    }

    /// Creates a machine to which no role is bound.
    fn without_role() -> Self {
        let sts = Issuer::AssumeRole.serve(vec![Issuer::AssumeRole.issued(0, expiry())]);
        Self::with(sts, Issuer::CvmRole.serve(vec![Reply::new(404, "")]))
    }

    fn with(sts: Server, metadata: Server) -> Self {
        let home = Folder::new();
        let mut machine = Self {
            variables: Vec::new(),
            service: serve(vec![Reply::json(&outcomes::answer())]),
            sts,
            metadata,
            home,
        };
        machine.set("HOME", &machine.home.path().display().to_string());
        machine.set("TENCENTCLOUD_STS_ENDPOINT", &machine.sts.url());
        machine.set("TENCENTCLOUD_METADATA_ENDPOINT", &machine.metadata.url());
        machine
    }

    fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    fn set_key(&mut self) {
        self.set("TENCENTCLOUD_SECRET_ID", SECRET_ID);
        self.set("TENCENTCLOUD_SECRET_KEY", SECRET_KEY);
    }

    fn set_role(&mut self) {
        self.set("TENCENTCLOUD_ROLE_ARN", ROLE);
        self.set("TENCENTCLOUD_ROLE_SESSION_NAME", "nightly");
    }

    fn set_web_identity(&mut self) {
        let file = self.home.file("token", IDENTITY_TOKEN);
        self.set("TKE_PROVIDER_ID", "my-provider");
        self.set("TKE_WEB_IDENTITY_TOKEN_FILE", &file);
        self.set("TKE_ROLE_ARN", OTHER_ROLE);
    }

    /// Writes the default profile of tccli: a key, and other members.
    fn write_tccli(&self, others: serde_json::Value) {
        let mut profile = json!({ "secretId": SECRET_ID, "secretKey": SECRET_KEY });
        let members = profile.as_object_mut().unwrap();
        members.extend(others.as_object().unwrap().clone());
        self.home
            .file(".tccli/default.credential", profile.to_string());
    }

    fn write_ini(&self, others: &str) {
        let text = format!("[default]\nsecret_id={SECRET_ID}\nsecret_key={SECRET_KEY}\n{others}\n");
        self.home.file(".tencentcloud/credentials", text);
    }

    fn environment(&self) -> EnvironmentVariables {
        self.variables.iter().cloned().collect()
    }

    fn chain(&self) -> CredentialChain {
        CredentialChain::with_environment(self.environment())
    }

    /// Makes a call, and returns the token that signed it.
    fn call(&self, open: fn(&Settings) -> AnyClient) -> Result<Option<String>, Error> {
        self.call_with(open, Arc::new(self.chain()))
    }

    fn call_with(
        &self,
        open: fn(&Settings) -> AnyClient,
        credential: Arc<dyn ProvideCredential>,
    ) -> Result<Option<String>, Error> {
        let settings = Settings {
            credential,
            ..Settings::to(&self.service)
        };
        open(&settings).example()?;
        let seen = self.service.seen().pop().unwrap();
        assert_eq!(seen.signature, Ok(()));
        Ok(seen.headers.get("x-tc-token").cloned())
    }

    /// The names of the roles that were assumed, and of their sessions.
    fn roles(&self) -> Vec<(String, String)> {
        let requests = Issuer::requests(&self.sts).into_iter();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        requests
            .map(|(_, body)| (text(&body["RoleArn"]), text(&body["RoleSessionName"])))
            .collect()
    }

    /// The tokens with which the roles were assumed.
    fn base_tokens(&self) -> Vec<Option<String>> {
        let seen = self.sts.seen().into_iter();
        seen.map(|seen| seen.headers.get("x-tc-token").cloned())
            .collect()
    }

    #[track_caller]
    fn refuses(&self, open: fn(&Settings) -> AnyClient, part: &str) {
        let error = self.call(open).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert!(self.service.seen().is_empty());
    }
}

fn token(number: usize) -> Option<String> {
    Some(format!("token-{number}"))
}

fn named(role: &str) -> Vec<(String, String)> {
    vec![(role.to_owned(), "nightly".to_owned())]
}

#[test]
fn variables_name_a_role_for_the_key_of_each_source() {
    let sources: [fn(&mut Machine); 3] = [
        Machine::set_key,
        |machine| machine.write_ini(""),
        |machine| machine.write_tccli(json!({})),
    ];
    for set_source in sources {
        each(|open| {
            let mut machine = Machine::new();
            set_source(&mut machine);
            assert_eq!(machine.call(open).unwrap(), None);
            machine.set_role();
            assert_eq!(machine.call(open).unwrap(), token(0));
            assert_eq!(machine.roles(), named(ROLE));
            assert_eq!(machine.sts.seen()[0].signature, Ok(()));
        });
    }
}

#[test]
fn the_provider_of_the_environment_assumes_its_role() {
    each(|open| {
        let mut machine = Machine::new();
        machine.set_key();
        machine.set("TENCENTCLOUD_ROLE_ARN", ROLE);
        let provider = EnvironmentProvider::new(machine.environment());
        let found = machine.call_with(open, Arc::new(provider));
        assert_eq!(found.unwrap(), token(0));
        let (role, session) = machine.roles().remove(0);
        assert_eq!(role, ROLE);
        assert!(session.starts_with("tencentcloud-rust-"), "{session}");
    });
}

#[test]
fn a_profile_names_a_role() {
    each(|open| {
        let tccli = json!({ "role-arn": OTHER_ROLE, "role-session-name": "nightly" });
        let ini = format!("role_arn = {OTHER_ROLE}\nrole_session_name = nightly");
        let writers: [&dyn Fn(&Machine); 2] =
            [&|machine| machine.write_tccli(tccli.clone()), &|machine| {
                machine.write_ini(&ini)
            }];
        for write in writers {
            let mut machine = Machine::new();
            write(&machine);
            assert_eq!(machine.call(open).unwrap(), token(0));
            // An explicit profile ignores the variables of a role.
            machine.set_role();
            let chain = CredentialChain::with_profile(machine.environment(), "default");
            let found = machine.call_with(open, Arc::new(chain));
            assert_eq!(found.unwrap(), token(0));
            assert_eq!(
                machine.roles(),
                [named(OTHER_ROLE), named(OTHER_ROLE)].concat()
            );
            // Without one, they replace the role of the profile.
            assert_eq!(machine.call(open).unwrap(), token(0));
            assert_eq!(machine.roles()[2..], named(ROLE));
            assert_eq!(machine.base_tokens(), [None, None, None]);
        }
    });
}

#[test]
fn a_role_is_assumed_once_until_the_file_changes() {
    each(|open| {
        let machine = Machine::new();
        machine.write_tccli(json!({ "role-arn": ROLE, "role-session-name": "nightly" }));
        let provider = Arc::new(TccliProvider::new(machine.environment(), "default"));
        for _ in 0..3 {
            machine.call_with(open, provider.clone()).unwrap();
        }
        assert_eq!(machine.roles(), named(ROLE));
        machine.write_tccli(json!({ "role-arn": OTHER_ROLE, "role-session-name": "nightly" }));
        machine.call_with(open, provider.clone()).unwrap();
        assert_eq!(machine.roles()[1..], named(OTHER_ROLE));
        machine.write_tccli(json!({}));
        assert_eq!(machine.call_with(open, provider).unwrap(), None);
    });
}

#[test]
fn a_profile_that_uses_the_role_of_the_machine_ignores_its_old_key() {
    each(|open| {
        let mut machine = Machine::new();
        machine.write_tccli(json!({ "type": "cvm-role", "role-arn": OTHER_ROLE }));
        assert_eq!(machine.call(open).unwrap(), token(1));
        assert!(machine.roles().is_empty());
        machine.set_role();
        assert_eq!(machine.call(open).unwrap(), token(0));
        assert_eq!(machine.base_tokens(), [token(1)]);
    });
}

#[test]
fn a_profile_that_uses_the_role_of_the_machine_demands_it() {
    each(|open| {
        let sts = Issuer::AssumeRole.serve(vec![Reply::none()]);
        let machine = Machine::with(sts, Issuer::CvmRole.serve(vec![Reply::new(404, "")]));
        machine.write_tccli(json!({ "type": "cvm-role" }));
        machine.refuses(open, "the profile uses the CVM role, but no role is bound");
        let mut machine = machine;
        // Nothing listens at port 1.
        machine.set("TENCENTCLOUD_METADATA_ENDPOINT", "http://127.0.0.1:1");
        machine.refuses(open, "127.0.0.1:1 cannot be reached");
        assert!(machine.call(open).unwrap_err().is_retryable());
    });
}

#[test]
fn a_role_that_is_refused_is_not_replaced_by_its_key() {
    each(|open| {
        for (refusal, retryable) in [
            (Reply::error("UnauthorizedOperation", "no trust"), false),
            (Reply::error("InternalError", "busy"), true),
        ] {
            let sts = Issuer::AssumeRole.serve(vec![refusal]);
            let mut machine = Machine::with(sts, Issuer::CvmRole.serve(vec![Reply::none()]));
            machine.write_tccli(json!({ "role-arn": ROLE }));
            machine.refuses(open, "AssumeRole failed");
            machine.set_key();
            machine.set_role();
            machine.refuses(open, "AssumeRole failed");
            assert_eq!(machine.call(open).unwrap_err().is_retryable(), retryable);
        }
    });
}

#[test]
fn half_a_role_is_an_error() {
    each(|open| {
        for (others, part) in [
            (json!({ "role-session-name": "x" }), "role-arn is missing"),
            (json!({ "role-arn": 1 }), "role-arn is not a string"),
            (
                json!({ "role-arn": ROLE, "secretId": "None", "secretKey": null }),
                "a role is set",
            ),
            (
                json!({ "role-arn": ROLE, "role-session-name": "a b" }),
                "session_name",
            ),
            (
                json!({ "type": "hidden" }),
                "the type of the profile is unknown",
            ),
            (json!({ "type": 1 }), "the type of the profile is unknown"),
        ] {
            let machine = Machine::new();
            machine.write_tccli(others);
            machine.refuses(open, part);
        }
        let mut machine = Machine::new();
        machine.set_key();
        machine.set("TENCENTCLOUD_ROLE_SESSION_NAME", "nightly");
        machine.refuses(open, "TENCENTCLOUD_ROLE_ARN is not set, but");
    });
}

#[test]
fn placeholders_name_no_role() {
    each(|open| {
        let mut machine = Machine::new();
        let others = json!({
            "type": "default", "role-arn": "None", "role-session-name": "None", "token": "None",
        });
        machine.write_tccli(others);
        machine.set("TENCENTCLOUD_ROLE_ARN", " ");
        assert_eq!(machine.call(open).unwrap(), None);
    });
}

#[test]
fn the_role_of_a_machine_precedes_that_of_a_pod() {
    each(|open| {
        let mut machine = Machine::new();
        machine.set_web_identity();
        assert_eq!(machine.call(open).unwrap(), token(1));
        assert!(machine.sts.seen().is_empty());
    });
}

#[test]
fn a_pod_uses_its_own_role_if_its_machine_has_none() {
    each(|open| {
        let mut machine = Machine::without_role();
        machine.set_web_identity();
        assert_eq!(machine.call(open).unwrap(), token(0));
        assert_eq!(machine.roles()[0].0, OTHER_ROLE);
        machine.set("TKE_PROVIDER_ID", "");
        machine.refuses_after(open, "TKE_PROVIDER_ID is not set, but");
    });
}

impl Machine {
    /// Like `refuses`, after calls that succeeded.
    #[track_caller]
    fn refuses_after(&self, open: fn(&Settings) -> AnyClient, part: &str) {
        let before = self.service.seen().len();
        let error = self.call(open).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert_eq!(self.service.seen().len(), before);
    }
}

#[test]
fn variables_name_a_role_for_the_role_of_the_machine() {
    each(|open| {
        let mut machine = Machine::new();
        assert_eq!(machine.call(open).unwrap(), token(1));
        machine.set_role();
        assert_eq!(machine.call(open).unwrap(), token(0));
        assert_eq!(machine.base_tokens(), [token(1)]);
        assert_eq!(machine.roles(), named(ROLE));
    });
}

#[test]
fn the_metadata_service_is_never_asked_through_a_proxy() {
    let proxy = Issuer::CvmRole.serve(vec![Reply::new(200, "proxied")]);
    let machine = Machine::new();
    let example = example();
    let url = machine.service.url();
    let mut command = command(&[&example.action, "-", "--endpoint", &url]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"] {
        command.env(name, proxy.url());
    }
    command.envs(machine.variables.iter().cloned());
    let ran = ran(command, example.request.to_string().as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(machine.service.seen()[0].headers["x-tc-token"], "token-1");
    assert!(proxy.seen().is_empty());
}

#[test]
fn a_refused_token_of_a_configured_role_is_replaced() {
    each(|open| {
        let mut machine = Machine::new();
        let refusal = Reply::error("AuthFailure.TokenFailure", "…");
        machine.service = serve(vec![refusal, Reply::json(&outcomes::answer())]);
        machine.sts = Issuer::AssumeRole.serve(vec![
            Issuer::AssumeRole.issued(0, expiry()),
            Issuer::AssumeRole.issued(3, expiry()),
        ]);
        machine.set("TENCENTCLOUD_STS_ENDPOINT", &machine.sts.url());
        machine.write_ini(&format!("role_arn = {ROLE}"));
        assert_eq!(machine.call(open).unwrap(), token(3));
        let provider = IniFileProvider::new(machine.environment(), "default");
        assert!(matches!(
            machine.call_with(open, Arc::new(provider)),
            Ok(Some(_))
        ));
    });
}

#[test]
fn without_any_source_the_machine_and_the_pod_are_asked_last() {
    each(|open| {
        let machine = Machine::without_role();
        let error = machine.call(open).unwrap_err();
        let Error::Credential(CredentialError::NotFound(errors)) = &error else {
            panic!("{error:?}");
        };
        let [.., of_machine, of_pod] = &errors[..] else {
            panic!("{error:?}");
        };
        assert!(
            of_machine.to_string().contains("no role is bound"),
            "{error}"
        );
        assert!(of_pod.to_string().contains("TKE_ROLE_ARN"), "{error}");
        assert_eq!(machine.metadata.seen().len(), 1);
    });
}
