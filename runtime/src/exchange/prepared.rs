//! A request that is ready to be sent.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
#[cfg(any(feature = "client", feature = "blocking"))]
use http::{HeaderMap, HeaderName, HeaderValue};

use super::Core;
use super::draft::Draft;
use crate::credential::Credential;
use crate::sign::Signable;

/// What stands in the place of a signature where there is none.
const UNSIGNED: &str = "SKIP";

const CONTENT_TYPE: &str = "application/json";

/// A signed request that was not sent yet. It is good for five minutes.
///
/// Neither `Debug` nor any public method gives the signature or the token away.
#[derive(Clone)]
pub struct PreparedRequest {
    core: Arc<Core>,
    pub(super) action: &'static str,
    pub(super) timestamp: u64,
    pub(super) language: &'static str,
    pub(super) region: Option<Arc<str>>,
    /// Its token is sent. There is none where the request is not signed.
    pub(super) credential: Option<Credential>,
    pub(super) authorization: String,
    pub(super) body: Bytes,
    pub(super) timeout: Duration,
}

impl PreparedRequest {
    /// A request that nobody signs.
    pub(super) fn unsigned(core: &Arc<Core>, draft: &Draft) -> Self {
        Self::new(core, draft, core.now(), None, UNSIGNED.to_owned())
    }

    pub(super) fn sign(core: &Arc<Core>, draft: &Draft, credential: &Credential) -> Self {
        // The date of the signature and the header's second come from one reading of the clock.
        let timestamp = core.now();
        let what = Signable::post(core.endpoint.host(), CONTENT_TYPE, &draft.body);
        let authorization =
            core.signer
                .authorization(credential, core.service.name, &what, timestamp);
        let credential = Some(credential.clone());
        Self::new(core, draft, timestamp, credential, authorization)
    }

    fn new(
        core: &Arc<Core>,
        draft: &Draft,
        timestamp: u64,
        credential: Option<Credential>,
        authorization: String,
    ) -> Self {
        Self {
            core: Arc::clone(core),
            action: draft.action.name,
            timestamp,
            language: draft.options.language.unwrap_or_default().as_str(),
            region: draft.options.region.clone(),
            credential,
            authorization,
            body: draft.body.clone(),
            timeout: core.limits.attempt,
        }
    }

    /// The method: always `POST`.
    #[must_use]
    pub fn method(&self) -> &'static str {
        "POST"
    }

    /// Where the request goes.
    #[must_use]
    pub fn url(&self) -> String {
        self.core.endpoint.uri().to_string()
    }

    /// The body: the request as JSON. It may hold people's data.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The headers, with `[redacted]` in the place of the id, the signature and the token.
    #[must_use]
    pub fn shown_headers(&self) -> Vec<(&'static str, String)> {
        let mut shown = Vec::new();
        self.each_header(|name, value| {
            shown.push((
                name,
                match name {
                    "Authorization" => self.shown_authorization(),
                    "X-TC-Token" => "[redacted]".to_owned(),
                    _ => value.to_owned(),
                },
            ));
        });
        shown
    }

    /// Calls `put` with every header as it is sent.
    pub(crate) fn each_header(&self, mut put: impl FnMut(&'static str, &str)) {
        let mut digits = itoa::Buffer::new();
        put("Content-Type", CONTENT_TYPE);
        put("Host", self.core.endpoint.host());
        put("X-TC-Action", self.action);
        put("X-TC-Version", self.core.service.version);
        put("X-TC-Timestamp", digits.format(self.timestamp));
        put("X-TC-Language", self.language);
        put("X-TC-RequestClient", &self.core.request_client);
        if let Some(region) = self.region.as_deref().filter(|region| !region.is_empty()) {
            put("X-TC-Region", region);
        }
        if let Some(token) = self.credential.as_ref().and_then(Credential::token) {
            put("X-TC-Token", token);
        }
        put("Authorization", &self.authorization);
    }

    /// All headers as they are sent.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn header_map(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        self.each_header(|name, value| {
            // Every value was looked at before: one that does not fit does not come this far.
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(mut value)) = (name, HeaderValue::from_str(value)) {
                value.set_sensitive(matches!(name.as_str(), "authorization" | "x-tc-token"));
                headers.insert(name, value);
            }
        });
        headers
    }

    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// How long this attempt may take.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    pub(super) fn signature(&self) -> &str {
        let signature = self.authorization.rsplit_once("Signature=");
        signature.map_or("", |(_, signature)| signature)
    }

    fn shown_authorization(&self) -> String {
        if self.credential.is_none() {
            return self.authorization.clone();
        }
        let scope = self.authorization.split_once('/');
        let scope = scope.map_or("", |(_, rest)| rest);
        let scope = scope
            .split_once("Signature=")
            .map_or("", |(scope, _)| scope);
        format!("TC3-HMAC-SHA256 Credential=[redacted]/{scope}Signature=[redacted]")
    }
}

impl fmt::Debug for PreparedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedRequest")
            .field("url", &self.url())
            .field("action", &self.action)
            .field("timestamp", &self.timestamp)
            .field("region", &self.region)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
