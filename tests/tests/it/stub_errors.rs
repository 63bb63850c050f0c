//! Errors that a stub creates are like those of real calls.

use std::time::Duration;

use serde_json::json;
use tencent_runtime::client::error::{
    ApiError, QueueTimeout, TransportCause, TransportError, UndecodableError,
};
use tencent_runtime::client::{CallOptions, Error, RateLimit, RetryPolicy};
use tencent_runtime::validate::Validate;
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo, Service};
use tests::clients::{Settings, each};
use tests::outcomes::serve;
use tests::server::{Reply, Server};
use tests::test_actions::answer;

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

/// A request with a sensitive member.
#[derive(Debug)]
struct Personal;

impl Encode for Personal {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_json(&json!({ "Name": "典子谦" }));
    }
}

impl Validate for Personal {}

impl Action for Personal {
    type Response = serde_json::Value;
    const INFO: ActionInfo = ActionInfo::new("Personal", &SERVICE).sensitive(&["Name"]);
}

fn settings(server: &Server) -> Settings {
    Settings {
        retry: RetryPolicy::never(),
        ..Settings::to(server)
    }
}

/// Checks that both clients return an error that is classified like the created one.
fn classified_alike(settings: &Settings, created: impl Fn(&Error) -> Error) -> Vec<[Error; 2]> {
    let pairs = std::cell::RefCell::new(Vec::new());
    each(|open| {
        let real = open(settings).send(&Personal).unwrap_err();
        let created = created(&real);
        for is in [
            Error::is_throttled,
            Error::is_auth,
            Error::is_timeout,
            Error::is_retryable,
            Error::is_outcome_unknown,
        ] {
            assert_eq!(is(&created), is(&real), "{created:?} {real:?}");
        }
        assert_eq!(created.code(), real.code());
        assert_eq!(created.request_id(), real.request_id());
        assert_eq!(created.http_status(), real.http_status());
        assert_eq!(
            std::mem::discriminant(&created),
            std::mem::discriminant(&real)
        );
        pairs.borrow_mut().push([real, created]);
    });
    pairs.into_inner()
}

/// Checks that the created error also has the same messages, without the sensitive value.
fn equal(settings: &Settings, created: impl Fn(&Error) -> Error) {
    for [real, created] in classified_alike(settings, created) {
        assert_eq!(created.to_string(), real.to_string());
        assert_eq!(format!("{created:?}"), format!("{real:?}"));
        let shown = format!("{created} {created:?}");
        assert!(!shown.contains("典子谦"), "{shown}");
    }
}

#[test]
fn errors_of_the_server() {
    for (code, status) in [
        ("RequestLimitExceeded", 200),
        ("AuthFailure.SecretIdNotFound", 200),
        ("UnauthorizedOperation", 403),
        ("InternalError", 503),
        ("InvalidParameter", 200),
        ("Not a code: 典子谦", 200),
    ] {
        let message = "no\n典子谦 here";
        let server = serve(vec![Reply::error(code, message).status(status)]);
        equal(&settings(&server), |_| {
            ApiError::new(&Personal, code, message)
                .with_request_id("req-1")
                .with_http_status(status)
                .into()
        });
    }
}

#[test]
fn responses_that_cannot_be_decoded() {
    for (body, status) in [
        ("<html>no 典子谦</html>", 502),
        ("<html>Too Many Requests</html>", 429),
        (r#"{"Response": {"Error": {"Message": "典子谦"}}}"#, 200),
        ("", 200),
    ] {
        let server = serve(vec![Reply::new(status, body)]);
        equal(&settings(&server), |real| {
            let Error::Undecodable(real) = real else {
                panic!("{real:?}")
            };
            UndecodableError::new(&Personal, body, real.reason())
                .with_path(real.path())
                .with_http_status(status)
                .into()
        });
    }
}

#[test]
fn large_responses_and_redirects() {
    let server = serve(vec![Reply::json(&answer())]);
    let small = Settings {
        max_response_bytes: 10,
        ..settings(&server)
    };
    equal(&small, |_| Error::too_large(200, 10));

    let moved = Reply::new(302, "").header("Location", "https://login.example.com/?a=b");
    equal(&settings(&serve(vec![moved])), |_| {
        Error::redirect(&Personal, 302, Some("login.example.com"))
    });
    let moved = Error::redirect(&Personal, 302, Some("典子谦\n.example.com")).to_string();
    assert!(moved.contains("to [redacted]"), "{moved}");
    assert_eq!(moved.lines().count(), 1);
}

#[test]
fn requests_that_were_not_sent_and_unknown_outcomes() {
    let broken = serve(vec![Reply::none()]);
    classified_alike(&settings(&broken), |_| {
        Error::Ambiguous(TransportError::new(TransportCause::Broken, "a.example.com"))
    });
    let half = serve(vec![Reply::json(&answer()).half()]);
    classified_alike(&settings(&half), |_| {
        let error = TransportError::new(TransportCause::Broken, "a.example.com");
        Error::Ambiguous(error.with_http_status(200))
    });
    let nowhere = Settings {
        endpoint: "http://127.0.0.1:9".to_owned(),
        ..settings(&broken)
    };
    classified_alike(&nowhere, |_| {
        let error = TransportError::new(TransportCause::Connect, "a.example.com");
        let error = Error::NotSent(error.with_source("no route"));
        assert!(error.to_string().contains("no route"), "{error}");
        error
    });
    for limited in [
        TransportCause::CallTimeout(Duration::from_secs(9)),
        TransportCause::AttemptTimeout(Duration::from_secs(9)),
        TransportCause::ConnectTimeout(Duration::from_secs(9)),
    ] {
        let error = Error::NotSent(TransportError::new(limited, "a.example.com"));
        assert!(error.is_timeout() && error.is_retryable(), "{error}");
    }
}

#[test]
fn calls_that_would_wait_too_long_for_the_rate_limiter() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&Settings {
            rate_limit: RateLimit::PerSecond(1.try_into().unwrap()).into(),
            ..settings(&server)
        });
        client.send(&Personal).unwrap();
        let now = CallOptions::new().queue_timeout(Duration::ZERO);
        let real = client.send_with(&Personal, &now).unwrap_err();
        let Error::QueueTimeout(wait) = &real else {
            panic!("{real:?}")
        };
        let wait = wait.wait();
        let created = Error::from(QueueTimeout::new("Personal", 1, 0, wait, Duration::ZERO));
        assert_eq!(created.to_string(), real.to_string());
        assert_eq!(created.is_retryable(), real.is_retryable());
        assert_eq!(created.is_timeout(), real.is_timeout());
        assert!(!real.is_throttled() && real.is_retryable() && real.is_timeout());
    });
}
