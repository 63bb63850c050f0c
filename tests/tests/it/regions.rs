//! Tests the region of calls, and the hosts that depend on it.

use serde_json::{Value, json};
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::error::Unsendable;
use tencent_runtime::client::{
    BuildClient, CallOptions, ClientBuilder, Error, HostKind, Transport, blocking,
};
use tencent_runtime::validate::Validate;
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo, Region, Service};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};
use tests::test_actions::answer;

static SERVICE: Service =
    Service::new("places", "2020-01-01", "places.tencentcloudapi.com").requires_region();

/// An action that needs a region.
#[derive(Debug)]
struct Find;

impl Encode for Find {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_json(&json!({}));
    }
}

impl Validate for Find {}

impl Action for Find {
    type Response = Value;
    const INFO: ActionInfo = ActionInfo::new("Find", &SERVICE);
}

fn builder<C: BuildClient>() -> ClientBuilder<C> {
    ClientBuilder::new(&SERVICE).credential(Credential::new(SECRET_ID, SECRET_KEY))
}

/// Calls the action with both clients.
fn calls(
    server: &Server,
    region: Option<Region>,
    options: &CallOptions,
) -> [Result<Value, Error>; 2] {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (mut one, mut other) = (
        builder::<Transport>().endpoint(server.url()),
        builder::<blocking::Transport>().endpoint(server.url()),
    );
    if let Some(region) = region {
        (one, other) = (one.region(region.clone()), other.region(region));
    }
    let (one, other) = (one.build().unwrap(), other.build().unwrap());
    [
        runtime.block_on(async { one.call(&Find, options).await }),
        other.call(&Find, options),
    ]
}

#[test]
fn a_call_without_a_needed_region_is_not_sent() {
    let server = Server::start("places", vec![Reply::json(&answer())]);
    for outcome in calls(&server, None, &CallOptions::new()) {
        let error = outcome.unwrap_err();
        for part in ["`places` needs a region", "TENCENTCLOUD_REGION", "--region"] {
            assert!(error.to_string().contains(part), "{error}");
        }
        let Error::Unsendable(error) = error else {
            panic!("{error:?}")
        };
        // Stubs can return the same error.
        assert_eq!(error, Unsendable::missing_region("places"));
    }
    assert!(server.seen().is_empty());
}

#[test]
fn a_region_of_the_client_or_of_the_call_is_enough() {
    let server = Server::start("places", vec![Reply::json(&answer())]);
    let none = CallOptions::new();
    let tokyo = CallOptions::new().region(Region::TOKYO);
    let other = CallOptions::new().region("ap-new");
    let empty = CallOptions::new().region("");
    for (region, options, sent) in [
        (Some(Region::SEOUL), &none, Some("ap-seoul")),
        (Some(Region::SEOUL), &tokyo, Some("ap-tokyo")),
        (None, &tokyo, Some("ap-tokyo")),
        (None, &other, Some("ap-new")),
        (Some(Region::from("ap-new")), &none, Some("ap-new")),
        // An explicit empty text overrides the requirement.
        (None, &empty, None),
    ] {
        for outcome in calls(&server, region.clone(), options) {
            outcome.unwrap();
            let seen = server.seen();
            let last = seen.last().unwrap();
            let header = last.headers.get("x-tc-region").map(|value| &**value);
            assert_eq!(header, sent);
            assert_eq!(last.signature, Ok(()));
        }
    }
}

/// The host of a request.
fn host(
    set: impl FnOnce(ClientBuilder<blocking::Transport>) -> ClientBuilder<blocking::Transport>,
) -> String {
    let transport = set(builder()).build().unwrap();
    let options = CallOptions::new().region(Region::GUANGZHOU);
    let prepared = transport.prepare(&Find, &options).unwrap();
    let url = prepared.url();
    let url = url.strip_prefix("https://").unwrap().trim_end_matches('/');
    let headers = prepared.redacted_headers();
    assert!(headers.contains(&("Host", url.to_owned())), "{headers:?}");
    url.to_owned()
}

#[test]
fn one_setting_chooses_the_kind_of_host() {
    for (found, expected) in [
        (host(|it| it), "places.tencentcloudapi.com"),
        (
            host(|it| it.region(Region::TOKYO).host(HostKind::Regional)),
            "places.ap-tokyo.tencentcloudapi.com",
        ),
        (
            host(|it| it.host(HostKind::Internal)),
            "places.internal.tencentcloudapi.com",
        ),
        (
            host(|it| it.host(HostKind::International)),
            "places.intl.tencentcloudapi.com",
        ),
        // The financial cloud answers only at its own hosts.
        (
            host(|it| it.region(Region::SHANGHAI_FSI)),
            "places.ap-shanghai-fsi.tencentcloudapi.com",
        ),
        (
            host(|it| it.host(HostKind::Internal).endpoint("proxy.example.com")),
            "proxy.example.com",
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[test]
fn a_kind_of_host_that_does_not_exist_is_an_error_of_the_builder() {
    let regional = builder::<blocking::Transport>()
        .region("")
        .host(HostKind::Regional);
    let error = regional.build().unwrap_err().to_string();
    assert!(
        error.contains("host: ") && error.contains("TENCENTCLOUD_REGION"),
        "{error}"
    );
    let environments =
        ClientBuilder::<blocking::Transport>::new(&tencent_ess::SERVICE).host(HostKind::Internal);
    let error = environments.build().unwrap_err().to_string();
    assert!(
        error.contains("host: ") && error.contains("`endpoint`"),
        "{error}"
    );
}
