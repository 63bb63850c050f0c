//! Hosts, time limits and proxies.

use std::error::Error;
use std::time::Duration;

use tencent_ess::model::*;
use tencent_ess::{CallOptions, Client, Environment};

#[test]
fn a_client_calls_other_hosts() -> Result<(), Box<dyn Error>> {
    // ANCHOR: environment
    let client = Client::builder().environment(Environment::Test).build()?;
    // ANCHOR_END: environment
    drop(client);
    // ANCHOR: endpoint
    let client = Client::builder()
        .endpoint("https://gateway.example.com")
        .endpoint_for::<UploadFilesRequest>("https://files.example.com")
        .build()?;
    // ANCHOR_END: endpoint
    drop(client);
    Ok(())
}

#[test]
fn a_client_has_time_limits() -> Result<(), Box<dyn Error>> {
    // ANCHOR: timeouts
    let client = Client::builder()
        .connect_timeout(Duration::from_secs(5))
        .attempt_timeout(Duration::from_secs(40))
        .timeout(Duration::from_secs(120))
        .build()?;
    // A call with other limits than its client.
    let patient = client.with_options(CallOptions::new().timeout(Duration::from_secs(600)));
    // ANCHOR_END: timeouts
    drop(patient);
    Ok(())
}

#[test]
fn a_client_has_a_proxy_and_certificates() -> Result<(), Box<dyn Error>> {
    // ANCHOR: proxy
    use tencent_ess::runtime::client::Proxy;

    let proxy = Proxy::new("http://proxy.example.com:3128")
        .basic_auth("name", "password")
        .no_proxy("*.internal.example.com");
    let client = Client::builder().proxy(proxy).build()?;
    // ANCHOR_END: proxy
    drop(client);
    Ok(())
}
