//! Tests the checks that the server makes before it answers.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tencent_ess::clock::ManualClock;
use tencent_ess::mock::{MockServer, SECRET_ID, SECRET_KEY, TOKEN};
use tencent_ess::model::{CancelFlowRequest, CreateBatchQuickSignUrlRequest, FlowCreateApprover};
use tencent_ess::{Credential, Error};
use tests::clients::{AnyClient, Settings, each};

use crate::servers::send_signed_for;
use crate::{FLOW, cancel, code, describe, message, once, sign_url, start};

/// Asserts that both clients get this code, and that the server does not count the request as received.
fn refused(expected: &str, settings: impl Fn(&MockServer) -> Settings) {
    each(|open| {
        let mock = start();
        let error = open(&settings(&mock)).send(&cancel(FLOW)).unwrap_err();
        assert_eq!(code(&error), expected);
        assert!(error.is_auth() && error.request_id().is_some());
        assert!(mock.received::<CancelFlowRequest>().is_empty());
    });
}

fn signed_with(credential: Credential) -> impl Fn(&MockServer) -> Settings {
    move |mock| Settings {
        credential: Arc::new(credential.clone()),
        ..once(mock)
    }
}

fn signed_at(offset: i64) -> impl Fn(&MockServer) -> Settings {
    move |mock| {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs();
        Settings {
            clock: Arc::new(ManualClock::new(now.checked_add_signed(offset).unwrap())),
            ..once(mock)
        }
    }
}

#[test]
fn a_valid_request_is_received_with_its_headers() {
    each(|open| {
        let mock = start();
        let response = open(&once(&mock)).send(&cancel(FLOW)).unwrap();
        assert!(response.request_id.is_some_and(|id| id.len() == 36));
        let received = mock.received::<CancelFlowRequest>();
        assert_eq!(received.len(), 1);
        assert_eq!(received[0].request, cancel(FLOW));
        assert_eq!(received[0].header("X-TC-Action"), Some("CancelFlow"));
        assert_eq!(received[0].header("x-tc-region"), Some("ap-guangzhou"));
        assert_eq!(received[0].header("x-unknown"), None);
        assert!(received[0].violations.is_empty());
        let body: Value = serde_json::from_slice(&received[0].body).unwrap();
        assert_eq!(body["FlowId"], FLOW);
    });
}

#[test]
fn a_wrong_key_is_refused() {
    refused(
        "AuthFailure.SignatureFailure",
        signed_with(Credential::new(SECRET_ID, "anotherkey")),
    );
}

#[test]
fn an_unknown_secret_id_is_refused() {
    refused(
        "AuthFailure.SecretIdNotFound",
        signed_with(Credential::new("AKIDunknown", SECRET_KEY)),
    );
}

#[test]
fn only_the_token_of_the_mock_is_accepted() {
    let with = |token| signed_with(Credential::new(SECRET_ID, SECRET_KEY).with_token(token));
    refused("AuthFailure.TokenFailure", with("anothertoken"));
    each(|open| {
        let mock = start();
        open(&with(TOKEN)(&mock)).send(&cancel(FLOW)).unwrap();
    });
}

#[test]
fn a_signature_is_valid_for_five_minutes() {
    for offset in [-310, 310] {
        refused("AuthFailure.SignatureExpire", signed_at(offset));
    }
    for offset in [-290, 290] {
        each(|open| {
            let mock = start();
            open(&signed_at(offset)(&mock)).send(&cancel(FLOW)).unwrap();
        });
    }
}

/// The official SDK for Node.js signs like this.
#[test]
fn the_signed_host_may_lack_its_port_and_the_service_may_be_its_beginning() {
    let mock = start();
    let code = |host: &str, service: &str| {
        let answer = send_signed_for(host, service, &mock, "CancelFlow", &cancel(FLOW), &[]);
        answer["Response"]["Error"]["Code"]
            .as_str()
            .map(str::to_owned)
    };
    assert_eq!(code("127.0.0.1", "ess"), None);
    assert_eq!(code("127.0.0.1", "127"), None);
    for (host, service) in [("127.0.0.2", "ess"), ("127.0.0.1", "cvm")] {
        let wrong = code(host, service);
        assert_eq!(wrong.as_deref(), Some("AuthFailure.SignatureFailure"));
    }
}

/// Sends a request with these headers, and returns the code and the message of the answer.
fn raw(mock: &MockServer, line: &str, headers: &[(&str, &str)], body: &str) -> (String, String) {
    let host = mock.url().replace("http://", "");
    let mut stream = TcpStream::connect(&host).unwrap();
    let mut text = format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(text.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    let error = &body["Response"]["Error"];
    let text = |name: &str| error[name].as_str().unwrap().to_owned();
    (text("Code"), text("Message"))
}

/// A request line, headers, the code of the answer, and a part of its message.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

#[test]
fn a_request_without_a_part_of_the_protocol_is_refused() {
    const ACTION: (&str, &str) = ("X-TC-Action", "CancelFlow");
    const VERSION: (&str, &str) = ("X-TC-Version", "2020-11-11");
    const JSON: (&str, &str) = ("Content-Type", "application/json; charset=utf-8");
    const TIME: (&str, &str) = ("X-TC-Timestamp", "1700000000");
    const UNREADABLE: (&str, &str) = (
        "Authorization",
        "TC3-HMAC-SHA256 Credential=AKID/2020-01-01/ess",
    );
    let cases: &[Case] = &[
        (
            "POST /",
            &[VERSION, JSON],
            "MissingParameter",
            "x-tc-action",
        ),
        (
            "POST /",
            &[ACTION, JSON],
            "MissingParameter",
            "x-tc-version",
        ),
        (
            "POST /",
            &[ACTION, VERSION],
            "MissingParameter",
            "content-type",
        ),
        (
            "POST /",
            &[ACTION, VERSION, JSON],
            "MissingParameter",
            "x-tc-timestamp",
        ),
        (
            "POST /",
            &[ACTION, VERSION, JSON, TIME],
            "MissingParameter",
            "authorization",
        ),
        (
            "POST /",
            &[ACTION, VERSION, JSON, TIME, UNREADABLE],
            "AuthFailure.InvalidAuthorization",
            "TC3",
        ),
        (
            "POST /",
            &[("X-TC-Action", "Cancel"), VERSION],
            "InvalidAction",
            "Cancel",
        ),
        (
            "POST /",
            &[ACTION, ("X-TC-Version", "2019-01-01")],
            "NoSuchVersion",
            "2019-01-01",
        ),
        (
            "POST /",
            &[ACTION, VERSION, ("Content-Type", "application/jsonp")],
            "InvalidRequest",
            "application/jsonp",
        ),
        ("GET /", &[ACTION, VERSION, JSON], "InvalidRequest", "GET /"),
        (
            "POST /other",
            &[ACTION, VERSION, JSON],
            "InvalidRequest",
            "/other",
        ),
    ];
    let mock = start();
    for (line, headers, expected, part) in cases {
        let (code, message) = raw(&mock, line, headers, "{}");
        assert_eq!(&code, expected, "{line} {headers:?}");
        assert!(message.contains(part), "{message}");
    }
}

fn approver(request: &mut CreateBatchQuickSignUrlRequest) -> &mut FlowCreateApprover {
    request.flow_approver_info.as_mut().unwrap()
}

#[test]
fn a_request_that_breaks_rules_is_refused_with_all_violations() {
    each(|open| {
        let mock = start();
        let client = open(&Settings {
            validate: false,
            ..once(&mock)
        });
        let mut request = sign_url().flow_ids((0..101).map(|n| n.to_string()));
        approver(&mut request).approver_mobile = Some("12345".to_owned());
        let error = client.send(&request).unwrap_err();
        assert_eq!(code(&error), "InvalidParameterValue");
        let text = message(&error);
        assert!(
            text.contains("FlowIds") && text.contains("ApproverMobile"),
            "{text}"
        );
        request.flow_ids = None;
        approver(&mut request).approver_mobile = Some("13200000000".to_owned());
        approver(&mut request).approver_name = None;
        assert!(client.send(&request).is_err());

        let received = mock.received::<CreateBatchQuickSignUrlRequest>();
        assert_eq!(received.len(), 2);
        assert_eq!(received[0].violations.len(), 2);
    });
}

#[test]
fn a_missing_member_is_a_missing_parameter() {
    each(|open| {
        let mock = start();
        let client = open(&Settings {
            validate: false,
            ..once(&mock)
        });
        let error = client.send(&CancelFlowRequest::new(FLOW, "")).unwrap_err();
        assert_eq!(code(&error), "MissingParameter");
    });
}

#[test]
fn a_lenient_server_accepts_what_breaks_rules() {
    each(|open| {
        let mock = MockServer::builder(tencent_ess::actions())
            .lenient(true)
            .start()
            .unwrap();
        let client = open(&Settings {
            validate: false,
            ..once(&mock)
        });
        client
            .send(&sign_url().flow_ids((0..101).map(|n| n.to_string())))
            .unwrap();
        let received = mock.received::<CreateBatchQuickSignUrlRequest>();
        assert_eq!(received[0].violations[0].path(), "FlowIds");
    });
}

#[test]
fn the_largest_number_of_kept_requests_is_a_setting() {
    let mock = MockServer::builder(tencent_ess::actions())
        .max_received(2)
        .start()
        .unwrap();
    let client = AnyClient::blocking(&once(&mock));
    for message in ["one", "two", "three"] {
        client
            .send(&CancelFlowRequest::new(FLOW, message).operator(crate::operator()))
            .unwrap();
    }
    let received = mock.received::<CancelFlowRequest>();
    let messages: Vec<_> = received
        .iter()
        .map(|kept| kept.request.cancel_message.as_deref().unwrap())
        .collect();
    assert_eq!(messages, ["two", "three"]);
    assert!(received[0].at <= received[1].at);
}

#[test]
fn an_error_of_the_protocol_is_an_api_error() {
    let mock = start();
    let settings = signed_with(Credential::new(SECRET_ID, "anotherkey"))(&mock);
    let error = AnyClient::blocking(&settings)
        .send(&cancel(FLOW))
        .unwrap_err();
    assert!(matches!(error, Error::Api(_)));
    assert!(!message(&error).contains(SECRET_KEY));
}

#[test]
fn a_rate_limit_belongs_to_all_clients_and_each_action() {
    let limit = NonZeroU32::MIN;
    let mock = MockServer::builder(tencent_ess::actions())
        .requests_per_second(limit)
        .start()
        .unwrap();
    let clients = [
        AnyClient::asynchronous(&once(&mock)),
        AnyClient::blocking(&once(&mock)),
    ];
    let mut calls = (0..1_000).map(|call| clients[call % 2].send(&describe()));
    assert!(calls.next().unwrap().is_ok());
    let error = calls.find_map(Result::err).unwrap();
    assert_eq!(code(&error), "RequestLimitExceeded");
    assert!(message(&error).contains("1 requests of DescribeFlowBriefs"));
    clients[0].send(&cancel(FLOW)).unwrap();
}
