//! Settings and requests that cannot be used are told before anything is sent.

use std::time::Duration;

use serde_json::{Value, json};
use tencent_runtime::client::blocking::Transport;
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::error::Unsendable;
use tencent_runtime::client::{BuildError, CallOptions, ClientBuilder, Error, RetryPolicy};
use tencent_runtime::validate::{Path, Report, Validate};
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo};
use tests::callers::{Settings, each};
use tests::outcomes::serve;
use tests::plain::answer;
use tests::server::Reply;

type Builder = ClientBuilder<Transport>;

fn refused(set: impl FnOnce(Builder) -> Builder) -> String {
    let builder = Builder::new(&tencent_ess::SERVICE).credential(Credential::new("id", "key"));
    let error: BuildError = set(builder).build().unwrap_err();
    error.to_string()
}

#[test]
fn a_setting_that_cannot_be_used_is_named() {
    let long = "n".repeat(129);
    for (told, named) in [
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
        assert!(told.contains(named), "{told}");
    }
}

#[test]
fn an_endpoint_that_is_refused_keeps_its_password() {
    let told = refused(|builder| builder.endpoint("https://me:secret@host"));
    assert!(!told.contains("secret"), "{told}");
}

/// A request whose body has about that many bytes.
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
fn a_body_that_no_server_takes_is_not_sent() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let caller = open(&Settings::to(&server));
        let error = caller.send(&Sized(10 << 20)).unwrap_err();
        let Error::Unsendable(Unsendable::TooLarge { bytes, limit, .. }) = error else {
            panic!("{error:?}")
        };
        assert_eq!((bytes, limit), ((10 << 20) + 11, 10 << 20));
        assert!(server.seen().is_empty());
        caller.send(&Sized((10 << 20) - 11)).unwrap();
        assert_eq!(server.seen()[0].body.len(), 10 << 20);
    });
}

#[test]
fn a_region_that_no_header_takes_is_not_sent() {
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
