//! Tests that invalid settings and requests are rejected before anything is sent.

use std::time::Duration;

use serde_json::{Value, json};
use tencent_runtime::client::blocking::Transport;
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::error::Unsendable;
use tencent_runtime::client::{BuildError, CallOptions, ClientBuilder, Error, RetryPolicy};
use tencent_runtime::validate::{Path, Report, Validate};
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo};
use tests::clients::{Settings, each};
use tests::outcomes::serve;
use tests::server::Reply;
use tests::test_actions::answer;

type Builder = ClientBuilder<Transport>;

fn refused(set: impl FnOnce(Builder) -> Builder) -> String {
    let builder = Builder::new(&tencent_ess::SERVICE).credential(Credential::new("id", "key"));
    let error: BuildError = set(builder).build().unwrap_err();
    error.to_string()
}

#[test]
fn invalid_settings_are_errors() {
    let long = "n".repeat(129);
    for name in ["my-app/1.0", "my app", "my-app\t1", "my-app:1", "(my-app)"] {
        let message = refused(|builder| builder.request_client(name));
        assert!(message.contains("request_client"), "{name}: {message}");
    }
    for (message, named) in [
        (
            refused(|builder| builder.request_client("")),
            "request_client",
        ),
        (
            refused(|builder| builder.request_client("näme")),
            "request_client",
        ),
        (
            refused(|builder| builder.request_client("a\r\nb: c")),
            "request_client",
        ),
        (refused(|builder| builder.request_client(long)), "128"),
        (refused(|builder| builder.region("广州")), "region"),
        (
            refused(|builder| builder.timeout(Duration::ZERO)),
            "timeout",
        ),
        (
            refused(|builder| builder.attempt_timeout(Duration::ZERO)),
            "timeout",
        ),
        (
            refused(|builder| builder.connect_timeout(Duration::ZERO)),
            "timeout",
        ),
        (
            refused(|builder| builder.retry(RetryPolicy::new().max_attempts(0))),
            "retry",
        ),
        (
            refused(|builder| builder.endpoint("ftp://host")),
            "ftp://host",
        ),
        (
            refused(|builder| builder.endpoint("https://256.1.1.1")),
            "256.1.1.1",
        ),
    ] {
        assert!(message.contains(named), "{message}");
    }
}

#[test]
fn errors_do_not_contain_the_password_of_an_endpoint() {
    let message = refused(|builder| builder.endpoint("https://me:secret@host"));
    assert!(!message.contains("secret"), "{message}");
}

/// The rule of Tencent's SDK for Python. The one for Go also accepts spaces.
fn is_accepted_by_the_official_sdks(name: &str) -> bool {
    let letter = |char: char| char.is_ascii_alphanumeric() || "-_,;.".contains(char);
    !name.is_empty() && name.len() <= 128 && name.chars().all(letter)
}

#[test]
fn the_name_of_the_program_is_sent_as_the_official_sdks_accept_it() {
    let server = serve(vec![Reply::json(&answer())]);
    let longest = "n".repeat(128);
    let names = [None, Some("my-app_1.0,x;y"), Some(&*longest)];
    for name in names {
        let mut builder = Builder::new(&tencent_ess::SERVICE)
            .credential(Credential::new("id", "key"))
            .endpoint(server.url());
        if let Some(name) = name {
            builder = builder.request_client(name);
        }
        let transport = builder.build().unwrap();
        transport.call(&Sized(0), &CallOptions::new()).unwrap();
    }
    for (seen, name) in server.seen().iter().zip(names) {
        let sent = &*seen.headers["x-tc-requestclient"];
        assert!(is_accepted_by_the_official_sdks(sent), "{sent}");
        assert!(name.is_none_or(|name| name == sent), "{sent}");
    }
}

/// A request whose body has approximately that many bytes.
#[derive(Debug)]
struct Sized(usize);

impl Encode for Sized {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_json(&json!({ "Text": "x".repeat(self.0) }));
    }
}

impl Validate for Sized {
    fn report(&self, _: Path<'_>, _: &mut Report) {}
}

impl Action for Sized {
    type Response = Value;
    const INFO: ActionInfo = ActionInfo::new("Sized", &tencent_ess::SERVICE);
}

#[test]
fn a_body_above_the_limit_is_not_sent() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&Settings::to(&server));
        let error = client.send(&Sized(10 << 20)).unwrap_err();
        let Error::Unsendable(error) = error else {
            panic!("{error:?}")
        };
        // Stubs can return the same error.
        assert_eq!(error, Unsendable::too_large((10 << 20) + 11, 10 << 20));
        assert!(server.seen().is_empty());
        client.send(&Sized((10 << 20) - 11)).unwrap();
        assert_eq!(server.seen()[0].body.len(), 10 << 20);
    });
}

#[test]
fn the_limit_of_a_body_can_be_raised() {
    let server = serve(vec![Reply::json(&answer())]);
    let transport = Builder::new(&tencent_ess::SERVICE)
        .credential(Credential::new("id", "key"))
        .endpoint(server.url())
        .max_request_bytes(12 << 20)
        .build()
        .unwrap();
    let options = CallOptions::new();
    transport.call(&Sized(11 << 20), &options).unwrap();
    assert_eq!(server.seen()[0].body.len(), (11 << 20) + 11);
    let error = transport.call(&Sized(12 << 20), &options).unwrap_err();
    assert!(error.to_string().contains("max_request_bytes"), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn an_invalid_region_is_not_sent() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let options = CallOptions::new().region("a\r\nX-Other: b");
        let error = open(&Settings::to(&server))
            .send_with(&Sized(0), &options)
            .unwrap_err();
        assert!(
            matches!(error, Error::Unsendable(Unsendable::Region)),
            "{error:?}"
        );
        assert!(server.seen().is_empty());
    });
}
