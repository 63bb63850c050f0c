//! Sends requests to a server of the machine's own network, such as its metadata service.

use std::time::Duration;

use reqwest::redirect;

use super::settings::HttpSettings;
use super::tls;
use crate::client::build_error::BuildError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The time limit from connecting to the last byte of the response.
const TIMEOUT: Duration = Duration::from_secs(3);

/// The maximum size of a response, in bytes.
const MAX_RESPONSE_BYTES: usize = 64 * 1024;

/// An HTTP client that uses no proxy, follows no redirects and keeps no connections.
#[derive(Clone)]
pub(in crate::client) struct LocalClient(reqwest::Client);

/// A complete response.
pub(in crate::client) struct LocalResponse {
    pub(in crate::client) status: u16,
    pub(in crate::client) body: Vec<u8>,
}

/// Why a request brought no response.
pub(in crate::client) enum LocalFailure {
    /// No connection was made.
    NotReached,
    /// The connection broke, the time was over, or the response was too large.
    NoResponse,
}

impl LocalClient {
    pub(in crate::client) fn new() -> Result<Self, BuildError> {
        let client = reqwest::Client::builder()
            // reqwest demands a TLS provider, although these requests are not encrypted.
            .tls_backend_preconfigured(tls::client_config(&HttpSettings::default())?)
            .no_proxy()
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .pool_max_idle_per_host(0)
            .build();
        client.map(Self).map_err(BuildError::http)
    }

    pub(in crate::client) async fn get(
        &self,
        url: reqwest::Url,
    ) -> Result<LocalResponse, LocalFailure> {
        let mut received = self.0.get(url).send().await.map_err(reason)?;
        let status = received.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = received.chunk().await.map_err(reason)? {
            if body.len() + chunk.len() > MAX_RESPONSE_BYTES {
                return Err(LocalFailure::NoResponse);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(LocalResponse { status, body })
    }
}

fn reason(error: reqwest::Error) -> LocalFailure {
    if error.is_connect() {
        LocalFailure::NotReached
    } else {
        LocalFailure::NoResponse
    }
}
