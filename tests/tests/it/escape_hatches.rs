//! Tests headers and members that a caller adds, records of calls, and actions that no crate contains.

use serde_json::{Value, json};
use tencent_runtime::client::error::{ApiError, UndecodableError, Unsendable};
use tencent_runtime::client::{
    AttemptRecord, CallOptions, CallRecord, CallRecorder, ClientBuilder, Error, JsonRequest,
    RawResponse, blocking,
};
use tests::clients::{Settings, each};
use tests::outcomes::serve;
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Seen};
use tests::test_actions::{Idempotent, Plain, answer};

fn body(seen: &Seen) -> Value {
    serde_json::from_slice(&seen.body).unwrap()
}

#[test]
fn headers_of_a_call_and_of_a_client_are_sent() {
    each(|open| {
        let server = serve(vec![Reply::none(), Reply::json(&answer())]);
        let options = CallOptions::new()
            .header("X-Trace", "one")
            .header("x-trace", "two words")
            .idempotent(true);
        open(&Settings::to(&server))
            .send_with(&Plain, &options)
            .unwrap();
        for seen in server.seen() {
            assert_eq!(
                (seen.signature, &*seen.headers["x-trace"]),
                (Ok(()), "two words")
            );
        }
    });
    let server = serve(vec![Reply::json(&answer())]);
    let client = ClientBuilder::<blocking::Transport>::new(&tencent_ess::SERVICE)
        .endpoint(server.url())
        .credential(tencent_runtime::client::credential::Credential::new(
            SECRET_ID, SECRET_KEY,
        ))
        .header("X-One", "1")
        .header("X-Two", "1")
        .build()
        .unwrap();
    client
        .call(&Plain, &CallOptions::new().header("x-two", "2"))
        .unwrap();
    let headers = &server.seen()[0].headers;
    assert_eq!((&*headers["x-one"], &*headers["x-two"]), ("1", "2"));
    let prepared = client.prepare(&Plain, &CallOptions::new()).unwrap();
    let shown = prepared.redacted_headers();
    assert!(
        shown.contains(&("x-one", "[redacted]".to_owned())),
        "{shown:?}"
    );
}

#[test]
fn reserved_headers_and_members_of_the_request_are_refused() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&Settings::to(&server));
        for options in [
            CallOptions::new().header("authorization", "mine"),
            CallOptions::new().header("X-TC-Action", "Other"),
            CallOptions::new().header("X-Trace", "a\r\nb: c"),
        ] {
            let error = client.send_with(&Plain, &options).unwrap_err();
            assert!(
                matches!(error, Error::Unsendable(Unsendable::Header { .. })),
                "{error}"
            );
        }
        let request = JsonRequest::new("DoThing", "2020-01-01", json!({ "Name": null }));
        let options = CallOptions::new().member("Name", "典子谦");
        let error = client.call_json(&request, &options).unwrap_err();
        assert!(
            matches!(error, Error::Unsendable(Unsendable::Member { .. })),
            "{error}"
        );
        assert!(!format!("{error:?}{options:?}").contains("典子谦"));
        assert!(server.seen().is_empty());
    });
    let builder = ClientBuilder::<blocking::Transport>::new(&tencent_ess::SERVICE);
    let error = builder.header("Host", "other").build().unwrap_err();
    assert!(error.to_string().contains("`Host`"), "{error}");
}

#[test]
fn members_are_signed_and_their_values_are_redacted() {
    each(|open| {
        let server = serve(vec![Reply::error(
            "InvalidParameter",
            "典子谦 of 12345 is unknown",
        )]);
        let options = CallOptions::new()
            .member("Name", "典子谦")
            .member("Extra", json!({ "Ids": [12345] }));
        let error = open(&Settings::to(&server))
            .send_with(&Plain, &options)
            .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("[redacted] of [redacted] is unknown"),
            "{error}"
        );
        let seen = &server.seen()[0];
        assert_eq!(seen.signature, Ok(()));
        let expected = json!({ "Name": "典子谦", "Extra": { "Ids": [12345] } });
        assert_eq!(body(seen), expected);
    });
}

#[test]
fn a_record_has_every_attempt_and_the_raw_response() {
    each(|open| {
        let success = json!({ "Response": { "RequestId": "req-1", "Unknown": 7 } });
        let server = serve(vec![
            Reply::none(),
            Reply::error("RequestLimitExceeded", "slow down").status(429),
            Reply::json(&success).header("X-Extra", "kept"),
            Reply::error("InvalidParameter", "no"),
        ]);
        let client = open(&Settings::to(&server));
        let recorder = CallRecorder::new();
        let options = CallOptions::new().recorder(&recorder);
        client.send_with(&Idempotent, &options).unwrap();
        let call = recorder.take().unwrap();
        let attempts = call.attempts().iter();
        let attempts: Vec<_> = attempts
            .map(|attempt| (attempt.http_status(), attempt.error()))
            .collect();
        let expected = [
            (None, Some("outcome unknown")),
            (Some(429), Some("RequestLimitExceeded")),
            (Some(200), None),
        ];
        assert_eq!(attempts, expected);
        let slowest = call.attempts().iter().map(AttemptRecord::latency).max();
        assert!(slowest.unwrap() <= call.latency() && !call.latency().is_zero());
        let response = call.response().unwrap();
        assert_eq!(
            (response.http_status(), response.header("X-EXTRA")),
            (200, Some("kept"))
        );
        assert_eq!(response.text(), success.to_string());
        assert!(!format!("{recorder:?}{call:?}").contains("Unknown"));

        assert!(recorder.take().is_none());
        client.send_with(&Plain, &options).unwrap_err();
        let failed = recorder.take().unwrap();
        assert_eq!(failed.attempts()[0].error(), Some("InvalidParameter"));
        assert!(
            failed
                .response()
                .unwrap()
                .text()
                .contains("InvalidParameter")
        );
    });
}

#[test]
fn a_call_without_an_answer_has_a_record_without_a_response() {
    each(|open| {
        let server = serve(vec![Reply::none()]);
        let recorder = CallRecorder::new();
        let options = CallOptions::new().recorder(&recorder);
        open(&Settings::to(&server))
            .send_with(&Plain, &options)
            .unwrap_err();
        let call = recorder.take().unwrap();
        assert_eq!(call.attempts().len(), 1);
        assert!(call.response().is_none());
    });
}

fn json_request(action: &str) -> JsonRequest {
    JsonRequest::new(
        action,
        "2017-03-12",
        json!({ "Name": "典子谦", "Limit": 10 }),
    )
}

#[test]
fn an_action_that_no_crate_contains_is_signed_and_decoded() {
    each(|open| {
        let response = json!({ "RequestId": "req-1", "Things": [{ "Size": 1.5 }], "None": null });
        let server = serve(vec![Reply::json(&json!({ "Response": response }))]);
        let client = open(&Settings::to(&server));
        let request = json_request("RunThing");
        let answer = client.call_json(&request, &CallOptions::new()).unwrap();
        assert_eq!(answer, response);
        let seen = &server.seen()[0];
        assert_eq!(seen.signature, Ok(()));
        let header = |name| seen.headers[name].as_str();
        assert_eq!(
            (header("x-tc-action"), header("x-tc-version")),
            ("RunThing", "2017-03-12")
        );
        assert_eq!(body(seen), *request.members());
    });
}

#[test]
fn an_action_that_no_crate_contains_is_retried_and_classified_like_any_other() {
    for (action, options, attempts) in [
        ("DescribeThings", CallOptions::new(), 3),
        ("ListThings", CallOptions::new(), 3),
        ("GetThing", CallOptions::new(), 1),
        ("RunThing", CallOptions::new(), 1),
        ("RunThing", CallOptions::new().idempotent(true), 3),
        ("DescribeThings", CallOptions::new().idempotent(false), 1),
        ("DescribeThings", CallOptions::new().retry(false), 1),
    ] {
        each(|open| {
            let server = serve(vec![Reply::none()]);
            let client = open(&Settings::to(&server));
            let error = client
                .call_json(&json_request(action), &options)
                .unwrap_err();
            assert!(matches!(error, Error::Ambiguous(_)), "{error}");
            assert_eq!(server.seen().len(), attempts, "{action} {options:?}");
        });
    }
    each(|open| {
        let server = serve(vec![
            Reply::error("RequestLimitExceeded", "slow down"),
            Reply::error("InvalidParameter", "典子谦 and 10 are wrong"),
        ]);
        let client = open(&Settings::to(&server));
        let error = client
            .call_json(&json_request("RunThing"), &CallOptions::new())
            .unwrap_err();
        let Error::Api(error) = error else {
            panic!("{error}")
        };
        assert_eq!((error.action(), server.seen().len()), ("RunThing", 2));
        assert_eq!(error.message(), "[redacted] and [redacted] are wrong");
        let created = ApiError::of_json(
            &json_request("RunThing"),
            "InvalidParameter",
            "典子谦 and 10 are wrong",
        );
        let created = created.with_request_id("req-1");
        assert_eq!(created.to_string(), error.to_string());
    });
    each(|open| {
        let server = serve(vec![Reply::new(200, "典子谦")]);
        let request = json_request("RunThing");
        let error = open(&Settings::to(&server))
            .call_json(&request, &CallOptions::new())
            .unwrap_err();
        let created =
            UndecodableError::of_json(&request, "典子谦", "it is not JSON: expected value");
        assert_eq!(error.to_string(), created.to_string());
        assert!(!error.to_string().contains("典子谦"), "{error}");
    });
}

#[test]
fn an_action_with_an_invalid_name_is_not_called() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&Settings::to(&server));
        for request in [
            JsonRequest::new("Do\r\nHost: x", "2017-03-12", json!({})),
            JsonRequest::new("RunThing", "latest", json!({})),
            JsonRequest::new("RunThing", "2017-03-12", json!([])),
        ] {
            let error = client.call_json(&request, &CallOptions::new()).unwrap_err();
            assert!(matches!(error, Error::Unsendable(_)), "{error}");
        }
        assert!(server.seen().is_empty());
    });
}

/// Records the call that a stub answers.
#[derive(Debug)]
struct Stubbed;

impl Stubbed {
    fn answer(request: &JsonRequest, options: &CallOptions) -> Value {
        let attempt = AttemptRecord::success(std::time::Duration::from_millis(3));
        let record = CallRecord::new()
            .attempt(attempt)
            .with_response(RawResponse::new(200, "raw"));
        options.record(record);
        json!({ "Action": request.action(), "Version": request.version(), "Sent": request.members() })
    }
}

impl tencent_ess::stub::Stub for Stubbed {
    fn call_json<'a>(
        &'a self,
        request: &'a JsonRequest,
        options: &'a CallOptions,
    ) -> tencent_ess::ResponseFuture<'a, Value> {
        tencent_ess::ResponseFuture::ready(Ok(Self::answer(request, options)))
    }
}

impl tencent_ess::blocking::Stub for Stubbed {
    fn call_json(&self, request: &JsonRequest, options: &CallOptions) -> Result<Value, Error> {
        Ok(Self::answer(request, options))
    }
}

#[tokio::test]
async fn stubs_answer_other_actions_and_record_calls() {
    let expected = json!({ "Action": "RunThing", "Version": "2017-03-12", "Sent": { "Limit": 1 } });
    let recorder = CallRecorder::new();
    let options = CallOptions::new().recorder(&recorder);
    let client = tencent_ess::Client::from_stub(Stubbed).with_options(options.clone());
    let sent = json!({ "Limit": 1 });
    let answer = client
        .call_json("RunThing", "2017-03-12", sent.clone())
        .await;
    assert_eq!(answer.unwrap(), expected);
    assert_eq!(recorder.take().unwrap().response().unwrap().text(), "raw");

    let client = tencent_ess::blocking::Client::from_stub(Stubbed).with_options(options);
    let answer = client.call_json("RunThing", "2017-03-12", sent);
    assert_eq!(answer.unwrap(), expected);
    assert_eq!(recorder.take().unwrap().attempts().len(), 1);
}

#[derive(Debug)]
struct Empty;

impl tencent_ess::stub::Stub for Empty {}

impl tencent_ess::blocking::Stub for Empty {}

#[tokio::test]
async fn a_stub_without_other_actions_says_so() {
    let client = tencent_ess::Client::from_stub(Empty);
    let error = client
        .call_json("RunThing", "2017-03-12", json!({}))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("call_json"), "{error}");
    let client = tencent_ess::blocking::Client::from_stub(Empty);
    let error = client
        .call_json("RunThing", "2017-03-12", json!({}))
        .unwrap_err();
    assert!(matches!(error, Error::NotStubbed { .. }), "{error}");
}

#[tokio::test]
async fn generated_clients_call_other_actions() {
    let server = serve(vec![Reply::json(&answer())]);
    let credential = tencent_ess::Credential::new(SECRET_ID, SECRET_KEY);
    let builder = tencent_ess::Client::builder();
    let client = builder
        .endpoint(server.url())
        .credential(credential)
        .build()
        .unwrap();
    let answered = client
        .call_json("RunThing", "2017-03-12", json!({}))
        .await
        .unwrap();
    assert_eq!(answered, answer()["Response"]);
    assert_eq!(server.seen()[0].headers["x-tc-version"], "2017-03-12");
}
