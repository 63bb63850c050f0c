//! Where credentials come from and what becomes of them during calls, with both clients and a server
//! on this machine.

use std::future::{pending, ready};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, UNIX_EPOCH};

use serde_json::Value;
use tencent_runtime::BoxFuture;
use tencent_runtime::client::clock::ManualClock;
use tencent_runtime::client::credential::{
    Credential, CredentialChain, CredentialError, Environment, IniFileProvider, ProvideCredential,
};
use tencent_runtime::client::{CallOptions, Error, PreparedRequest, RetryPolicy};
use tests::callers::{Caller, Settings, each};
use tests::outcomes::{self, serve};
use tests::plain::Plain;
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

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

/// A provider that does what it is told.
struct Told<F>(F);

impl<F> std::fmt::Debug for Told<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told")
    }
}

type Found = Result<Credential, CredentialError>;

impl<F: Fn() -> BoxFuture<'static, Found> + Send + Sync> ProvideCredential for Told<F> {
    fn credential(&self) -> BoxFuture<'_, Found> {
        (self.0)()
    }
}

/// Waits for a timer, as others do for a server.
fn slow() -> impl ProvideCredential + 'static {
    Told(|| -> BoxFuture<'static, Found> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Ok(good())
        })
    })
}

/// Waits for ever.
fn stuck() -> impl ProvideCredential + 'static {
    Told(|| -> BoxFuture<'static, Found> { Box::pin(pending()) })
}

#[test]
fn a_provider_may_wait() {
    each(|open| {
        let server = serve(vec![answer()]);
        let caller = open(&with(slow(), &server));
        caller.example().unwrap();
        prepare(&caller).unwrap();
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn a_blocking_client_may_be_called_inside_another_runtime() {
    let server = serve(vec![answer()]);
    let caller = Arc::new(Caller::blocking(&with(slow(), &server)));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let aside = Arc::clone(&caller);
        let called = tokio::task::spawn_blocking(move || aside.example().map(drop));
        called.await.unwrap().unwrap();
        // It holds the executor up, and that is all.
        caller.example().unwrap();
    });
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_provider_that_never_answers_costs_the_call_its_time() {
    each(|open| {
        let server = serve(vec![answer()]);
        let settings = Settings {
            timeout: Duration::from_millis(200),
            ..with(stuck(), &server)
        };
        let caller = open(&settings);
        let outcomes: [&dyn Fn() -> Option<Error>; 2] =
            [&|| caller.example().err(), &|| prepare(&caller).err()];
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
fn a_thread_that_a_provider_holds_up_is_not_waited_for() {
    let server = serve(vec![answer()]);
    let provider = Told(|| -> BoxFuture<'static, Found> {
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
    let error = Caller::blocking(&settings).example().unwrap_err();
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
    let environment: Environment = [variable].into_iter().collect();
    each(|open| {
        let server = serve(vec![answer()]);
        let provider = IniFileProvider::new(environment.clone(), "default");
        open(&with(provider, &server)).example().unwrap();
        assert_eq!(server.seen()[0].signature, Ok(()));
    });
    std::fs::remove_dir_all(&home).unwrap();
}

/// Keeps a credential until it is refused, and counts the renewals.
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
fn a_token_that_is_refused_is_renewed_once() {
    each(|open| {
        let server = serve(vec![refusal(), answer()]);
        let caller = open(&with(Renewed::default(), &server));
        caller.example().unwrap();
        caller.example().unwrap();
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
fn a_call_is_not_repeated_with_the_credential_that_was_refused() {
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
fn a_refused_token_is_forgotten_even_where_the_call_is_not_repeated() {
    each(|open| {
        let server = serve(vec![refusal(), answer()]);
        let settings = Settings {
            retry: RetryPolicy::never(),
            ..with(Renewed::default(), &server)
        };
        let caller = open(&settings);
        assert!(caller.example().is_err());
        caller.example().unwrap();
        assert_eq!(tokens(&server), ["token-0", "token-1"]);
    });
}

#[test]
fn calls_that_are_refused_together_renew_the_token_once() {
    const CALLS: usize = 6;
    each(|open| {
        // All are sent before the first is answered.
        let refusals = vec![refusal().after(Duration::from_millis(800)); CALLS];
        let server = serve(refusals.into_iter().chain([answer()]).collect());
        let provider = Renewed::default();
        let caller = open(&with(provider.clone(), &server));
        let start = Barrier::new(CALLS);
        std::thread::scope(|threads| {
            for _ in 0..CALLS {
                threads.spawn(|| {
                    start.wait();
                    caller.example().unwrap();
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
fn where_no_fresh_credential_comes_the_refusal_is_told() {
    each(|open| {
        let server = serve(vec![refusal()]);
        let asked = AtomicUsize::new(0);
        let provider = Told(move || -> BoxFuture<'static, Found> {
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
fn a_credential_that_ran_out_is_not_sent() {
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
        // The server knows better what time it is.
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
    Told(move || -> BoxFuture<'static, Found> {
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
        let provider = Told(move || -> BoxFuture<'static, Found> {
            counted.fetch_add(1, Ordering::SeqCst);
            Box::pin(ready(Err(CredentialError::unusable("a drawer", "locked"))))
        });
        let error = open(&with(provider, &server)).example().unwrap_err();
        assert!(!error.is_retryable(), "{error:?}");
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn a_request_is_signed_outside_any_runtime() {
    let server = serve(vec![answer()]);
    let Caller::Waiting(transport, _runtime) = Caller::waiting(&Settings::to(&server)) else {
        panic!("it blocks");
    };
    let options = CallOptions::new();
    let mut prepared = Box::pin(transport.prepare(&Plain, &options));
    let polled = prepared
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(polled, Poll::Ready(Ok(_))), "{polled:?}");
}

fn prepare(caller: &Caller) -> Result<PreparedRequest, Error> {
    let options = CallOptions::new();
    match caller {
        Caller::Waiting(transport, runtime) => {
            runtime.block_on(transport.prepare(&Plain, &options))
        }
        Caller::Blocking(transport) => transport.prepare(&Plain, &options),
    }
}
