//! Real calls to a server on this machine that checks every signature: what arrives there, and what
//! the caller gets for each thing that servers are known to do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tencent_runtime::Error;
use tencent_runtime::clock::HeldClock;
use tencent_runtime::credential::Credential;
use tests::callers::{Settings, each};
use tests::plain::{Plain, Unsigned};
use tests::schema;
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

fn serve(replies: Vec<Reply>) -> Server {
    Server::start(tencent_ess::SERVICE.name, replies)
}

/// The documented answer to the first documented request.
fn answer() -> Value {
    schema::examples().remove(0).response
}

/// What both clients get for these replies, and how many requests they sent for it.
fn outcomes(replies: &[Reply]) -> Vec<(Result<Value, Error>, usize)> {
    let outcomes = std::cell::RefCell::new(Vec::new());
    each(|open| {
        let server = serve(replies.to_vec());
        let outcome = open(&Settings::to(&server)).example();
        for seen in server.seen() {
            assert_eq!(seen.signature, Ok(()));
        }
        outcomes.borrow_mut().push((outcome, server.seen().len()));
    });
    outcomes.into_inner()
}

/// The error that both clients get for these replies, and how many requests they sent for it.
fn errors(replies: &[Reply]) -> Vec<(Error, usize)> {
    outcomes(replies)
        .into_iter()
        .map(|(outcome, sent)| (outcome.unwrap_err(), sent))
        .collect()
}

fn succeeds(replies: &[Reply], requests: usize) {
    for (outcome, sent) in outcomes(replies) {
        assert_eq!(outcome.unwrap(), answer()["Response"]);
        assert_eq!(sent, requests);
    }
}

#[test]
fn a_request_arrives_signed_and_its_answer_comes_back() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let response = open(&Settings::to(&server)).example().unwrap();
        assert_eq!(response, answer()["Response"]);
        let seen = server.seen().remove(0);
        assert_eq!(seen.signature, Ok(()));
        assert_eq!(seen.line, "POST / HTTP/1.1");
        let example = schema::examples().remove(0);
        assert_eq!(
            serde_json::from_slice::<Value>(&seen.body).unwrap(),
            example.request
        );
        for (name, value) in [
            ("content-type", "application/json"),
            ("host", server.url().trim_start_matches("http://")),
            ("x-tc-action", &example.action),
            ("x-tc-version", tencent_ess::SERVICE.version),
            ("x-tc-region", "ap-guangzhou"),
            ("x-tc-language", "zh-CN"),
        ] {
            assert_eq!(
                seen.headers.get(name).map(String::as_str),
                Some(value),
                "{name}"
            );
        }
        assert!(seen.headers["x-tc-requestclient"].len() <= 128);
        assert!(!seen.headers.contains_key("x-tc-token"));
    });
}

#[test]
fn a_token_is_sent_and_not_signed() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let credential = Credential::new(SECRET_ID, SECRET_KEY).with_token("a-token");
        let settings = Settings {
            credential: Arc::new(credential),
            ..Settings::to(&server)
        };
        open(&settings).example().unwrap();
        let seen = server.seen().remove(0);
        assert_eq!(seen.signature, Ok(()));
        assert_eq!(seen.headers["x-tc-token"], "a-token");
    });
}

#[test]
fn a_page_instead_of_json_keeps_its_status_and_its_beginning() {
    let page = Reply::new(503, "<html><title>Service busy</title></html>")
        .header("Content-Type", "text/html");
    for (error, sent) in errors(&[page]) {
        assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
        assert_eq!(error.http_status(), Some(503));
        assert!(error.to_string().contains("Service busy"), "{error}");
        assert!(error.is_retryable());
        assert_eq!(
            sent, 3,
            "safe to repeat, so tried as often as the policy says"
        );
    }
}

#[test]
fn a_server_that_recovers_is_asked_again() {
    succeeds(&[Reply::new(503, "<html>"), Reply::json(&answer())], 2);
    succeeds(
        &[Reply::error("InternalError", "…"), Reply::json(&answer())],
        2,
    );
    succeeds(
        &[
            Reply::error("ServiceUnavailable", "…"),
            Reply::json(&answer()),
        ],
        2,
    );
}

#[test]
fn answers_that_are_none_are_told_apart_and_kept() {
    let cases = [
        ("", "empty"),
        ("  \r\n", "empty"),
        ("{\"Response\":", "not JSON"),
        ("\"Response\"", "no object"),
        ("[]", "no object"),
        ("{}", "no `Response`"),
        ("{\"Response\":null}", "no `Response`"),
        ("{\"Response\":[]}", "no object"),
        (
            "{\"Response\":{\"Error\":null,\"RequestId\":\"req-1\"}}",
            "null",
        ),
        (
            "{\"Response\":{\"Error\":\"x\",\"RequestId\":\"req-1\"}}",
            "no object",
        ),
        (
            "{\"Response\":{\"Error\":{},\"RequestId\":\"req-1\"}}",
            "no `Code`",
        ),
    ];
    for (body, told) in cases {
        for (error, sent) in errors(&[Reply::new(200, body)]) {
            assert!(error.to_string().contains(told), "{body}: {error}");
            let Error::Undecodable(error) = error else {
                panic!("{body}: {error:?}")
            };
            assert_eq!(error.body(), body.as_bytes());
            assert_eq!(error.http_status(), 200);
            assert_eq!(
                error.request_id(),
                body.contains("req-1").then_some("req-1")
            );
            assert_eq!(sent, 1, "{body}");
        }
    }
}

#[test]
fn an_answer_of_another_shape_names_the_place() {
    let mut strange = answer();
    let (name, _) = members_of_objects(&strange["Response"]).remove(0);
    strange["Response"][&name] = json!("a text");
    for (error, _) in errors(&[Reply::json(&strange)]) {
        let Error::Undecodable(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.path(), format!("Response.{name}"));
        assert!(error.request_id().is_some());
        assert!(!error.to_string().contains("a text"), "{error}");
    }
}

#[test]
fn numbers_that_come_as_texts_or_floats_are_read() {
    let plain = answer();
    let (name, members) = members_of_objects(&plain["Response"]).remove(0);
    let (number, value) = members
        .into_iter()
        .find(|(_, value)| value.is_i64())
        .unwrap();
    let value = value.as_i64().unwrap();
    for odd in [json!(value.to_string()), json!(value as f64)] {
        let mut strange = plain.clone();
        strange["Response"][&name][&number] = odd;
        for (outcome, _) in outcomes(&[Reply::json(&strange)]) {
            assert_eq!(outcome.unwrap(), plain["Response"]);
        }
    }
}

fn members_of_objects(value: &Value) -> Vec<(String, serde_json::Map<String, Value>)> {
    let members = value.as_object().unwrap().iter();
    members
        .filter_map(|(name, value)| Some((name.clone(), value.as_object()?.clone())))
        .collect()
}

#[test]
fn an_error_is_known_by_its_body_alone() {
    let refused = Reply::error("InvalidParameter", "no");
    for reply in [
        refused.clone(),
        refused.clone().status(400),
        refused.clone().status(403),
        refused
            .clone()
            .header("Content-Type", "application/json; charset=utf-8"),
        refused.clone().header("Content-Type", "text/plain"),
    ] {
        for (error, sent) in errors(&[reply]) {
            let Error::Api(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.code().as_str(), "InvalidParameter");
            assert_eq!(error.message(), "no");
            assert_eq!(error.request_id(), Some("req-1"));
            assert_eq!(sent, 1);
        }
    }
}

#[test]
fn an_error_with_another_status_keeps_it() {
    for (error, _) in errors(&[Reply::error("InvalidParameter", "no").status(400)]) {
        assert_eq!(error.http_status(), Some(400));
    }
}

#[test]
fn an_error_without_a_request_id_is_an_error() {
    let body = json!({ "Response": { "Error": { "Code": "New.Code", "Message": "?" } } });
    for (error, _) in errors(&[Reply::json(&body)]) {
        assert_eq!(error.code().unwrap().as_str(), "New.Code");
        assert_eq!(error.code().unwrap().family(), "New");
        assert_eq!(error.request_id(), None);
    }
}

#[test]
fn a_success_with_a_wrong_status_is_none() {
    for (error, sent) in errors(&[Reply::json(&answer()).status(404)]) {
        assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
        assert_eq!(error.http_status(), Some(404));
        assert_eq!(sent, 1);
    }
}

#[test]
fn a_redirect_is_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = serve(vec![Reply::json(&answer())]);
        let reply = Reply::new(status, "").header("Location", &format!("{}/x?y=z", other.url()));
        for (error, sent) in errors(&[reply]) {
            assert!(matches!(error, Error::Redirect { .. }), "{error:?}");
            assert_eq!(error.http_status(), Some(status));
            assert!(error.to_string().contains("127.0.0.1"), "{error}");
            assert!(!error.to_string().contains("y=z"), "{error}");
            assert_eq!(sent, 1);
        }
        assert!(other.seen().is_empty());
    }
}

#[test]
fn a_slow_server_costs_an_attempt_and_then_the_call() {
    each(|open| {
        let slow = Reply::json(&answer()).after(Duration::from_millis(600));
        let server = serve(vec![slow, Reply::json(&answer())]);
        let attempt_timeout = Duration::from_millis(200);
        let settings = Settings {
            attempt_timeout,
            ..Settings::to(&server)
        };
        assert!(open(&settings).example().is_ok());
        assert_eq!(server.seen().len(), 2);
    });
    each(|open| {
        let server = serve(vec![Reply::json(&answer()).after(Duration::from_secs(3))]);
        let timeout = Duration::from_millis(300);
        let settings = Settings {
            timeout,
            ..Settings::to(&server)
        };
        let start = Instant::now();
        let error = open(&settings).example().unwrap_err();
        assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
        assert!(error.is_timeout());
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "the call ends with its time"
        );
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn an_answer_that_is_too_large_is_not_taken() {
    each(|open| {
        let server = serve(vec![Reply::new(200, vec![b' '; 100_000])]);
        let settings = Settings {
            max_response_bytes: 50_000,
            ..Settings::to(&server)
        };
        let error = open(&settings).example().unwrap_err();
        assert!(
            matches!(
                error,
                Error::TooLarge {
                    limit: 50_000,
                    status: 200,
                    ..
                }
            ),
            "{error:?}"
        );
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn a_connection_that_the_server_closed_meanwhile_is_no_error() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer()).and_close()]);
        let settings = Settings {
            retry: tencent_runtime::RetryPolicy::new(),
            ..Settings::to(&server)
        };
        let caller = open(&settings);
        for _ in 0..3 {
            caller.example().unwrap();
            std::thread::sleep(Duration::from_millis(30));
        }
        assert_eq!(server.seen().len(), 3);
    });
}

#[test]
fn connections_are_kept() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let caller = open(&Settings::to(&server));
        for _ in 0..3 {
            caller.example().unwrap();
            // A connection goes back to the others a moment after its answer was read.
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(server.seen().iter().all(|seen| seen.connection == 0));
    });
}

#[test]
fn a_connection_that_breaks_after_the_request_leaves_the_outcome_open() {
    succeeds(&[Reply::none(), Reply::json(&answer())], 2);
    succeeds(&[Reply::json(&answer()).half(), Reply::json(&answer())], 2);
    for (error, sent) in errors(&[Reply::json(&answer()).half()]) {
        assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
        assert!(error.is_retryable());
        assert_eq!(sent, 3);
    }
}

#[test]
fn a_server_that_is_not_there_was_sent_nothing() {
    each(|open| {
        let server = serve(vec![Reply::none()]);
        let closed = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let settings = Settings {
            endpoint: format!("http://{closed}"),
            ..Settings::to(&server)
        };
        let error = open(&settings).example().unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert!(error.is_retryable());
        assert!(error.to_string().contains("127.0.0.1"), "{error}");
    });
}

#[test]
fn throttled_calls_are_made_again_and_signed_anew() {
    for code in [
        "RequestLimitExceeded",
        "RequestLimitExceeded.UinLimitExceeded",
        "RequestLimitExceeded.SomethingNew",
        "FailedOperation.RequestLimitExceeded",
    ] {
        succeeds(
            &[Reply::error(code, "slow down"), Reply::json(&answer())],
            2,
        );
        for (error, sent) in errors(&[Reply::error(code, "slow down")]) {
            assert!(error.is_throttled(), "{error:?}");
            assert_eq!(sent, 3);
        }
    }
    let too_many = Reply::new(429, "<html>Too Many Requests</html>");
    succeeds(&[too_many, Reply::json(&answer())], 2);
    each(|open| {
        let server = serve(vec![
            Reply::error("RequestLimitExceeded", "…"),
            Reply::json(&answer()),
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

/// A clock that is a second later whenever somebody looks.
#[derive(Debug)]
struct Ticking(AtomicUsize);

impl tencent_runtime::clock::Clock for Ticking {
    fn now(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) as u64
    }
}

#[test]
fn a_clock_that_is_wrong_is_corrected_once_for_the_whole_client() {
    each(|open| {
        let expired = Reply::error("AuthFailure.SignatureExpire", "…")
            .header("Date", "Wed, 15 Nov 2023 06:13:20 GMT");
        let server = serve(vec![expired, Reply::json(&answer())]);
        let clock = Arc::new(HeldClock::at(1_600_000_000));
        let caller = open(&Settings {
            clock,
            ..Settings::to(&server)
        });
        caller.example().unwrap();
        caller.example().unwrap();
        let times: Vec<u64> = server.seen().iter().map(|seen| seen.timestamp()).collect();
        assert_eq!(times, [1_600_000_000, 1_700_028_800, 1_700_028_800]);
    });
}

#[test]
fn a_clock_is_corrected_only_once_in_a_call_and_only_by_a_date() {
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
fn what_would_fail_again_is_not_sent_again() {
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
fn without_a_credential_nothing_is_sent() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let credential = Arc::new(Credential::new("", ""));
        let error = open(&Settings {
            credential,
            ..Settings::to(&server)
        })
        .example()
        .unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert!(error.is_auth());
        assert!(server.seen().is_empty());
    });
}

#[test]
fn an_action_that_obtains_a_credential_needs_none() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let settings = Settings {
            credential: Arc::new(Credential::new("", "")),
            ..Settings::to(&server)
        };
        let caller = open(&settings);
        caller.send(&Unsigned).unwrap();
        let seen = server.seen();
        assert_eq!(seen[0].headers["authorization"], "SKIP");
        assert!(!seen[0].headers.contains_key("x-tc-token"));
        assert!(matches!(caller.send(&Plain), Err(Error::Credential(_))));
    });
}

#[test]
fn what_may_do_harm_is_not_sent_twice() {
    for reply in [
        Reply::none(),
        Reply::new(503, "<html>"),
        Reply::error("InternalError", "…"),
        Reply::json(&answer()).half(),
    ] {
        each(|open| {
            let server = serve(vec![reply.clone(), Reply::json(&answer())]);
            assert!(open(&Settings::to(&server)).send(&Plain).is_err());
            assert_eq!(server.seen().len(), 1, "{reply:?}");
        });
    }
    each(|open| {
        let server = serve(vec![
            Reply::error("RequestLimitExceeded", "…"),
            Reply::json(&answer()),
        ]);
        open(&Settings::to(&server)).send(&Plain).unwrap();
        assert_eq!(server.seen().len(), 2, "it was refused, not done");
    });
}
