//! A request before it is signed. All attempts of a call share it.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::encoded_body::EncodedBody;
use super::prepared_request::{HeaderMember, PreparedRequest};
use crate::ActionInfo;
use crate::client::credential::{Credential, CredentialError};
use crate::client::error::{Error, TransportCause, TransportError, Unsendable};
use crate::client::header::is_region;
use crate::client::inner::ClientInner;
use crate::client::options::longer_than_server;
use crate::client::options::{CallOptions, DEFAULT_QUEUE_TIMEOUT, DEFAULT_TIMEOUT};
use crate::client::sign::Signable;
use crate::wire::Encode;

/// The value of `Authorization` for actions that are called without a credential.
const SKIP_SIGNATURE: &str = "SKIP";

/// An encoded request with the options of its call.
pub(crate) struct EncodedRequest {
    pub(super) action: &'static ActionInfo,
    pub(super) options: CallOptions,
    /// The position of the endpoint in the list of the client.
    pub(super) endpoint: usize,
    content_type: Cow<'static, str>,
    /// The members that are sent as headers.
    headers: Arc<[HeaderMember]>,
    pub(super) body: Bytes,
}

impl EncodedRequest {
    /// Encodes a request.
    ///
    /// # Errors
    ///
    /// [`Error::Unsendable`] if an option or the body cannot be sent.
    pub(crate) fn new(
        inner: &ClientInner,
        action: &'static ActionInfo,
        request: &dyn Encode,
        options: &CallOptions,
    ) -> Result<Self, Error> {
        let options = options.or(&inner.options);
        if !options.region.as_deref().is_none_or(is_region) {
            return Err(Unsendable::Region.into());
        }
        if inner.service.requires_region && options.region.is_none() {
            return Err(Unsendable::missing_region(inner.service.name).into());
        }
        let body = EncodedBody::new(action.body_form, request)?;
        let limit = options
            .max_request_bytes
            .unwrap_or(action.max_request_bytes);
        let bytes = body.bytes.len();
        if bytes > limit {
            return Err(Unsendable::too_large(bytes, limit).into());
        }
        Ok(Self {
            action,
            options,
            endpoint: inner.endpoints.position(action),
            content_type: body.content_type,
            headers: body
                .headers
                .into_iter()
                .map(|(name, value)| HeaderMember {
                    name,
                    value,
                    is_sensitive: action.sensitive.contains(&name),
                })
                .collect(),
            body: Bytes::from(body.bytes),
        })
    }

    /// Returns whether the action needs a signature.
    pub(crate) fn needs_credential(&self) -> bool {
        !self.action.unsigned
    }

    /// Returns the time limit of the call.
    pub(crate) fn timeout(&self) -> Duration {
        let default = || longer_than_server(DEFAULT_TIMEOUT, self.action);
        self.options.timeout.unwrap_or_else(default)
    }

    /// Returns the time limit of the rate limiter's queue.
    pub(super) fn queue_timeout(&self) -> Duration {
        self.options.queue_timeout.unwrap_or(DEFAULT_QUEUE_TIMEOUT)
    }

    /// Signs the request with the result of a search for a credential. `None` means that the
    /// search timed out.
    pub(crate) fn prepare(
        &self,
        inner: &Arc<ClientInner>,
        found: Option<Result<Credential, CredentialError>>,
    ) -> Result<PreparedRequest, Error> {
        let Some(found) = found else {
            let cause = TransportCause::CallTimeout(self.timeout());
            let host = inner.endpoints.get(self.endpoint).host();
            return Err(Error::NotSent(TransportError::new(cause, host)));
        };
        let credential = found?;
        credential.check(|| inner.system_time())?;
        Ok(self.sign(inner, &credential))
    }

    /// Signs the request.
    pub(crate) fn sign(
        &self,
        inner: &Arc<ClientInner>,
        credential: &Credential,
    ) -> PreparedRequest {
        // The signature's date and the timestamp header must come from one reading of the clock.
        let timestamp = inner.now();
        let host = inner.endpoints.get(self.endpoint).host();
        let signable = Signable::post(host, &self.content_type, &self.body);
        let authorization =
            inner
                .signer
                .authorization(credential, inner.service.name, &signable, timestamp);
        self.prepared(inner, timestamp, Some(credential.clone()), authorization)
    }

    /// Returns the request for an action that is called without a credential.
    pub(crate) fn skip_signature(&self, inner: &Arc<ClientInner>) -> PreparedRequest {
        self.prepared(inner, inner.now(), None, SKIP_SIGNATURE.to_owned())
    }

    fn prepared(
        &self,
        inner: &Arc<ClientInner>,
        timestamp: u64,
        credential: Option<Credential>,
        authorization: String,
    ) -> PreparedRequest {
        PreparedRequest {
            inner: Arc::clone(inner),
            action: self.action.name,
            endpoint: self.endpoint,
            content_type: self.content_type.clone(),
            headers: Arc::clone(&self.headers),
            timestamp,
            language: self.options.language.unwrap_or_default().as_str(),
            region: self.options.region.clone(),
            credential,
            authorization,
            body: self.body.clone(),
            timeout: inner.attempt_timeout(self.action),
        }
    }
}
