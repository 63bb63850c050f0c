//! Tests when a call is retried, and which information an error gives even without a retry.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tencent_runtime::client::clock::ManualClock;
use tencent_runtime::client::{CallOptions, Error, Language, RateLimit, RetryPolicy};
use tests::clients::{AnyClient, Settings, each};
use tests::outcomes::{self, errors, serve, succeeds};
use tests::server::Reply;
use tests::test_actions::{
    BUSY, Idempotent, Limited, Plain, Refused, RefusedLong, RefusedShort, answer,
};

#[test]
fn a_clock_is_corrected_without_a_retry() {
    let expired = Reply::error("AuthFailure.SignatureExpire", "…")
        .header("Date", "Wed, 15 Nov 2023 06:13:20 GMT");
    let never = [
        (RetryPolicy::never(), CallOptions::new()),
        (RetryPolicy::new(), CallOptions::new().retry(false)),
    ];
    for (retry, options) in never {
        each(|open| {
            let server = serve(vec![expired.clone(), Reply::json(&answer())]);
            let client = open(&Settings {
                clock: Arc::new(ManualClock::new(1_600_000_000)),
                retry,
                ..Settings::to(&server)
            });
            assert!(client.send_with(&Plain, &options).unwrap_err().is_auth());
            client.send_with(&Plain, &options).unwrap();
            let times: Vec<u64> = server.seen().iter().map(|seen| seen.timestamp()).collect();
            assert_eq!(times, [1_600_000_000, 1_700_028_800]);
        });
    }
}

#[test]
fn an_error_code_takes_precedence_over_the_status() {
    for (code, status) in [
        ("InvalidParameter", 429),
        ("FailedOperation", 429),
        ("InvalidParameterValue", 500),
        ("AuthFailure.SignatureFailure", 503),
    ] {
        each(|open| {
            let server = serve(vec![Reply::error(code, "no").status(status)]);
            let error = open(&Settings::to(&server)).send(&Idempotent).unwrap_err();
            assert!(!error.is_retryable() && !error.is_throttled(), "{error:?}");
            assert_eq!(error.http_status(), Some(status));
            assert_eq!(server.seen().len(), 1, "{code} {status}");
        });
    }
}

#[test]
fn the_retry_budget_limits_retries() {
    each(|open| {
        let server = serve(vec![Reply::error("InternalError", "…")]);
        let client = open(&Settings {
            retry: RetryPolicy::new()
                .max_attempts(2)
                .initial_backoff(Duration::ZERO),
            ..Settings::to(&server)
        });
        let calls = 80;
        for _ in 0..calls {
            client.send(&Idempotent).unwrap_err();
        }
        let repetitions = server.seen().len() - calls;
        assert_eq!(repetitions, 50, "each costs a fiftieth of the budget");
    });
}

#[test]
fn clones_share_the_documented_rate_limit() {
    let server = serve(vec![Reply::json(&answer())]);
    let settings = Settings {
        rate_limit: RateLimit::Documented.into(),
        ..Settings::to(&server)
    };
    let AnyClient::Blocking(transport) = AnyClient::blocking(&settings) else {
        unreachable!()
    };
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            let transport = transport.clone();
            scope.spawn(move || {
                for _ in 0..3 {
                    transport.call(&Limited, &CallOptions::new()).unwrap();
                }
            });
        }
    });
    // Nine requests have eight pauses of 50 ms between them.
    let taken = start.elapsed();
    assert!(taken >= Duration::from_millis(390), "{taken:?}");
    assert_eq!(server.seen().len(), 9);
}

#[test]
fn a_call_that_would_queue_too_long_is_not_sent() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&Settings {
            rate_limit: RateLimit::PerSecond(1.try_into().unwrap()).into(),
            ..Settings::to(&server)
        });
        client.send(&Plain).unwrap();
        let hurried = CallOptions::new().queue_timeout(Duration::from_millis(100));
        let error = client.send_with(&Plain, &hurried).unwrap_err();
        assert!(matches!(error, Error::QueueTimeout(_)), "{error:?}");
        assert!(error.is_timeout());
        assert_eq!(server.seen().len(), 1);

        let unlimited = hurried.rate_limit(false);
        client.send_with(&Plain, &unlimited).unwrap();
        assert_eq!(server.seen().len(), 2);
    });
}

#[test]
fn call_options_override_client_settings() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&Settings::to(&server));
        let options = CallOptions::new()
            .language(Language::English)
            .region("na-toronto");
        client.send_with(&Plain, &options).unwrap();
        client.send(&Plain).unwrap();
        let nowhere = CallOptions::new().region("");
        client.send_with(&Plain, &nowhere).unwrap();
        let seen = server.seen();
        assert!(!seen[2].headers.contains_key("x-tc-region"));
        let headers = |name: &str| [&*seen[0].headers[name], &*seen[1].headers[name]];
        assert_eq!(headers("x-tc-language"), ["en-US", "zh-CN"]);
        assert_eq!(headers("x-tc-region"), ["na-toronto", "ap-guangzhou"]);
    });
}

#[test]
fn temporary_errors_are_retried() {
    succeeds(
        &[Reply::new(503, "<html>"), Reply::json(&outcomes::answer())],
        2,
    );
    succeeds(
        &[
            Reply::error("InternalError", "…"),
            Reply::json(&outcomes::answer()),
        ],
        2,
    );
    succeeds(
        &[
            Reply::error("ServiceUnavailable", "…"),
            Reply::json(&outcomes::answer()),
        ],
        2,
    );
}

#[test]
fn throttled_calls_are_retried_with_a_new_signature() {
    for code in [
        "RequestLimitExceeded",
        "RequestLimitExceeded.UinLimitExceeded",
        "RequestLimitExceeded.SomethingNew",
        "FailedOperation.RequestLimitExceeded",
    ] {
        succeeds(
            &[
                Reply::error(code, "slow down"),
                Reply::json(&outcomes::answer()),
            ],
            2,
        );
        for (error, sent) in errors(&[Reply::error(code, "slow down")]) {
            assert!(error.is_throttled(), "{error:?}");
            assert_eq!(sent, 3);
        }
    }
    let too_many = Reply::new(429, "<html>Too Many Requests</html>");
    succeeds(&[too_many, Reply::json(&outcomes::answer())], 2);
    each(|open| {
        let server = serve(vec![
            Reply::error("RequestLimitExceeded", "…"),
            Reply::json(&outcomes::answer()),
        ]);
        let clock = Arc::new(Ticking(AtomicUsize::new(1_700_000_000)));
        open(&Settings {
            clock,
            ..Settings::to(&server)
        })
        .example()
        .unwrap();
        let [first, second] = server.seen().try_into().unwrap();
        assert!(second.timestamp() > first.timestamp());
        assert_ne!(
            second.headers["authorization"],
            first.headers["authorization"]
        );
        assert_eq!((first.signature, second.signature), (Ok(()), Ok(())));
    });
}

/// A clock that advances by a second at each call.

#[derive(Debug)]
struct Ticking(AtomicUsize);

impl tencent_runtime::client::clock::Clock for Ticking {
    fn now(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) as u64
    }
}

#[test]
fn a_retry_waits_as_long_as_the_server_asks() {
    let throttled = Reply::error("RequestLimitExceeded", "…");
    let date = "Wed, 15 Nov 2023 06:13:20 GMT";
    for (asked, at_least) in [
        ("0", 0),
        ("1", 1),
        ("Wed, 15 Nov 2023 06:13:21 GMT", 1),
        ("Wed, 15 Nov 2023 06:13:19 GMT", 0),
        ("soon", 0),
    ] {
        let server = serve(vec![
            throttled
                .clone()
                .header("Retry-After", asked)
                .header("Date", date),
            Reply::json(&answer()),
        ]);
        let start = Instant::now();
        AnyClient::blocking(&Settings::to(&server))
            .send(&Plain)
            .unwrap();
        assert_eq!(server.seen().len(), 2);
        assert!(start.elapsed() >= Duration::from_secs(at_least), "{asked}");
    }
}

#[test]
fn a_call_that_would_wait_past_its_time_is_not_retried() {
    each(|open| {
        let throttled = Reply::error("RequestLimitExceeded", "…");
        let server = serve(vec![throttled.header("Retry-After", "3600")]);
        let error = open(&Settings::to(&server)).send(&Plain).unwrap_err();
        assert!(error.is_throttled(), "{error:?}");
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn a_wrong_clock_is_corrected_once_per_client() {
    each(|open| {
        let expired = Reply::error("AuthFailure.SignatureExpire", "…")
            .header("Date", "Wed, 15 Nov 2023 06:13:20 GMT");
        let server = serve(vec![expired, Reply::json(&outcomes::answer())]);
        let clock = Arc::new(ManualClock::new(1_600_000_000));
        let client = open(&Settings {
            clock,
            ..Settings::to(&server)
        });
        client.example().unwrap();
        client.example().unwrap();
        let times: Vec<u64> = server.seen().iter().map(|seen| seen.timestamp()).collect();
        assert_eq!(times, [1_600_000_000, 1_700_028_800, 1_700_028_800]);
    });
}

#[test]
fn a_clock_is_corrected_once_per_call_and_needs_a_date() {
    let expired = Reply::error("AuthFailure.SignatureExpire", "…");
    for (error, sent) in errors(std::slice::from_ref(&expired)) {
        assert!(error.is_auth());
        assert_eq!(sent, 1, "there is no Date to learn from");
    }
    let dated = expired.header("Date", "Wed, 15 Nov 2023 06:13:20 GMT");
    for (_, sent) in errors(&[dated]) {
        assert_eq!(sent, 2);
    }
}

#[test]
fn permanent_errors_are_not_retried() {
    for code in [
        "AuthFailure.SignatureFailure",
        "AuthFailure.SecretIdNotFound",
        "UnauthorizedOperation",
        "InvalidParameterValue",
        "MissingParameter",
        "FailedOperation",
        "LimitExceeded",
        "Unheard.Of",
    ] {
        for (error, sent) in errors(&[Reply::error(code, "…")]) {
            assert_eq!(error.code().unwrap().as_str(), code);
            assert!(!error.is_retryable(), "{code}");
            assert_eq!(sent, 1, "{code}");
        }
    }
}

#[test]
fn ambiguous_calls_are_not_retried_unless_idempotent() {
    for reply in [
        Reply::none(),
        Reply::new(503, "<html>"),
        Reply::new(429, "<html>"),
        Reply::new(429, r#"{"Response":{"InstanceIds":["#),
        Reply::new(429, r#"{"Response":{}}"#),
        Reply::error("InternalError", "…"),
        Reply::json(&outcomes::answer()).half(),
    ] {
        each(|open| {
            let server = serve(vec![reply.clone(), Reply::json(&outcomes::answer())]);
            assert!(open(&Settings::to(&server)).send(&Plain).is_err());
            assert_eq!(server.seen().len(), 1, "{reply:?}");
        });
    }
    each(|open| {
        let server = serve(vec![
            Reply::error("RequestLimitExceeded", "…"),
            Reply::json(&outcomes::answer()),
        ]);
        open(&Settings::to(&server)).send(&Plain).unwrap();
        assert_eq!(server.seen().len(), 2, "it was refused, not done");
    });
}

/// Neither the number of attempts nor the retry budget limits these retries.
#[test]
fn a_call_is_retried_after_a_documented_code_until_it_succeeds() {
    let refusals = 80;
    each(|open| {
        let mut replies = vec![Reply::error(BUSY, "not yet"); refusals];
        replies.push(Reply::json(&answer()));
        let server = serve(replies);
        let start = Instant::now();
        open(&Settings::to(&server)).send(&Refused).unwrap();
        assert_eq!(server.seen().len(), refusals + 1);
        // There is a pause of 2 ms before each.
        assert!(start.elapsed() >= Duration::from_millis(160));
    });
}

#[test]
fn retries_after_a_documented_code_end_after_the_documented_time() {
    each(|open| {
        let server = serve(vec![Reply::error(BUSY, "not yet")]);
        let start = Instant::now();
        let error = open(&Settings::to(&server))
            .send(&RefusedShort)
            .unwrap_err();
        assert_eq!(error.code().unwrap().as_str(), BUSY);
        assert!(error.is_retryable(), "{error:?}");
        // At most two pauses of 40 ms fit into 100 ms.
        let sent = server.seen().len();
        assert!((2..=3).contains(&sent), "{sent}");
        assert!(start.elapsed() >= Duration::from_millis(40));
    });
}

#[test]
fn retries_after_a_documented_code_end_with_the_time_of_the_call() {
    each(|open| {
        let server = serve(vec![Reply::error(BUSY, "not yet")]);
        let error = open(&Settings::to(&server)).send(&RefusedLong).unwrap_err();
        assert_eq!(error.code().unwrap().as_str(), BUSY);
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn a_documented_code_is_not_retried_without_retries_or_for_other_actions() {
    each(|open| {
        let server = serve(vec![Reply::error(BUSY, "not yet")]);
        let client = open(&Settings::to(&server));
        let never = CallOptions::new().retry(false);
        client.send_with(&Refused, &never).unwrap_err();
        let error = client.send(&Plain).unwrap_err();
        assert!(!error.is_retryable(), "{error:?}");
        let client = open(&Settings {
            retry: RetryPolicy::never(),
            ..Settings::to(&server)
        });
        client.send(&Refused).unwrap_err();
        assert_eq!(server.seen().len(), 3);
    });
}

#[test]
fn a_documented_code_permits_no_retry_of_an_ambiguous_call() {
    for ambiguous in [
        Reply::none(),
        Reply::new(503, "<html>"),
        Reply::error("InternalError.Unknown", "…"),
    ] {
        each(|open| {
            let server = serve(vec![
                Reply::error(BUSY, "not yet"),
                ambiguous.clone(),
                Reply::json(&answer()),
            ]);
            assert!(open(&Settings::to(&server)).send(&Refused).is_err());
            assert_eq!(server.seen().len(), 2, "{ambiguous:?}");
        });
    }
}
