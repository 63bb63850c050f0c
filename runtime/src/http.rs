//! Sends what was signed, with reqwest, and brings what was answered.

mod body;

use std::time::Duration;

use reqwest::header::{DATE, LOCATION};
use reqwest::redirect;

use self::body::{Body, Departure};
use crate::builder::BuildError;
use crate::exchange::{Core, PreparedRequest, RawAnswer, Reason, SendFailure};
use crate::tls;

/// Servers close idle connections after a minute; those that are kept are younger.
const IDLE: Duration = Duration::from_secs(50);

/// A pool of connections to one server. It is cheap to clone, and clones share it.
#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    url: reqwest::Url,
    largest: usize,
}

impl Http {
    pub(crate) fn open(core: &Core) -> Result<Self, BuildError> {
        let url = core.endpoint.url()?;
        let tls = tls::client_config()?;
        let mut client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .connect_timeout(core.limits.connect)
            .pool_idle_timeout(IDLE);
        if !core.proxy || core.endpoint.is_this_machine() {
            client = client.no_proxy();
        }
        Ok(Self {
            client: client.build().map_err(BuildError::http)?,
            url,
            largest: core.limits.response_bytes,
        })
    }

    /// Sends a request, and waits for its answer as long as the request says.
    pub(crate) async fn send(&self, request: &PreparedRequest) -> Result<RawAnswer, SendFailure> {
        let departure = Departure::default();
        tokio::time::timeout(request.timeout(), self.exchange(request, &departure))
            .await
            .unwrap_or(Err((Reason::Timeout, None)))
            .map_err(|(reason, status)| SendFailure {
                reason,
                sent: departure.has_begun(),
                status,
            })
    }

    async fn exchange(
        &self,
        request: &PreparedRequest,
        departure: &Departure,
    ) -> Result<RawAnswer, (Reason, Option<u16>)> {
        let mut sent = self
            .client
            .post(self.url.clone())
            .headers(request.header_map())
            .body(reqwest::Body::wrap(Body::new(request.bytes(), departure)))
            .send()
            .await
            .map_err(|error| (reason(error), None))?;
        let header = |name| {
            let value = sent.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let mut answer = RawAnswer {
            status: sent.status().as_u16(),
            date: header(DATE),
            location: header(LOCATION),
            body: Vec::new(),
        };
        let failed = |reason| (reason, Some(answer.status));
        while let Some(chunk) = sent.chunk().await.map_err(|error| failed(reason(error)))? {
            if answer.body.len() + chunk.len() > self.largest {
                return Err(failed(Reason::TooLarge));
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

fn reason(error: reqwest::Error) -> Reason {
    let error = error.without_url();
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => Reason::ConnectTimeout,
        (true, false) => Reason::Connect(error.into()),
        (false, true) => Reason::Timeout,
        (false, false) => Reason::Broken(error.into()),
    }
}
