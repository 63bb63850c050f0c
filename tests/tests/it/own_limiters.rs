//! Limiters that programs supply.

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tencent_runtime::client::rate_limit::{
    AttemptOutcome, FinishedAttempt, LimitRate, PermitError, PermitRequest,
};
use tencent_runtime::client::{CallOptions, Error, RateLimiter};
use tencent_runtime::{Action, BoxFuture};
use tests::clients::{Settings, each};
use tests::outcomes::serve;
use tests::server::{Reply, Server};
use tests::streams::Ask;
use tests::test_actions::{Limited, Plain, answer};

type Permit<'a> = BoxFuture<'a, Result<(), PermitError>>;

/// Sends the requests of a call through a limiter.
fn settings<L: LimitRate + 'static>(server: &Server, limiter: Arc<L>) -> Settings {
    Settings {
        rate_limit: limiter.into(),
        ..Settings::to(server)
    }
}

/// Gives each permit after a moment, and records what the client reports.
#[derive(Debug, Default)]
struct Recorder {
    requests: Mutex<Vec<PermitRequest>>,
    attempts: Mutex<Vec<FinishedAttempt>>,
}

impl Recorder {
    fn outcomes(&self) -> Vec<AttemptOutcome> {
        let attempts = self.attempts.lock().unwrap();
        attempts.iter().map(FinishedAttempt::outcome).collect()
    }
}

impl LimitRate for Recorder {
    fn acquire_permit(&self, request: PermitRequest) -> Permit<'_> {
        self.requests.lock().unwrap().push(request);
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok(())
        })
    }

    fn on_attempt(&self, attempt: &FinishedAttempt) {
        self.attempts.lock().unwrap().push(*attempt);
    }
}

#[test]
fn each_attempt_asks_for_a_permit_and_has_an_outcome() {
    each(|open| {
        let throttled = Reply::error("RequestLimitExceeded", "…");
        let server = serve(vec![
            throttled.clone().header("Retry-After", "0"),
            throttled,
            Reply::json(&answer()),
            Reply::error("InvalidParameter", "…"),
            Reply::none(),
        ]);
        let recorder = Arc::new(Recorder::default());
        let client = open(&settings(&server, Arc::clone(&recorder)));
        let options = CallOptions::new().queue_timeout(Duration::from_secs(60));
        client.send_with(&Limited, &options).unwrap();
        client.send(&Limited).unwrap_err();
        client.send(&Limited).unwrap_err();
        let expected = [
            AttemptOutcome::throttled(Some(Duration::ZERO)),
            AttemptOutcome::throttled(None),
            AttemptOutcome::Accepted,
            AttemptOutcome::Accepted,
            AttemptOutcome::Unanswered,
        ];
        assert_eq!(recorder.outcomes(), expected);
        let requests = recorder.requests.lock().unwrap();
        assert_eq!(requests.len(), expected.len());
        assert_eq!(requests[0].action(), &Limited::INFO);
        assert_eq!(requests[0].requests_per_second(), Some(20));
        assert_eq!(requests[0].timeout(), Duration::from_secs(60));
        assert!(requests[2].timeout() < Duration::from_secs(60), "it waited");
    });
}

#[test]
fn the_attempts_of_a_stream_have_outcomes() {
    each(|open| {
        let events = |data| Reply::events(Duration::ZERO, [format!("data: {data}\n\n")]);
        let server = serve(vec![
            events(r#"{"Error": {"Code": "RequestLimitExceeded", "Message": "slow"}}"#),
            events(r#"{"Text": "a"}"#),
        ]);
        let recorder = Arc::new(Recorder::default());
        let client = open(&settings(&server, Arc::clone(&recorder)));
        client.read(Ask::default(), &CallOptions::new()).unwrap();
        let expected = [AttemptOutcome::throttled(None), AttemptOutcome::Accepted];
        assert_eq!(recorder.outcomes(), expected);
        assert_eq!(recorder.requests.lock().unwrap().len(), expected.len());
    });
}

#[test]
fn a_call_without_a_permit_does_not_ask() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let recorder = Arc::new(Recorder::default());
        let client = open(&settings(&server, Arc::clone(&recorder)));
        let options = CallOptions::new().rate_limit(false);
        client.send_with(&Limited, &options).unwrap();
        assert!(recorder.requests.lock().unwrap().is_empty());
        assert_eq!(recorder.outcomes(), [AttemptOutcome::Accepted]);
    });
}

#[test]
fn the_queue_timeout_of_another_limiter_is_the_error_of_the_call() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&settings(&server, Arc::new(RateLimiter::default())));
        let now = CallOptions::new().queue_timeout(Duration::ZERO);
        client.send_with(&Limited, &now).unwrap();
        let Err(Error::QueueTimeout(error)) = (0..1_000)
            .map(|_| client.send_with(&Limited, &now))
            .find(Result::is_err)
            .unwrap()
        else {
            panic!("another error")
        };
        assert_eq!(error.requests_per_second(), Some(20));
    });
}

/// A limiter whose store cannot be reached.
#[derive(Debug)]
struct Unreachable;

impl LimitRate for Unreachable {
    fn acquire_permit(&self, _: PermitRequest) -> Permit<'_> {
        Box::pin(async { Err(PermitError::limiter("the store cannot be reached")) })
    }
}

#[test]
fn a_limiter_that_fails_ends_the_call() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&settings(&server, Arc::new(Unreachable)));
        let real = client.send(&Plain).unwrap_err();
        let created = Error::from(PermitError::limiter("the store cannot be reached"));
        for error in [real, created] {
            assert!(matches!(error, Error::RateLimiter(_)), "{error:?}");
            assert_eq!(
                error.to_string(),
                "nothing was sent: the rate limiter of this program failed: the store cannot be reached"
            );
            assert!(error.is_retryable() && !error.is_timeout() && !error.is_outcome_unknown());
        }
        assert!(server.seen().is_empty());
    });
}

/// A limiter that never answers.
#[derive(Debug)]
struct Silent;

impl LimitRate for Silent {
    fn acquire_permit(&self, _: PermitRequest) -> Permit<'_> {
        Box::pin(pending())
    }
}

#[test]
fn a_limiter_that_does_not_answer_ends_the_call_after_the_time_limit_of_the_queue() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&settings(&server, Arc::new(Silent)));
        let limit = Duration::from_millis(20);
        let options = CallOptions::new().queue_timeout(limit);
        let error = client.send_with(&Plain, &options).unwrap_err();
        assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
        let Error::QueueTimeout(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!((error.limit(), error.requests_per_second()), (limit, None));
        assert!(server.seen().is_empty());
    });
}

/// A limiter with a mistake.
#[derive(Debug)]
struct Panics;

impl LimitRate for Panics {
    fn acquire_permit(&self, _: PermitRequest) -> Permit<'_> {
        Box::pin(async { panic!("a mistake") })
    }
}

#[test]
fn a_limiter_that_panics_does_not_end_the_thread_of_the_blocking_client() {
    let server = serve(vec![Reply::json(&answer())]);
    let client = tests::clients::AnyClient::blocking(&settings(&server, Arc::new(Panics)));
    for _ in 0..2 {
        let error = client.send(&Plain).unwrap_err();
        assert!(matches!(error, Error::RateLimiter(_)), "{error:?}");
    }
    let without = CallOptions::new().rate_limit(false);
    client.send_with(&Plain, &without).unwrap();
}
