//! What answers mean, whatever servers do with statuses, types and texts.

use serde_json::{Value, json};
use tencent_runtime::client::{Error, RetryPolicy};
use tests::callers::{Settings, each};
use tests::outcomes::{self, errors, outcomes, serve};
use tests::plain::{Plain, answer};
use tests::server::Reply;

/// What both clients get for an answer to one request.
fn outcome(reply: Reply, check: impl Fn(Result<Value, Error>)) {
    each(|open| {
        let server = serve(vec![reply.clone()]);
        let settings = Settings {
            retry: RetryPolicy::never(),
            ..Settings::to(&server)
        };
        check(open(&settings).send(&Plain));
        assert_eq!(server.seen().len(), 1);
    });
}

fn is_told(reply: Reply, code: &str) {
    outcome(reply, |outcome| {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{error:?}");
        assert_eq!(error.code().unwrap().as_str(), code);
        assert_eq!(error.request_id(), Some("req-1"));
    });
}

#[test]
fn an_error_is_told_whatever_status_points_elsewhere() {
    for status in [301, 302, 307, 502] {
        let reply = Reply::error("InvalidParameter", "no").status(status);
        is_told(
            reply.header("Location", "https://elsewhere.example/"),
            "InvalidParameter",
        );
    }
}

#[test]
fn what_points_nowhere_is_no_redirect() {
    for status in [300, 304] {
        outcome(Reply::new(status, ""), |outcome| {
            let error = outcome.unwrap_err();
            assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
            assert_eq!(error.http_status(), Some(status));
        });
    }
}

#[test]
fn bytes_that_are_no_text_do_not_hide_the_code() {
    let mut body = br#"{"Response":{"Error":{"Code":"FailedOperation","Message":""#.to_vec();
    // The Chinese for "failure", in GBK.
    body.extend([0xca, 0xa7, 0xb0, 0xdc]);
    body.extend(br#""},"RequestId":"req-1"}}"#);
    is_told(Reply::new(200, body), "FailedOperation");
}

#[test]
fn a_name_that_comes_twice_does_not_hide_the_code() {
    let body = r#"{"Response":{"RequestId":"req-0","RequestId":"req-1",
        "Error":{"Code":"FailedOperation","Message":"no"}}}"#;
    is_told(Reply::new(200, body), "FailedOperation");
}

#[test]
fn a_mark_before_the_text_is_passed_over() {
    let marked = |value: &Value| Reply::new(200, format!("\u{feff}{value}"));
    outcome(marked(&answer()), |outcome| {
        assert_eq!(outcome.unwrap(), answer()["Response"]);
    });
    let error = json!({ "Code": "FailedOperation", "Message": "no" });
    let refused = json!({ "Response": { "Error": error, "RequestId": "req-1" } });
    is_told(marked(&refused), "FailedOperation");
}

#[test]
fn what_is_no_json_says_why() {
    let cut = Reply::new(200, r#"{"Response":{"RequestId":"req-1""#);
    outcome(cut, |outcome| {
        let error = outcome.unwrap_err().to_string();
        assert!(error.contains("not JSON: EOF while parsing"), "{error}");
    });
}

#[test]
fn a_compressed_answer_is_named() {
    let gzip = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00".as_slice(), &[0xff; 20]].concat();
    for (reply, name) in [
        (
            Reply::new(200, gzip.clone()).header("Content-Encoding", "gzip"),
            "gzip",
        ),
        (Reply::new(200, gzip), "gzip"),
        (
            Reply::new(200, [0x8b; 20]).header("Content-Encoding", "br"),
            "br",
        ),
    ] {
        outcome(reply, |outcome| {
            let error = outcome.unwrap_err();
            assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
            let told = format!("compressed with {name}");
            assert!(error.to_string().contains(&told), "{error}");
        });
    }
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
fn answers_that_are_none_are_told_apart_and_kept() {
    let cases = [
        ("", "empty"),
        ("  \r\n", "empty"),
        ("{\"Response\":", "not JSON"),
        ("\"Response\"", "not an object"),
        ("[]", "not an object"),
        ("{}", "no `Response`"),
        ("{\"Response\":null}", "no `Response`"),
        ("{\"Response\":[]}", "not an object"),
        (
            "{\"Response\":{\"Error\":null,\"RequestId\":\"req-1\"}}",
            "null",
        ),
        (
            "{\"Response\":{\"Error\":\"x\",\"RequestId\":\"req-1\"}}",
            "not an object",
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
    let mut strange = outcomes::answer();
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
    let plain = outcomes::answer();
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
fn a_success_with_a_request_id_succeeds_whatever_its_status() {
    for status in [302, 404, 429, 500, 503] {
        each(|open| {
            let server = serve(vec![Reply::json(&answer()).status(status)]);
            let outcome = open(&Settings::to(&server)).send(&Plain);
            assert_eq!(outcome.unwrap(), answer()["Response"], "{status}");
            assert_eq!(server.seen().len(), 1, "{status}");
        });
    }
}

#[test]
fn a_success_without_a_request_id_needs_the_status_of_one() {
    outcome(Reply::new(404, r#"{"Response":{}}"#), |outcome| {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
        assert_eq!(error.http_status(), Some(404));
    });
}

#[test]
fn a_redirect_is_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = serve(vec![Reply::json(&outcomes::answer())]);
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
