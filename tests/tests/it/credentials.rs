//! Tests credentials during calls, with both clients and a server on this machine.

use std::future::{pending, ready};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, UNIX_EPOCH};

use serde_json::Value;
use tencent_runtime::BoxFuture;
use tencent_runtime::client::clock::ManualClock;
use tencent_runtime::client::credential::{
    Credential, CredentialChain, CredentialError, EnvironmentVariables, IniFileProvider,
    ProvideCredential,
};
use tencent_runtime::client::{CallOptions, Error, PreparedRequest, RetryPolicy};
use tests::clients::{AnyClient, Settings, each};
use tests::outcomes::{self, serve};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};
use tests::test_actions::Plain;

fn answer() -> Reply {
    Reply::json(&outcomes::answer())
}

fn refusal() -> Reply {
    Reply::error("AuthFailure.TokenFailure", "…")
}

fn good() -> Credential {
    Credential::new(SECRET_ID, SECRET_KEY)
}

fn with(credential: impl ProvideCredential + 'static, server: &Server) -> Settings {
    Settings {
        credential: Arc::new(credential),
        ..Settings::to(server)
    }
}

fn tokens(server: &Server) -> Vec<String> {
    let seen = server.seen().into_iter();
    seen.map(|seen| seen.headers["x-tc-token"].clone())
        .collect()
}

/// A provider that calls a function.
struct FnProvider<F>(F);

impl<F> std::fmt::Debug for FnProvider<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FnProvider")
    }
}

type Found = Result<Credential, CredentialError>;

impl<F: Fn() -> BoxFuture<'static, Found> + Send + Sync> ProvideCredential for FnProvider<F> {
    fn credential(&self) -> BoxFuture<'_, Found> {
        (self.0)()
    }
}

/// Waits for a timer, like a provider that calls a server.
fn slow() -> impl ProvideCredential + 'static {
    FnProvider(|| -> BoxFuture<'static, Found> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Ok(good())
        })
    })
}

/// Never returns.
fn stuck() -> impl ProvideCredential + 'static {
    FnProvider(|| -> BoxFuture<'static, Found> { Box::pin(pending()) })
}

#[test]
fn a_provider_can_be_asynchronous() {
    each(|open| {
        let server = serve(vec![answer()]);
        let client = open(&with(slow(), &server));
        client.example().unwrap();
        prepare(&client).unwrap();
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn a_blocking_client_works_inside_another_runtime() {
    let server = serve(vec![answer()]);
    let client = Arc::new(AnyClient::blocking(&with(slow(), &server)));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let aside = Arc::clone(&client);
        let called = tokio::task::spawn_blocking(move || aside.example().map(drop));
        called.await.unwrap().unwrap();
        // This call blocks the executor, but it completes.
        client.example().unwrap();
    });
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_call_times_out_while_a_provider_hangs() {
    each(|open| {
        let server = serve(vec![answer()]);
        let settings = Settings {
            timeout: Duration::from_millis(200),
            ..with(stuck(), &server)
        };
        let client = open(&settings);
        let outcomes: [&dyn Fn() -> Option<Error>; 2] =
            [&|| client.example().err(), &|| prepare(&client).err()];
        for outcome in outcomes {
            let start = Instant::now();
            let error = outcome().unwrap();
            assert!(matches!(error, Error::NotSent(_)), "{error:?}");
            assert!(error.is_timeout(), "{error:?}");
            assert!(start.elapsed() < Duration::from_secs(5));
        }
        assert!(server.seen().is_empty());
    });
}

#[test]
fn a_provider_that_blocks_its_thread_does_not_delay_the_timeout() {
    let server = serve(vec![answer()]);
    let provider = FnProvider(|| -> BoxFuture<'static, Found> {
        Box::pin(async {
            tokio::task::yield_now().await;
            std::thread::sleep(Duration::from_secs(10));
            Ok(good())
        })
    });
    let settings = Settings {
        timeout: Duration::from_millis(100),
        ..with(provider, &server)
    };
    let start = Instant::now();
    let error = AnyClient::blocking(&settings).example().unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn files_are_read_by_both_clients() {
    let home = std::env::temp_dir().join(format!("tests-credentials-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    let file = home.join("credentials");
    let text = format!("[default]\nsecret_id = {SECRET_ID}\nsecret_key = {SECRET_KEY}\n");
    std::fs::write(&file, text).unwrap();
    let variable = ("TENCENTCLOUD_CREDENTIALS_FILE", file.as_os_str());
    let environment: EnvironmentVariables = [variable].into_iter().collect();
    each(|open| {
        let server = serve(vec![answer()]);
        let provider = IniFileProvider::new(environment.clone(), "default");
        open(&with(provider, &server)).example().unwrap();
        assert_eq!(server.seen()[0].signature, Ok(()));
    });
    std::fs::remove_dir_all(&home).unwrap();
}

/// A provider that keeps a credential until it is rejected, and counts the renewals.
#[derive(Clone, Debug, Default)]
struct Renewed(Arc<AtomicUsize>);

impl Renewed {
    fn kept(&self) -> (usize, Credential) {
        let renewals = self.0.load(Ordering::SeqCst);
        (renewals, good().with_token(format!("token-{renewals}")))
    }
}

impl ProvideCredential for Renewed {
    fn credential(&self) -> BoxFuture<'_, Found> {
        Box::pin(ready(Ok(self.kept().1)))
    }

    fn invalidate(&self, refused: &Credential) {
        let (renewals, kept) = self.kept();
        if kept == *refused {
            let renewed = renewals + 1;
            let _ = self
                .0
                .compare_exchange(renewals, renewed, Ordering::SeqCst, Ordering::SeqCst);
        }
    }
}

#[test]
fn a_rejected_token_is_renewed_once() {
    each(|open| {
        let server = serve(vec![refusal(), answer()]);
        let client = open(&with(Renewed::default(), &server));
        client.example().unwrap();
        client.example().unwrap();
        assert_eq!(tokens(&server), ["token-0", "token-1", "token-1"]);
    });
    each(|open| {
        let server = serve(vec![refusal()]);
        let error = open(&with(Renewed::default(), &server)).example();
        assert!(error.unwrap_err().is_auth());
        assert_eq!(tokens(&server), ["token-0", "token-1"]);
    });
}

#[test]
fn a_call_is_not_retried_with_the_rejected_credential() {
    each(|open| {
        let chain = CredentialChain::from_providers(vec![Box::new(good().with_token("token"))]);
        let same: [Arc<dyn ProvideCredential>; 2] =
            [Arc::new(good().with_token("token")), Arc::new(chain)];
        for credential in same {
            let server = serve(vec![refusal(), answer()]);
            let error = open(&with(credential, &server)).example().unwrap_err();
            let code = error.code().map(ToString::to_string);
            assert_eq!(code.as_deref(), Some("AuthFailure.TokenFailure"));
            assert_eq!(server.seen().len(), 1);
        }
    });
}

#[test]
fn a_rejected_token_is_invalidated_without_a_retry() {
    each(|open| {
        let server = serve(vec![refusal(), answer()]);
        let settings = Settings {
            retry: RetryPolicy::never(),
            ..with(Renewed::default(), &server)
        };
        let client = open(&settings);
        assert!(client.example().is_err());
        client.example().unwrap();
        assert_eq!(tokens(&server), ["token-0", "token-1"]);
    });
}

#[test]
fn concurrent_rejected_calls_renew_the_token_once() {
    const CALLS: usize = 6;
    each(|open| {
        // All are sent before the first response.
        let refusals = vec![refusal().after(Duration::from_millis(800)); CALLS];
        let server = serve(refusals.into_iter().chain([answer()]).collect());
        let provider = Renewed::default();
        let client = open(&with(provider.clone(), &server));
        let start = Barrier::new(CALLS);
        std::thread::scope(|threads| {
            for _ in 0..CALLS {
                threads.spawn(|| {
                    start.wait();
                    client.example().unwrap();
                });
            }
        });
        assert_eq!(provider.kept().0, 1);
        let mut tokens = tokens(&server);
        tokens.sort();
        let expected = [vec!["token-0"; CALLS], vec!["token-1"; CALLS]].concat();
        assert_eq!(tokens, expected);
    });
}

#[test]
fn a_renewal_that_hangs_returns_the_original_error() {
    each(|open| {
        let server = serve(vec![refusal()]);
        let asked = AtomicUsize::new(0);
        let provider = FnProvider(move || -> BoxFuture<'static, Found> {
            match asked.fetch_add(1, Ordering::SeqCst) {
                0 => Box::pin(ready(Ok(good().with_token("token")))),
                _ => Box::pin(pending()),
            }
        });
        let settings = Settings {
            timeout: Duration::from_millis(500),
            ..with(provider, &server)
        };
        let error = open(&settings).example().unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{error:?}");
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn an_expired_credential_is_not_sent() {
    const NOW: u64 = 1_600_000_000;
    let until = |second| good().with_expiry(UNIX_EPOCH + Duration::from_secs(second));
    let expired = |outcome: Result<Value, Error>| {
        let error = outcome.unwrap_err();
        let Error::Credential(CredentialError::Expired { .. }) = &error else {
            panic!("{error:?}");
        };
        assert!(error.is_auth());
        assert!(error.to_string().contains("expired at 20"), "{error}");
    };
    each(|open| {
        let server = serve(vec![answer()]);
        let clock = Arc::new(ManualClock::new(NOW));
        let settings = |second| Settings {
            clock: clock.clone(),
            ..with(until(second), &server)
        };
        expired(open(&settings(NOW)).example());
        assert!(server.seen().is_empty());
        open(&settings(NOW + 1)).example().unwrap();
        // The clock of the server takes precedence.
        let date = "Wed, 15 Nov 2023 06:13:20 GMT";
        let late = Reply::error("AuthFailure.SignatureExpire", "…").header("Date", date);
        let server = serve(vec![late, answer()]);
        let settings = Settings {
            endpoint: server.url(),
            ..settings(NOW + 1)
        };
        expired(open(&settings).example());
        assert_eq!(server.seen().len(), 1);
    });
}

/// A provider that fails a number of times, then finds a credential.
fn failing(times: usize) -> impl ProvideCredential + 'static {
    let asked = AtomicUsize::new(0);
    FnProvider(move || -> BoxFuture<'static, Found> {
        let fails = asked.fetch_add(1, Ordering::SeqCst) < times;
        let failure = || CredentialError::provider("the server of roles is away");
        Box::pin(ready(if fails { Err(failure()) } else { Ok(good()) }))
    })
}

#[test]
fn a_provider_that_fails_is_asked_again() {
    each(|open| {
        let server = serve(vec![answer()]);
        open(&with(failing(2), &server)).example().unwrap();
        assert_eq!(server.seen().len(), 1);
        let error = open(&with(failing(3), &server)).example().unwrap_err();
        assert!(error.is_retryable(), "{error:?}");
        assert!(error.to_string().contains("roles is away"), "{error}");
        let settings = Settings {
            retry: RetryPolicy::never(),
            ..with(failing(1), &server)
        };
        assert!(open(&settings).example().unwrap_err().is_retryable());
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn after_a_provider_that_fails_the_next_one_does_not_sign() {
    each(|open| {
        let server = serve(vec![answer()]);
        let chain =
            CredentialChain::from_providers(vec![Box::new(failing(usize::MAX)), Box::new(good())]);
        let error = open(&with(chain, &server)).example().unwrap_err();
        assert!(error.is_retryable(), "{error:?}");
        assert!(server.seen().is_empty());
    });
}

#[test]
fn an_invalid_credential_is_not_retried() {
    each(|open| {
        let server = serve(vec![answer()]);
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let provider = FnProvider(move || -> BoxFuture<'static, Found> {
            counted.fetch_add(1, Ordering::SeqCst);
            Box::pin(ready(Err(CredentialError::unusable("a drawer", "locked"))))
        });
        let error = open(&with(provider, &server)).example().unwrap_err();
        assert!(!error.is_retryable(), "{error:?}");
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn a_request_is_signed_without_a_runtime() {
    let server = serve(vec![answer()]);
    let AnyClient::Async(transport, _runtime) = AnyClient::asynchronous(&Settings::to(&server))
    else {
        panic!("it blocks");
    };
    let options = CallOptions::new();
    let mut prepared = Box::pin(transport.prepare(&Plain, &options));
    let polled = prepared
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(polled, Poll::Ready(Ok(_))), "{polled:?}");
}

fn prepare(client: &AnyClient) -> Result<PreparedRequest, Error> {
    let options = CallOptions::new();
    match client {
        AnyClient::Async(transport, runtime) => {
            runtime.block_on(transport.prepare(&Plain, &options))
        }
        AnyClient::Blocking(transport) => transport.prepare(&Plain, &options),
    }
}
