//! Sends what was signed, with reqwest, and brings what was answered.

use std::time::Duration;

use reqwest::header::{DATE, LOCATION};
use reqwest::redirect;

use crate::builder::BuildError;
use crate::exchange::{Limits, PreparedRequest, RawAnswer, SendFailure};
use crate::tls;

/// Servers close idle connections after a minute; those that are kept are younger.
const IDLE: Duration = Duration::from_secs(50);

/// A pool of connections. It is cheap to clone, and clones share it.
#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    largest: usize,
}

impl Http {
    pub(crate) fn open(limits: &Limits) -> Result<Self, BuildError> {
        let failed = |error: &dyn std::error::Error| BuildError::Http(error.to_string());
        let tls = tls::client_config().map_err(|error| failed(&error))?;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .connect_timeout(limits.connect)
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(|error| failed(&error))?;
        Ok(Self {
            client,
            largest: limits.response_bytes,
        })
    }

    /// Sends a request, and waits for its answer as long as the request says.
    pub(crate) async fn send(&self, request: &PreparedRequest) -> Result<RawAnswer, SendFailure> {
        tokio::time::timeout(request.timeout(), self.exchange(request))
            .await
            .unwrap_or(Err(SendFailure::Timeout))
    }

    async fn exchange(&self, request: &PreparedRequest) -> Result<RawAnswer, SendFailure> {
        let mut sent = self
            .client
            .post(request.url())
            .headers(request.header_map())
            .body(request.bytes())
            .send()
            .await
            .map_err(failure)?;
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
        while let Some(chunk) = sent.chunk().await.map_err(failure)? {
            if answer.body.len() + chunk.len() > self.largest {
                let status = answer.status;
                return Err(SendFailure::TooLarge { status });
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

fn failure(error: reqwest::Error) -> SendFailure {
    let error = error.without_url();
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => SendFailure::ConnectTimeout,
        (true, false) => SendFailure::Connect(error.into()),
        (false, true) => SendFailure::Timeout,
        (false, false) => SendFailure::Broken(error.into()),
    }
}
