//! Tests the methods that wait for a final state, with both clients.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::{
    Backend, CallOptions, ClientBuilder, Error, RateLimit, ResponseFuture, RetryPolicy, State,
    Transport, WaitError, Waiter, blocking,
};
use tests::outcomes::serve;
use tests::server::{Reply, SECRET_ID, SECRET_KEY};
use tests::test_actions::{Idempotent, Limited};

const WAITER: Waiter = Waiter {
    name: "wait_until_done",
    member: &["Status"],
    success: &[State::Text("DONE")],
    failure: &[State::Text("FAILED"), State::Integer(-2)],
    pause: Duration::from_secs(2),
    timeout: Duration::from_secs(60),
};

type Outcome = Result<Value, WaitError<Value>>;

/// A stub that answers with one state after the other; the last one stays.
#[derive(Debug)]
struct States {
    states: Vec<Value>,
    calls: AtomicUsize,
    options: Mutex<Vec<CallOptions>>,
}

impl States {
    fn of(states: &[Value]) -> Arc<Self> {
        Arc::new(Self {
            states: states.to_vec(),
            calls: AtomicUsize::new(0),
            options: Mutex::default(),
        })
    }

    fn next(&self, options: &CallOptions) -> Value {
        self.options.lock().unwrap().push(options.clone());
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let state = self.states.get(call).or(self.states.last()).unwrap();
        json!({ "Status": state, "Call": call })
    }
}

/// Waits with each client. Checks the outcome, the number of calls, and the time that it took.
fn each(states: &[Value], options: &CallOptions, check: impl Fn(Outcome, &States, Duration)) {
    let stub = States::of(states);
    let backend: Backend<Transport, States> = Backend::Stub(Arc::clone(&stub));
    let (outcome, taken) = paused(async {
        let start = tokio::time::Instant::now();
        let wait = backend.wait(
            Idempotent,
            options,
            |stub, _, options| ResponseFuture::ready(Ok(stub.next(options))),
            &WAITER,
        );
        (wait.await, start.elapsed())
    });
    check(outcome, &stub, taken);

    let stub = States::of(states);
    let backend: Backend<blocking::Transport, States> = Backend::Stub(Arc::clone(&stub));
    let outcome = backend.wait(
        Idempotent,
        options,
        |stub, _, options| Ok(stub.next(options)),
        &WAITER,
    );
    // With a stub, pauses are not slept; the calls show the time that is left.
    check(outcome, &stub, taken);
}

fn paused<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().unwrap();
    runtime.block_on(future)
}

fn seconds(options: &CallOptions, timeout: u64) -> CallOptions {
    let timeout = Duration::from_secs(timeout);
    options.clone().timeout(timeout).queue_timeout(timeout)
}

#[test]
fn the_first_call_is_made_at_once_and_the_others_after_pauses() {
    let options = CallOptions::new();
    each(&[json!("DONE")], &options, |outcome, stub, taken| {
        assert_eq!(outcome.unwrap()["Call"], 0);
        assert_eq!(stub.calls.load(Ordering::Relaxed), 1);
        assert_eq!(taken, Duration::ZERO);
    });
    let states = [json!("NEW"), json!(null), json!("RUNNING"), json!("DONE")];
    each(&states, &options, |outcome, stub, taken| {
        assert_eq!(outcome.unwrap()["Call"], 3);
        assert_eq!(stub.calls.load(Ordering::Relaxed), 4);
        assert_eq!(taken.as_secs(), 6);
    });
}

#[test]
fn a_final_bad_state_ends_a_wait_at_once() {
    for (state, text) in [(json!("FAILED"), "FAILED"), (json!(-2), "-2")] {
        each(
            &[json!("RUNNING"), state],
            &CallOptions::new(),
            |outcome, stub, taken| {
                let error = outcome.unwrap_err();
                assert!(!error.is_timeout());
                assert_eq!(error.response().unwrap()["Call"], 1);
                assert_eq!(
                    error.to_string(),
                    format!("wait_until_done failed: the state is {text}")
                );
                let created =
                    WaitError::failed("wait_until_done", text, error.response().unwrap().clone());
                assert_eq!(format!("{created:?}"), format!("{error:?}"));
                let WaitError::Failed { state, .. } = error else {
                    panic!("{error:?}")
                };
                assert_eq!(state, text);
                assert_eq!(stub.calls.load(Ordering::Relaxed), 2);
                assert_eq!(taken.as_secs(), 2);
            },
        );
    }
}

#[test]
fn a_wait_without_a_final_state_ends_with_its_time_limit() {
    let limits = [
        (CallOptions::new(), 60),
        (CallOptions::new().timeout(Duration::from_secs(9)), 9),
    ];
    for (options, limit) in limits {
        let limit: u64 = limit;
        each(
            &[json!("a state of the future")],
            &options,
            |outcome, stub, taken| {
                let error = outcome.unwrap_err();
                assert!(error.is_timeout());
                // The pause after the last call would end with the time limit, or after it.
                let calls = limit.div_ceil(2) as usize;
                assert_eq!(stub.calls.load(Ordering::Relaxed), calls);
                assert_eq!(taken.as_secs(), 2 * (calls as u64 - 1));
                let limit = Duration::from_secs(limit);
                let last = error.response().unwrap().clone();
                let created = WaitError::timeout("wait_until_done", limit, last);
                assert_eq!(created.to_string(), error.to_string());
                assert_eq!(format!("{created:?}"), format!("{error:?}"));
            },
        );
    }
}

#[test]
fn each_call_has_only_the_time_that_the_wait_has_left() {
    let options = CallOptions::new()
        .region("ap-guangzhou")
        .timeout(Duration::from_secs(5));
    each(&[json!("NEW")], &options, |_, stub, _| {
        // Milliseconds that pass between two clocks do not matter.
        let rounded = |options: &CallOptions| {
            let text = format!("{options:?}");
            text.replace("4.9", "5.")
                .replace("2.9", "3.")
                .replace("0.9", "1.")
        };
        let seen = stub.options.lock().unwrap();
        let expected = [5, 3, 1].map(|left| seconds(&options, left));
        assert_eq!(seen.len(), 3);
        for (seen, expected) in seen.iter().zip(expected) {
            assert!(
                rounded(seen).starts_with(&rounded(&expected)[..40]),
                "{seen:?}"
            );
        }
    });
}

#[test]
fn a_failed_call_ends_a_wait() {
    let backend: Backend<blocking::Transport, ()> = Backend::Stub(Arc::new(()));
    let options = CallOptions::new();
    let error = backend.wait(
        Idempotent,
        &options,
        |(), _, _| blocking::not_stubbed("Idempotent"),
        &WAITER,
    );
    let error = error.unwrap_err();
    assert!(
        matches!(error, WaitError::Call(Error::NotStubbed { .. })),
        "{error:?}"
    );
    assert!(error.response().is_none() && !error.is_timeout());
    assert_eq!(error.to_string(), error_of(error).to_string());
}

fn error_of(error: WaitError<Value>) -> Error {
    match error {
        WaitError::Call(error) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pause_without_a_runtime_is_an_error() {
    let backend: Backend<Transport, States> = Backend::Stub(States::of(&[json!("NEW")]));
    let options = CallOptions::new();
    let mut wait = backend.wait(
        Idempotent,
        &options,
        |stub, _, options| ResponseFuture::ready(Ok(stub.next(options))),
        &WAITER,
    );
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(outcome) = wait.as_mut().poll(&mut context) else {
        panic!("the wait needs no runtime before its first pause")
    };
    let error = outcome.unwrap_err();
    assert!(
        matches!(error, WaitError::Call(Error::NotSent(_))),
        "{error:?}"
    );
}

/// A state in a response of the service.
fn reply(state: &str) -> Reply {
    Reply::json(&json!({ "Response": { "Status": state, "RequestId": "req-1" } }))
}

const QUICK: Waiter = Waiter {
    pause: Duration::from_millis(20),
    timeout: Duration::from_millis(600),
    ..WAITER
};

fn transport<T: tencent_runtime::client::BuildClient>(endpoint: String, limit: RateLimit) -> T {
    ClientBuilder::<T>::new(&tencent_ess::SERVICE)
        .endpoint(endpoint)
        .credential(Credential::new(SECRET_ID, SECRET_KEY))
        .retry(RetryPolicy::new().initial_backoff(Duration::from_millis(1)))
        .rate_limit(limit)
        .build()
        .unwrap()
}

/// Waits with each client and a real connection. Returns the outcomes and the numbers of requests.
fn real(replies: &[Reply]) -> Vec<(Outcome, usize, Duration)> {
    let options = CallOptions::new();
    let server = serve(replies.to_vec());
    let backend: Backend<Transport, ()> =
        Backend::Service(transport(server.url(), RateLimit::Unlimited));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let start = std::time::Instant::now();
    let stub_method = |(): &(), _: &Idempotent, _: &CallOptions| {
        tencent_runtime::client::not_stubbed("Idempotent")
    };
    let outcome = runtime.block_on(backend.wait(Idempotent, &options, stub_method, &QUICK));
    let first = (outcome, server.seen().len(), start.elapsed());

    let server = serve(replies.to_vec());
    let backend: Backend<blocking::Transport, ()> =
        Backend::Service(transport(server.url(), RateLimit::Unlimited));
    let start = std::time::Instant::now();
    let outcome = backend.wait(
        Idempotent,
        &options,
        |(), _, _| blocking::not_stubbed("Idempotent"),
        &QUICK,
    );
    vec![first, (outcome, server.seen().len(), start.elapsed())]
}

#[test]
fn calls_of_a_wait_are_retried() {
    let replies = [
        reply("NEW"),
        Reply::error("InternalError", "…"),
        Reply::none(),
        reply("DONE"),
    ];
    for (outcome, requests, taken) in real(&replies) {
        assert_eq!(outcome.unwrap()["Status"], "DONE");
        assert_eq!(requests, 4);
        assert!(taken >= Duration::from_millis(20), "{taken:?}");
    }
}

#[test]
fn a_slow_service_does_not_exceed_the_time_limit() {
    let replies = [reply("NEW"), reply("NEW").after(Duration::from_secs(3))];
    for (outcome, _, taken) in real(&replies) {
        let error = outcome.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert!(taken < Duration::from_secs(2), "{taken:?}");
    }
}

#[test]
fn calls_of_a_wait_wait_for_the_rate_limit() {
    let server = serve(vec![
        reply("NEW"),
        reply("NEW"),
        reply("NEW"),
        reply("DONE"),
    ]);
    let backend: Backend<blocking::Transport, ()> =
        Backend::Service(transport(server.url(), RateLimit::Documented));
    let (start, options) = (std::time::Instant::now(), CallOptions::new());
    let quicker = &const {
        Waiter {
            pause: Duration::from_millis(1),
            ..QUICK
        }
    };
    let outcome = backend.wait(
        Limited,
        &options,
        |(), _, _| blocking::not_stubbed("Limited"),
        quicker,
    );
    outcome.unwrap();
    // Twenty requests a second have pauses of 50 ms.
    assert!(
        start.elapsed() >= Duration::from_millis(145),
        "{:?}",
        start.elapsed()
    );
}
