//! Sends prepared requests with reqwest.

mod body;
mod local;
mod tls;

use std::time::Duration;

use reqwest::header::{DATE, LOCATION};
use reqwest::redirect;

use self::body::{Body, SendProgress};
pub(super) use self::local::{LocalClient, LocalFailure, LocalResponse};
use super::build_error::BuildError;
use super::exchange::{HttpResponse, PreparedRequest, SendFailure, SendFailureReason};
use super::inner::ClientInner;

/// How long an idle connection is kept. Servers close theirs after a minute.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// A pool of connections to one server. Clones share the pool and are cheap.
#[derive(Clone)]
pub(super) struct HttpClient {
    client: reqwest::Client,
    url: reqwest::Url,
    max_response_bytes: usize,
}

impl HttpClient {
    pub(super) fn new(inner: &ClientInner) -> Result<Self, BuildError> {
        let url = inner.endpoint.url()?;
        let tls = tls::client_config()?;
        let mut client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .connect_timeout(inner.limits.connect_timeout)
            .pool_idle_timeout(IDLE_TIMEOUT);
        if !inner.system_proxy || inner.endpoint.is_loopback() {
            client = client.no_proxy();
        }
        Ok(Self {
            client: client.build().map_err(BuildError::http)?,
            url,
            max_response_bytes: inner.limits.max_response_bytes,
        })
    }

    /// Sends a request and reads the response, within the time limit of the request.
    pub(super) async fn send(
        &self,
        request: &PreparedRequest,
    ) -> Result<HttpResponse, SendFailure> {
        let progress = SendProgress::default();
        tokio::time::timeout(request.timeout(), self.exchange(request, &progress))
            .await
            .unwrap_or(Err((SendFailureReason::Timeout, None)))
            .map_err(|(reason, status)| SendFailure {
                reason,
                sent: progress.has_started(),
                status,
            })
    }

    async fn exchange(
        &self,
        request: &PreparedRequest,
        progress: &SendProgress,
    ) -> Result<HttpResponse, (SendFailureReason, Option<u16>)> {
        let mut received = self
            .client
            .post(self.url.clone())
            .headers(request.header_map())
            .body(reqwest::Body::wrap(Body::new(request.bytes(), progress)))
            .send()
            .await
            .map_err(|error| (reason(error), None))?;
        let header = |name| {
            let value = received.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let mut response = HttpResponse {
            status: received.status().as_u16(),
            date: header(DATE),
            location: header(LOCATION),
            body: Vec::new(),
        };
        let failed = |reason| (reason, Some(response.status));
        let body = &mut response.body;
        while let Some(chunk) = received
            .chunk()
            .await
            .map_err(|error| failed(reason(error)))?
        {
            if body.len() + chunk.len() > self.max_response_bytes {
                return Err(failed(SendFailureReason::TooLarge));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(response)
    }
}

fn reason(error: reqwest::Error) -> SendFailureReason {
    let error = error.without_url();
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => SendFailureReason::ConnectTimeout,
        (true, false) => SendFailureReason::Connect(error.into()),
        (false, true) => SendFailureReason::Timeout,
        (false, false) => SendFailureReason::Broken(error.into()),
    }
}
