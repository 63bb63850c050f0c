//! A request that is ready to be sent.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::called_action::CalledAction;
use crate::client::credential::Credential;
use crate::client::endpoint::Endpoint;
use crate::client::inner::ClientInner;

/// The text that replaces secrets.
const REDACTED: &str = "[redacted]";

/// A signed request that has not been sent. Servers accept its signature for five minutes.
///
/// Neither `Debug` nor any public method shows the signature or the token.
#[derive(Clone)]
pub struct PreparedRequest {
    pub(super) inner: Arc<ClientInner>,
    pub(super) action: CalledAction,
    /// The headers that the caller added.
    pub(super) added_headers: Option<Arc<HeaderMap>>,
    /// The position of the endpoint in the list of the client.
    pub(super) endpoint: usize,
    pub(super) content_type: Cow<'static, str>,
    /// The members that are sent as headers.
    pub(super) header_members: Arc<[HeaderMember]>,
    pub(super) timestamp: u64,
    pub(super) language: &'static str,
    pub(super) region: Option<Arc<str>>,
    /// The credential that signed, if any. Its token is sent.
    pub(super) credential: Option<Credential>,
    pub(super) authorization: String,
    pub(super) body: Bytes,
    pub(super) timeout: Duration,
    /// The time limit of each event, if the caller reads events.
    pub(super) event_timeout: Option<Duration>,
}

/// A member that is sent as a header.
#[derive(Debug)]
pub(super) struct HeaderMember {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) is_sensitive: bool,
}

impl PreparedRequest {
    /// Returns the HTTP method: always `POST`.
    #[must_use]
    pub fn method(&self) -> &'static str {
        "POST"
    }

    /// Returns the address that the request is sent to.
    #[must_use]
    pub fn url(&self) -> String {
        self.address().uri().to_string()
    }

    /// Returns the body: the request in the [form](crate::BodyForm) of its action, mostly JSON. It may contain personal data.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the headers, with `[redacted]` instead of the secret id, the signature, the token, sensitive
    /// members, and the values of headers that the caller added.
    #[must_use]
    pub fn redacted_headers(&self) -> Vec<(&str, String)> {
        let mut headers = Vec::new();
        self.for_each_header(|name, value| {
            let value = match name {
                "Authorization" => self.redacted_authorization(),
                "X-TC-Token" => REDACTED.to_owned(),
                name if self.is_sensitive(name) => REDACTED.to_owned(),
                _ => value.to_owned(),
            };
            headers.push((name, value));
        });
        let added = self.added_headers.iter().flat_map(|added| added.keys());
        headers.extend(added.map(|name| (name.as_str(), REDACTED.to_owned())));
        headers
    }

    /// Calls `put` with every header of the client and its real value.
    fn for_each_header(&self, mut put: impl FnMut(&'static str, &str)) {
        let mut digits = itoa::Buffer::new();
        for header in &*self.header_members {
            put(header.name, &header.value);
        }
        put("Content-Type", &self.content_type);
        put("Host", self.address().host());
        put("X-TC-Action", self.action.name());
        put("X-TC-Version", self.version());
        put("X-TC-Timestamp", digits.format(self.timestamp));
        put("X-TC-Language", self.language);
        put("X-TC-RequestClient", &self.inner.request_client);
        if let Some(region) = self.region.as_deref().filter(|region| !region.is_empty()) {
            put("X-TC-Region", region);
        }
        if let Some(token) = self.credential.as_ref().and_then(Credential::token) {
            put("X-TC-Token", token);
        }
        put("Authorization", &self.authorization);
    }

    /// Returns the headers with their real values.
    pub(crate) fn header_map(&self) -> HeaderMap {
        let mut headers = self.added_headers.as_deref().cloned().unwrap_or_default();
        self.for_each_header(|name, value| {
            let is_sensitive = self.is_sensitive(name);
            // Every value was checked before, so none is skipped here.
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(mut value)) = (name, HeaderValue::from_str(value)) {
                let is_secret = matches!(name.as_str(), "authorization" | "x-tc-token");
                value.set_sensitive(is_secret || is_sensitive);
                headers.insert(name, value);
            }
        });
        headers
    }

    fn is_sensitive(&self, name: &str) -> bool {
        let mut headers = self.header_members.iter();
        headers.any(|header| header.is_sensitive && header.name == name)
    }

    /// Returns the version of the API.
    fn version(&self) -> &str {
        let version = self.action.version();
        version.unwrap_or(self.inner.service.version)
    }

    fn address(&self) -> &Endpoint {
        self.inner.endpoints.get(self.endpoint)
    }

    /// Returns the position of the endpoint in the list of the client.
    pub(crate) fn endpoint(&self) -> usize {
        self.endpoint
    }

    pub(crate) fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// Returns the time limit of this attempt.
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Returns the time limit of each event, if the caller reads events.
    pub(crate) fn event_timeout(&self) -> Option<Duration> {
        self.event_timeout
    }

    pub(super) fn signature(&self) -> &str {
        let signature = self.authorization.rsplit_once("Signature=");
        signature.map_or("", |(_, signature)| signature)
    }

    fn redacted_authorization(&self) -> String {
        if self.credential.is_none() {
            return self.authorization.clone();
        }
        let scope = self.authorization.split_once('/');
        let scope = scope.map_or("", |(_, rest)| rest);
        let scope = scope
            .split_once("Signature=")
            .map_or("", |(scope, _)| scope);
        format!("TC3-HMAC-SHA256 Credential={REDACTED}/{scope}Signature={REDACTED}")
    }
}

impl fmt::Debug for PreparedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedRequest")
            .field("url", &self.url())
            .field("action", &self.action.name())
            .field("timestamp", &self.timestamp)
            .field("region", &self.region)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
