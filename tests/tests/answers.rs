//! What answers mean that no server should give, and some do.

use serde_json::json;
use tencent_runtime::{Error, RetryPolicy};
use tests::callers::{Settings, each};
use tests::plain::{Plain, answer};
use tests::server::{Reply, Server};

/// What both clients get for an answer to one request.
fn outcome(reply: Reply, check: impl Fn(Result<serde_json::Value, Error>)) {
    each(|open| {
        let server = Server::start(tencent_ess::SERVICE.name, vec![reply.clone()]);
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
    let marked = |value: &serde_json::Value| Reply::new(200, format!("\u{feff}{value}"));
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
