//! Credentials of roles, with both clients and the servers that issue them.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use serde_json::json;
use tencent_runtime::client::clock::ManualClock;
use tencent_runtime::client::credential::{
    AssumeRoleProvider, Credential, CredentialChain, CvmRoleProvider, EnvironmentVariables,
    ProvideCredential, WebIdentityProvider,
};
use tencent_runtime::client::{BuildError, Error};
use tests::clients::{AnyClient, Settings, each};
use tests::issuers::{DURATION, IDENTITY_TOKEN, Issuer, NOW, ROLE};
use tests::outcomes::{self, serve};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

/// How long before the expiry a credential is renewed, in seconds.
const MARGIN: u64 = 300;

fn answer() -> Reply {
    Reply::json(&outcomes::answer())
}

/// Runs a test with each provider and each client.
fn each_issuer(test: impl Fn(Issuer, fn(&Settings) -> AnyClient)) {
    for issuer in Issuer::ALL {
        each(|open| test(issuer, open));
    }
}

fn settings(
    credential: Arc<dyn ProvideCredential>,
    server: &Server,
    clock: &Arc<ManualClock>,
) -> Settings {
    Settings {
        credential,
        clock: clock.clone(),
        ..Settings::to(server)
    }
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(NOW))
}

fn tokens(server: &Server) -> Vec<String> {
    let seen = server.seen().into_iter();
    seen.map(|seen| {
        assert_eq!(seen.signature, Ok(()));
        seen.headers["x-tc-token"].clone()
    })
    .collect()
}

#[test]
fn a_credential_is_issued_once_for_many_calls() {
    each_issuer(|issuer, open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let issuing = issuer.serve(vec![issuer.issued(0, NOW + DURATION)]);
        let provider = issuer.provider(issuing.url(), &clock);
        let caller = open(&settings(provider, &server, &clock));
        (0..3).for_each(|_| drop(caller.example().unwrap()));
        assert_eq!(tokens(&server), ["token-0"; 3], "{issuer:?}");
        assert_eq!(issuing.seen().len(), 1);
    });
}

#[test]
fn a_credential_is_renewed_before_it_expires() {
    each_issuer(|issuer, open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let issuing = issuer.serve(vec![
            issuer.issued(0, NOW + DURATION),
            issuer.issued(1, NOW + 2 * DURATION),
        ]);
        let provider = issuer.provider(issuing.url(), &clock);
        let caller = open(&settings(provider, &server, &clock));
        caller.example().unwrap();
        clock.advance(DURATION - MARGIN - 1);
        caller.example().unwrap();
        clock.advance(1);
        caller.example().unwrap();
        assert_eq!(tokens(&server), ["token-0", "token-0", "token-1"]);
    });
}

#[test]
fn calls_at_the_same_time_wait_for_one_renewal() {
    const CALLS: usize = 6;
    each_issuer(|issuer, open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let issued = issuer.issued(0, NOW + DURATION);
        let issuing = issuer.serve(vec![issued.after(Duration::from_millis(200))]);
        let provider = issuer.provider(issuing.url(), &clock);
        let caller = open(&settings(provider, &server, &clock));
        let start = Barrier::new(CALLS);
        std::thread::scope(|threads| {
            for _ in 0..CALLS {
                threads.spawn(|| {
                    start.wait();
                    caller.example().unwrap();
                });
            }
        });
        assert_eq!(tokens(&server), ["token-0"; CALLS]);
        assert_eq!(issuing.seen().len(), 1, "{issuer:?}");
    });
}

#[test]
fn a_renewal_ends_with_the_call_that_waits_for_it() {
    each_issuer(|issuer, open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let late = issuer.issued(0, NOW + DURATION);
        let late = late.after(Duration::from_secs(2));
        let issuing = issuer.serve(vec![late, issuer.issued(1, NOW + DURATION)]);
        let provider = issuer.provider(issuing.url(), &clock);
        let hasty = Settings {
            timeout: Duration::from_millis(200),
            ..settings(Arc::clone(&provider), &server, &clock)
        };
        let start = Instant::now();
        let error = open(&hasty).example().unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert!(start.elapsed() < Duration::from_secs(2));
        open(&settings(provider, &server, &clock))
            .example()
            .unwrap();
        assert_eq!(tokens(&server), ["token-1"]);
    });
}

#[test]
fn a_server_that_fails_is_asked_again() {
    each_issuer(|issuer, open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        for failure in [
            issuer.failure(),
            Reply::none(),
            issuer.failure().status(503),
        ] {
            let issuing = issuer.serve(vec![failure, issuer.issued(0, NOW + DURATION)]);
            let provider = issuer.provider(issuing.url(), &clock);
            open(&settings(provider, &server, &clock))
                .example()
                .unwrap();
        }
        assert_eq!(tokens(&server), ["token-0"; 3]);
    });
}

#[test]
fn a_failure_can_be_retried_and_signs_with_no_other_credential() {
    each_issuer(|issuer, open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let issuing = issuer.serve(vec![issuer.failure()]);
        // Nothing listens at port 1.
        for url in [issuing.url(), "http://127.0.0.1:1".to_owned()] {
            let chain = CredentialChain::from_providers(vec![
                Box::new(issuer.provider(url, &clock)),
                Box::new(Credential::new(SECRET_ID, SECRET_KEY)),
            ]);
            let error = open(&settings(Arc::new(chain), &server, &clock)).example();
            let error = error.unwrap_err();
            assert!(matches!(error, Error::Credential(_)), "{error:?}");
            assert!(error.is_retryable(), "{error:?}");
        }
        assert!(server.seen().is_empty());
    });
}

#[test]
fn a_valid_credential_survives_a_failed_renewal() {
    each_issuer(|issuer, open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let issuing = issuer.serve(vec![issuer.issued(0, NOW + DURATION), issuer.failure()]);
        let provider = issuer.provider(issuing.url(), &clock);
        let caller = open(&settings(provider, &server, &clock));
        caller.example().unwrap();
        clock.advance(DURATION - 1);
        caller.example().unwrap();
        assert_eq!(tokens(&server), ["token-0", "token-0"]);
        clock.advance(1);
        assert!(caller.example().unwrap_err().is_retryable());
    });
}

#[test]
fn a_refused_token_is_replaced() {
    each_issuer(|issuer, open| {
        let clock = clock();
        let refusal = Reply::error("AuthFailure.TokenFailure", "…");
        let server = serve(vec![refusal, answer()]);
        let issuing = issuer.serve(vec![
            issuer.issued(0, NOW + DURATION),
            issuer.issued(1, NOW + DURATION),
        ]);
        let provider = issuer.provider(issuing.url(), &clock);
        open(&settings(provider, &server, &clock))
            .example()
            .unwrap();
        assert_eq!(tokens(&server), ["token-0", "token-1"]);
    });
}

#[test]
fn errors_and_debug_do_not_contain_secrets() {
    const SECRETS: [&str; 3] = ["hidden-key", "hidden-token", IDENTITY_TOKEN];
    each_issuer(|issuer, open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let issued = || issuer.response("hidden-id", SECRETS[0], SECRETS[1], NOW + DURATION);
        // The secret of the request.
        let echo = match issuer {
            Issuer::WebIdentity => IDENTITY_TOKEN,
            _ => SECRET_KEY,
        };
        let replies = [
            issued().half(),
            issuer.response("hidden id", SECRETS[0], SECRETS[1], NOW + DURATION),
            issuer.response("id", "", SECRETS[1], NOW + DURATION),
            Reply::new(200, format!("TmpSecretKey={}", SECRETS[0])),
            Reply::new(200, format!("{{\"Response\": \"{}\"", SECRETS[0])),
            Reply::new(
                200,
                json!({ "TmpSecretKey": SECRETS[0], "Code": "Gone" }).to_string(),
            ),
            Reply::error("AuthFailure", echo),
            Reply::error("InternalError", echo),
        ];
        for reply in replies {
            let issuing = issuer.serve(vec![reply]);
            let provider = issuer.provider(issuing.url(), &clock);
            let shown = format!("{provider:?} {provider:#?}");
            let caller = open(&settings(provider, &server, &clock));
            let error = caller.example().unwrap_err();
            let shown = format!("{shown} {error} {error:?} {error:#?} {caller:?}");
            for secret in SECRETS.into_iter().chain([SECRET_KEY]) {
                assert!(!shown.contains(secret), "{secret} is in {shown}");
            }
        }
        assert!(server.seen().is_empty());
    });
}

#[test]
fn a_role_is_requested_with_a_signature() {
    each(|open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let issuer = Issuer::AssumeRole;
        let issuing = issuer.serve(vec![issuer.issued(0, NOW + DURATION)]);
        let provider = issuer.provider(issuing.url(), &clock);
        open(&settings(provider, &server, &clock))
            .example()
            .unwrap();
        let body = json!({
            "RoleArn": ROLE, "RoleSessionName": "nightly", "DurationSeconds": DURATION,
        });
        assert_eq!(
            Issuer::requests(&issuing),
            [("AssumeRole".to_owned(), body)]
        );
        let seen = &issuing.seen()[0];
        assert_eq!(seen.signature, Ok(()));
        assert_eq!(seen.headers["x-tc-region"], "ap-guangzhou");
        assert_eq!(seen.headers["x-tc-version"], "2018-08-13");
        assert_eq!(seen.timestamp(), NOW);
    });
}

#[test]
fn a_server_that_refuses_is_not_asked_again() {
    each(|open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        for issuer in [Issuer::AssumeRole, Issuer::WebIdentity] {
            let refusal = Reply::error("UnauthorizedOperation", "no trust");
            let issuing = issuer.serve(vec![refusal]);
            let provider = issuer.provider(issuing.url(), &clock);
            let error = open(&settings(provider, &server, &clock)).example();
            let error = error.unwrap_err();
            assert!(error.is_auth() && !error.is_retryable(), "{error:?}");
            for part in [ROLE, "UnauthorizedOperation", "no trust", "req-1"] {
                assert!(error.to_string().contains(part), "{part} is not in {error}");
            }
            assert_eq!(issuing.seen().len(), 1);
        }
    });
}

#[test]
fn without_a_credential_no_role_is_assumed() {
    each(|open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let nothing = CredentialChain::from_providers(Vec::new());
        let role = AssumeRoleProvider::builder(ROLE, nothing);
        let role = role.endpoint("http://127.0.0.1:1").build().unwrap();
        let chain = CredentialChain::from_providers(vec![
            Box::new(role),
            Box::new(Credential::new(SECRET_ID, SECRET_KEY)),
        ]);
        let error = open(&settings(Arc::new(chain), &server, &clock)).example();
        let error = error.unwrap_err().to_string();
        assert!(error.contains("may assume the role"), "{error}");
        assert!(server.seen().is_empty());
    });
}

#[test]
fn invalid_settings_of_roles_are_errors() {
    let nothing = || CredentialChain::from_providers(Vec::new());
    let role = |arn: &str| AssumeRoleProvider::builder(arn, nothing());
    let refused: [(Result<(), BuildError>, &str); 7] = [
        (role("<role>").build().map(drop), "role_arn"),
        (
            role(ROLE).session_name("x").build().map(drop),
            "session_name",
        ),
        (
            role(ROLE).session_name("a b").build().map(drop),
            "session_name",
        ),
        (
            role(ROLE)
                .duration(Duration::from_secs(43_201))
                .build()
                .map(drop),
            "duration",
        ),
        (
            role(ROLE)
                .duration(Duration::from_millis(999))
                .build()
                .map(drop),
            "duration",
        ),
        (
            role(ROLE).endpoint("ftp://host").build().map(drop),
            "ftp://host",
        ),
        (
            CvmRoleProvider::builder()
                .role_name("../x")
                .build()
                .map(drop),
            "role_name",
        ),
    ];
    for (built, named) in refused {
        let error = built.unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }
}

#[test]
fn a_web_identity_is_sent_unsigned_and_read_again_for_every_renewal() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    each(|open| {
        std::fs::write(&file, "first\n").unwrap();
        let server = serve(vec![answer()]);
        let issuer = Issuer::WebIdentity;
        // It expired long ago by the machine's clock, which this provider uses, so each call asks
        // again. The client's clock accepts it.
        let issuing = issuer.serve(vec![issuer.issued(0, NOW + DURATION)]);
        let url = issuing.url();
        let variables = [
            ("TKE_REGION", "ap-beijing"),
            ("TKE_PROVIDER_ID", "my-provider"),
            ("TKE_WEB_IDENTITY_TOKEN_FILE", file.to_str().unwrap()),
            ("TKE_ROLE_ARN", ROLE),
            ("TENCENTCLOUD_STS_ENDPOINT", &url),
        ];
        let environment: EnvironmentVariables = variables.into_iter().collect();
        let provider = Arc::new(WebIdentityProvider::from_environment(environment));
        let caller = open(&settings(provider, &server, &clock()));
        caller.example().unwrap();
        std::fs::write(&file, "second\n").unwrap();
        caller.example().unwrap();
        let requests = Issuer::requests(&issuing);
        let tokens: Vec<_> = requests
            .iter()
            .map(|(action, body)| {
                assert_eq!(action, "AssumeRoleWithWebIdentity");
                assert_eq!(body["ProviderId"], "my-provider");
                assert_eq!(body["RoleArn"], ROLE);
                body["WebIdentityToken"].clone()
            })
            .collect();
        assert_eq!(tokens, ["first", "second"]);
        let seen = &issuing.seen()[0];
        assert_eq!(seen.headers["authorization"], "SKIP");
        assert_eq!(seen.headers["x-tc-region"], "ap-beijing");
    });
}

#[test]
fn the_role_of_the_machine_is_found_by_its_name() {
    each(|open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        let issuer = Issuer::CvmRole;
        let issuing = issuer.serve(vec![
            Reply::new(200, "worker\n"),
            issuer.issued(0, NOW + DURATION),
        ]);
        let provider = CvmRoleProvider::builder().endpoint(issuing.url());
        let provider = Arc::new(provider.clock(clock.clone()).build().unwrap());
        open(&settings(provider, &server, &clock))
            .example()
            .unwrap();
        assert_eq!(tokens(&server), ["token-0"]);
        let lines: Vec<_> = issuing.seen().into_iter().map(|seen| seen.line).collect();
        let path = "GET /latest/meta-data/cam/security-credentials/";
        assert_eq!(
            lines,
            [format!("{path} HTTP/1.1"), format!("{path}worker HTTP/1.1")]
        );
    });
}

#[test]
fn a_machine_without_a_role_has_no_credential() {
    each(|open| {
        let (clock, server) = (clock(), serve(vec![answer()]));
        for reply in [Reply::new(404, ""), Reply::new(200, "\n")] {
            let issuing = Issuer::CvmRole.serve(vec![reply]);
            let provider = CvmRoleProvider::builder().endpoint(issuing.url());
            let provider = Arc::new(provider.build().unwrap());
            let error = open(&settings(provider, &server, &clock)).example();
            let error = error.unwrap_err();
            assert!(!error.is_retryable(), "{error:?}");
            assert!(error.to_string().contains("no role is bound"), "{error}");
            assert_eq!(issuing.seen().len(), 1);
        }
    });
}
