//! Tests how clients connect to servers.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::Value;
use tencent_ess::mock::{ClientBuilderExt as _, MockServer, SECRET_ID, SECRET_KEY};
use tencent_ess::model::CancelFlowRequest;
use tencent_ess::runtime::client::sign::{Signable, Signer};
use tencent_ess::{Client, Credential, Error, RateLimit, blocking};
use tests::clients::each;

use crate::{FLOW, cancel, once, start};

/// Sends a signed request with further headers, and returns the answer.
pub(crate) fn send(
    mock: &MockServer,
    action: &str,
    request: &impl Serialize,
    headers: &[(&str, &str)],
) -> Value {
    let host = mock.url().replace("http://", "");
    send_signed_for(&host, mock, action, request, headers)
}

/// Sends a request whose signature contains this host.
pub(crate) fn send_signed_for(
    signed_host: &str,
    mock: &MockServer,
    action: &str,
    request: &impl Serialize,
    headers: &[(&str, &str)],
) -> Value {
    let body = serde_json::to_string(request).unwrap();
    let host = mock.url().replace("http://", "");
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let signable = Signable::post(signed_host, "application/json", body.as_bytes());
    let credential = Credential::new(SECRET_ID, SECRET_KEY);
    let authorization = Signer::new().authorization(&credential, "ess", &signable, now);
    let mut text = format!(
        "POST / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         X-TC-Action: {action}\r\nX-TC-Version: 2020-11-11\r\nX-TC-Timestamp: {now}\r\n\
         Authorization: {authorization}\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    let mut stream = TcpStream::connect(&host).unwrap();
    stream
        .write_all(format!("{text}\r\n{body}").as_bytes())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

#[tokio::test]
async fn the_async_client_connects() {
    let mock = start();
    let client = Client::builder().mock(&mock).build().unwrap();
    client.cancel_flow(cancel(FLOW)).await.unwrap();
    assert_eq!(mock.received::<CancelFlowRequest>().len(), 1);
}

#[test]
fn the_blocking_client_connects() {
    let mock = start();
    let client = blocking::Client::builder().mock(&mock).build().unwrap();
    client.cancel_flow(cancel(FLOW)).unwrap();
    assert_eq!(mock.received::<CancelFlowRequest>().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_calls_at_once_are_all_received() {
    let mock = start();
    let client = Client::builder()
        .mock(&mock)
        .rate_limit(RateLimit::Unlimited)
        .build()
        .unwrap();
    let client = Arc::new(client);
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { client.cancel_flow(cancel(FLOW)).await })
        })
        .collect();
    let mut ids = std::collections::HashSet::new();
    for call in calls {
        ids.insert(call.await.unwrap().unwrap().request_id.unwrap());
    }
    assert_eq!(ids.len(), 200);
    assert_eq!(mock.received::<CancelFlowRequest>().len(), 200);
}

#[test]
fn a_server_that_ended_sends_nothing() {
    each(|open| {
        let mock = start();
        let client = open(&once(&mock));
        client.send(&cancel(FLOW)).unwrap();
        drop(mock);
        let error = client.send(&cancel(FLOW)).unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    });
}
