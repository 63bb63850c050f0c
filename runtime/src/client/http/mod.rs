//! Sends prepared requests with reqwest.

mod body;
mod local;
mod pools;
mod proxy;
mod settings;
mod tls;

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use rustls::ClientConfig;

use self::body::{Body, SendProgress};
pub(super) use self::local::{LocalClient, LocalFailure, LocalResponse};
use self::pools::Pools;
use self::proxy::ProxyAddress;
pub use self::settings::{Certificates, Identity, Proxy};
pub(super) use self::settings::{Client, HttpSettings};
use super::build_error::BuildError;
use super::endpoint::Endpoint;
use super::exchange::{HttpResponse, PreparedRequest, SendFailure, SendFailureReason};
use super::inner::ClientInner;

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

    /// Sends a request and reads the response, within the time limit of the request.
    pub(super) async fn send(
        &self,
        request: &PreparedRequest,
    ) -> Result<HttpResponse, SendFailure> {
        let progress = SendProgress::default();
        let mut status = None;
        let route = &self.routes[request.endpoint()];
        let exchange = route.exchange(request, &progress, &mut status, self.max_response_bytes);
        tokio::time::timeout(request.timeout(), exchange)
            .await
            .unwrap_or(Err(SendFailureReason::Timeout))
            .map_err(|reason| {
                let refused = matches!(reason, SendFailureReason::Proxy(_));
                SendFailure {
                    sent: progress.has_started() && !refused,
                    reason,
                    status,
                    proxy: route.proxy.clone(),
                }
            })
    }
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

    /// Sends a request and reads the response. Sets `status` as soon as it is known.
    async fn exchange(
        &self,
        request: &PreparedRequest,
        progress: &SendProgress,
        status: &mut Option<u16>,
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
        };
        *status = Some(response.status);
        let asks_for_password = response.status == PROXY_AUTHENTICATION_REQUIRED;
        if asks_for_password && response.proxy.is_some() {
            return Err(SendFailureReason::Proxy("it requires a password".into()));
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
