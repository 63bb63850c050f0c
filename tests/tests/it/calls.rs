//! Calls a server on this machine that checks every signature.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tencent_runtime::client::Error;
use tencent_runtime::client::credential::Credential;
use tests::actions;
use tests::clients::{Settings, each};
use tests::outcomes::{answer, serve};
use tests::server::{Reply, SECRET_ID, SECRET_KEY};
use tests::test_actions::{Plain, Unsigned};

#[test]
fn a_signed_request_returns_the_response() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let response = open(&Settings::to(&server)).example().unwrap();
        assert_eq!(response, answer()["Response"]);
        let seen = server.seen().remove(0);
        assert_eq!(seen.signature, Ok(()));
        assert_eq!(seen.line, "POST / HTTP/1.1");
        let example = actions::example();
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
fn a_token_is_sent_but_not_signed() {
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
fn connections_are_reused() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&Settings::to(&server));
        for _ in 0..3 {
            client.example().unwrap();
            // A connection returns to the pool shortly after its response was read.
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(server.seen().iter().all(|seen| seen.connection == 0));
    });
}

#[test]
fn nothing_is_sent_without_a_credential() {
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
fn an_unsigned_action_needs_no_credential() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let settings = Settings {
            credential: Arc::new(Credential::new("", "")),
            ..Settings::to(&server)
        };
        let client = open(&settings);
        client.send(&Unsigned).unwrap();
        let seen = server.seen();
        assert_eq!(seen[0].headers["authorization"], "SKIP");
        assert!(!seen[0].headers.contains_key("x-tc-token"));
        assert!(matches!(client.send(&Plain), Err(Error::Credential(_))));
    });
}
