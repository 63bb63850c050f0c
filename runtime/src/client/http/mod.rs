//! Sends prepared requests with reqwest.

mod body;
mod local;
mod pools;
mod proxy;
pub(super) mod settings;
mod tls;

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use rustls::ClientConfig;
use tokio::time::{Instant, timeout};

use self::body::{Body, SendProgress};
pub(super) use self::local::{LocalClient, LocalFailure, LocalResponse};
use self::pools::Pools;
use self::proxy::ProxyAddress;
pub use self::settings::{Certificates, Identity, Proxy};
pub(super) use self::settings::{Client, HttpSettings};
use super::build_error::BuildError;
use super::endpoint::Endpoint;
use super::exchange::{
    HttpResponse, PreparedRequest, SendFailure, SendFailureReason, request_id_in,
};
use super::inner::ClientInner;
use super::sse::{EventReader, ReadFailure};

/// The status with which a proxy asks for a password, for a request without TLS.
const PROXY_AUTHENTICATION_REQUIRED: u16 = 407;

/// The connections to all endpoints of a client. Clones share them and are cheap.
#[derive(Clone)]
pub(super) struct HttpClient {
    /// In the order of the endpoints.
    routes: Arc<[Route]>,
    max_response_bytes: usize,
}

/// The connections to one endpoint.
struct Route {
    pools: Pools,
    url: reqwest::Url,
    /// The description of the proxy, for errors.
    proxy: Option<String>,
}

impl HttpClient {
    pub(super) fn new(inner: &ClientInner) -> Result<Self, BuildError> {
        let endpoints = inner.endpoints.all().iter();
        let routes: Result<_, _> = match &inner.http.client {
            Some(client) => endpoints
                .map(|endpoint| Route::of_client(client, endpoint))
                .collect(),
            None => {
                let tls = tls::client_config(&inner.http)?;
                endpoints
                    .map(|endpoint| Route::new(inner, endpoint, &tls))
                    .collect()
            }
        };
        Ok(Self {
            routes: routes?,
            max_response_bytes: inner.limits.max_response_bytes,
        })
    }

    /// Returns whether the caller is in a runtime in which it can send.
    pub(super) fn has_runtime(&self) -> bool {
        pools::has_runtime(self.routes.iter().map(|route| &route.pools))
    }

    /// Sends a request and reads the response, within the time limit of the request. If the response
    /// contains events, reads only the first one, within its own time limit.
    pub(super) async fn send(
        &self,
        request: &PreparedRequest,
    ) -> Result<HttpResponse, SendFailure> {
        let end = Instant::now().checked_add(request.timeout());
        let progress = SendProgress::default();
        let mut head = Head::default();
        let route = &self.routes[request.endpoint()];
        let exchange = route.exchange(request, &progress, &mut head, self.max_response_bytes);
        let exchange = timeout(request.timeout(), exchange).await;
        let outcome = match exchange.unwrap_or(Err(SendFailureReason::Timeout)) {
            Ok(response) if response.events.is_some() => begin_events(response, request, end).await,
            outcome => outcome,
        };
        outcome.map_err(|reason| {
            let refused = matches!(reason, SendFailureReason::Proxy(_));
            SendFailure {
                sent: progress.has_started() && !refused,
                reason,
                status: head.status,
                request_id: head.request_id,
                proxy: route.proxy.clone(),
            }
        })
    }
}

/// The parts of the head of a response that are known even if its body does not arrive.
#[derive(Default)]
struct Head {
    status: Option<u16>,
    request_id: Option<String>,
}

/// Waits for the first event of a response. Without a caller that reads events, only checks whether the body
/// is JSON in spite of its content type.
async fn begin_events(
    mut response: HttpResponse,
    request: &PreparedRequest,
    end: Option<Instant>,
) -> Result<HttpResponse, SendFailureReason> {
    let Some(mut events) = response.events.take() else {
        return Ok(response);
    };
    let event_timeout = request.event_timeout();
    let left = end.map(|end| end.saturating_duration_since(Instant::now()));
    let limit = event_timeout.or(left).unwrap_or(request.timeout());
    let begun = timeout(limit, async {
        if events.is_json().await? {
            return events.read_all().await.map(Some);
        }
        if event_timeout.is_some() {
            events.peek().await?;
        }
        Ok(None)
    });
    match (begun.await, event_timeout) {
        (Ok(Ok(Some(document))), _) => response.body = document,
        (Ok(Ok(None)), _) | (Err(_), None) => response.events = Some(events),
        (Ok(Err(failure)), _) => return Err(SendFailureReason::from(failure)),
        (Err(_), Some(limit)) => return Err(SendFailureReason::EventTimeout(limit)),
    }
    Ok(response)
}

impl From<ReadFailure> for SendFailureReason {
    fn from(failure: ReadFailure) -> Self {
        match failure {
            ReadFailure::Broken(error) => Self::Broken(error),
            ReadFailure::TooLarge => Self::TooLarge,
        }
    }
}

/// Returns whether a response contains events. A compressed one cannot be read.
fn contains_events(headers: &HeaderMap) -> bool {
    let value = |name| headers.get(name)?.to_str().ok();
    let media_type = value(CONTENT_TYPE).and_then(|value| value.split(';').next());
    media_type.is_some_and(|found| found.trim().eq_ignore_ascii_case("text/event-stream"))
        && value(CONTENT_ENCODING).is_none_or(|encoding| encoding.eq_ignore_ascii_case("identity"))
}

impl Route {
    fn new(
        inner: &ClientInner,
        endpoint: &Endpoint,
        tls: &ClientConfig,
    ) -> Result<Self, BuildError> {
        let settings = &inner.http;
        let system_proxy =
            settings.system_proxy && settings.proxy.is_none() && !endpoint.is_loopback();
        let proxy = match &settings.proxy {
            Some(proxy) => ProxyAddress::of_setting(proxy, endpoint)?,
            None if system_proxy => ProxyAddress::of_environment(endpoint)?,
            None => None,
        };
        Ok(Self {
            proxy: proxy.as_ref().map(ProxyAddress::to_string),
            pools: Pools::new(tls.clone(), inner.limits, proxy, system_proxy)?,
            url: endpoint.url()?,
        })
    }

    /// Returns the connections of a client of the caller.
    fn of_client(client: &Client, endpoint: &Endpoint) -> Result<Self, BuildError> {
        Ok(Self {
            proxy: None,
            pools: Pools::of_client(client.0.clone()),
            url: endpoint.url()?,
        })
    }

    /// Sends a request and reads the response, unless it contains events. Sets `head` as soon as it is known.
    async fn exchange(
        &self,
        request: &PreparedRequest,
        progress: &SendProgress,
        head: &mut Head,
        max_response_bytes: usize,
    ) -> Result<HttpResponse, SendFailureReason> {
        let pool = self.pools.current().map_err(|error| self.reason(error))?;
        let mut received = pool
            .post(self.url.clone())
            .headers(request.header_map())
            .body(reqwest::Body::wrap(Body::new(request.bytes(), progress)))
            .send()
            .await
            .map_err(|error| self.reason(error))?;
        if *received.url() != self.url {
            // Only a client of the caller follows redirects.
            let reason = "the HTTP client followed a redirect; turn its redirects off";
            return Err(SendFailureReason::Broken(reason.into()));
        }
        let is_tls = self.url.scheme() == "https";
        let mut response = HttpResponse {
            status: received.status().as_u16(),
            headers: std::mem::take(received.headers_mut()),
            proxy: self.proxy.clone().filter(|_| !is_tls),
            body: Vec::new(),
            events: None,
        };
        head.status = Some(response.status);
        head.request_id = request_id_in(&response.headers);
        let asks_for_password = response.status == PROXY_AUTHENTICATION_REQUIRED;
        if asks_for_password && response.proxy.is_some() {
            return Err(SendFailureReason::Proxy("it requires a password".into()));
        }
        if contains_events(&response.headers) {
            let body = http::Response::from(received).into_body();
            response.events = Some(Box::new(EventReader::new(body, max_response_bytes)));
            return Ok(response);
        }
        let body = &mut response.body;
        while let Some(chunk) = received.chunk().await.map_err(|error| self.reason(error))? {
            if body.len() + chunk.len() > max_response_bytes {
                return Err(SendFailureReason::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(response)
    }

    fn reason(&self, error: reqwest::Error) -> SendFailureReason {
        let error = error.without_url();
        match (error.is_connect(), error.is_timeout()) {
            (true, true) => SendFailureReason::ConnectTimeout,
            (true, false) if self.proxy.is_some() && !has_io_error(&error) => {
                SendFailureReason::Proxy(error.into())
            }
            (true, false) => SendFailureReason::Connect(error.into()),
            (false, true) => SendFailureReason::Timeout,
            (false, false) => SendFailureReason::Broken(error.into()),
        }
    }
}

/// Returns whether the system or TLS caused an error. Otherwise the proxy answered with a refusal.
fn has_io_error(error: &(dyn StdError + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(|error| error.is::<io::Error>())
}
