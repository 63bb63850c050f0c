//! Tests the interpretation of responses with unusual statuses, types and encodings.

use serde_json::{Value, json};
use tencent_runtime::client::{Error, RetryPolicy};
use tests::clients::{Settings, each};
use tests::outcomes::{self, errors, outcomes, serve};
use tests::server::Reply;
use tests::test_actions::{Plain, answer};

/// Checks the outcome of one request for each client.
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

fn assert_reported(reply: Reply, code: &str) {
    outcome(reply, |outcome| {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{error:?}");
        assert_eq!(error.code().unwrap().as_str(), code);
        assert_eq!(error.request_id(), Some("req-1"));
    });
}

#[test]
fn an_api_error_takes_precedence_over_the_status() {
    for status in [301, 302, 307, 502] {
        let reply = Reply::error("InvalidParameter", "no").status(status);
        assert_reported(
            reply.header("Location", "https://elsewhere.example/"),
            "InvalidParameter",
        );
    }
}

#[test]
fn a_redirect_status_without_a_location_is_undecodable() {
    for status in [300, 304] {
        outcome(Reply::new(status, ""), |outcome| {
            let error = outcome.unwrap_err();
            assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
            assert_eq!(error.http_status(), Some(status));
        });
    }
}

#[test]
fn invalid_utf8_does_not_hide_the_error_code() {
    let mut body = br#"{"Response":{"Error":{"Code":"FailedOperation","Message":""#.to_vec();
    // The Chinese word for "failure", in GBK.
    body.extend([0xca, 0xa7, 0xb0, 0xdc]);
    body.extend(br#""},"RequestId":"req-1"}}"#);
    assert_reported(Reply::new(200, body), "FailedOperation");
}

#[test]
fn a_duplicate_name_does_not_hide_the_error_code() {
    let body = r#"{"Response":{"RequestId":"req-0","RequestId":"req-1",
        "Error":{"Code":"FailedOperation","Message":"no"}}}"#;
    assert_reported(Reply::new(200, body), "FailedOperation");
}

#[test]
fn a_byte_order_mark_is_ignored() {
    let marked = |value: &Value| Reply::new(200, format!("\u{feff}{value}"));
    outcome(marked(&answer()), |outcome| {
        assert_eq!(outcome.unwrap(), answer()["Response"]);
    });
    let error = json!({ "Code": "FailedOperation", "Message": "no" });
    let refused = json!({ "Response": { "Error": error, "RequestId": "req-1" } });
    assert_reported(marked(&refused), "FailedOperation");
}

#[test]
fn an_error_says_why_a_response_is_not_json() {
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
            let expected = format!("compressed with {name}");
            assert!(error.to_string().contains(&expected), "{error}");
        });
    }
}

#[test]
fn an_html_page_is_shown_with_its_status() {
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
fn undecodable_responses_are_distinguished_and_kept() {
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
    for (body, expected) in cases {
        for (error, sent) in errors(&[Reply::new(200, body)]) {
            assert!(error.to_string().contains(expected), "{body}: {error}");
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
fn a_type_mismatch_names_the_path() {
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
fn numbers_are_decoded_from_strings_and_floats() {
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
fn only_the_body_decides_whether_a_response_is_an_error() {
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
fn an_api_error_keeps_its_status() {
    for (error, _) in errors(&[Reply::error("InvalidParameter", "no").status(400)]) {
        assert_eq!(error.http_status(), Some(400));
    }
}

#[test]
fn an_api_error_may_lack_a_request_id() {
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
fn redirects_are_not_followed() {
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
fn a_response_above_the_limit_is_rejected() {
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
