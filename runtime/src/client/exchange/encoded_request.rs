//! A request before it is signed. All attempts of a call share it.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::called_action::CalledAction;
use super::encoded_body::EncodedBody;
use super::prepared_request::{HeaderMember, PreparedRequest};
use crate::client::credential::{Credential, CredentialError};
use crate::client::error::{
    Error, Redactor, Sensitive, TransportCause, TransportError, Unsendable,
};
use crate::client::header::is_region;
use crate::client::idempotency_token;
use crate::client::inner::ClientInner;
use crate::client::options::longer_than_server;
use crate::client::options::{
    CallOptions, DEFAULT_EVENT_TIMEOUT, DEFAULT_QUEUE_TIMEOUT, DEFAULT_TIMEOUT,
};
use crate::client::sign::Signable;
use crate::wire::Encode;

/// The value of `Authorization` for actions that are called without a credential.
const SKIP_SIGNATURE: &str = "SKIP";

/// The form of the answer that the caller waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnswerForm {
    /// One JSON document.
    Document,
    /// Events, one by one.
    Events,
}

/// An encoded request with the options of its call.
pub(crate) struct EncodedRequest {
    pub(super) action: CalledAction,
    pub(super) options: CallOptions,
    /// The headers that the caller added.
    added_headers: Option<Arc<HeaderMap>>,
    /// The idempotency token in the body.
    pub(super) idempotency_token: Option<String>,
    /// The position of the endpoint in the list of the client.
    pub(super) endpoint: usize,
    content_type: Cow<'static, str>,
    /// The members that are sent as headers.
    header_members: Arc<[HeaderMember]>,
    pub(super) body: Bytes,
    answer: AnswerForm,
}

impl EncodedRequest {
    /// Encodes a request.
    ///
    /// # Errors
    ///
    /// [`Error::Unsendable`] if an option or the body cannot be sent.
    pub(crate) fn new(
        inner: &ClientInner,
        action: CalledAction,
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
        let added_headers = options.extras.headers()?;
        let info = action.info();
        let mut body = EncodedBody::new(info.body_form, request)?;
        if let Some(added) = &added_headers {
            body.refuse_replaced(added)?;
        }
        options
            .extras
            .append_members(info.body_form, &mut body.bytes)?;
        let idempotency_token =
            idempotency_token::find_or_add(info, request, &options, &mut body.bytes)?;
        let limit = options.max_request_bytes;
        let limit = limit.unwrap_or(info.max_request_bytes);
        let bytes = body.bytes.len();
        if bytes > limit {
            return Err(Unsendable::too_large(bytes, limit).into());
        }
        let headers = body.headers.into_iter();
        let header_members = headers
            .map(|(name, value)| HeaderMember {
                name,
                value,
                is_sensitive: info.sensitive.contains(&name),
            })
            .collect();
        Ok(Self {
            endpoint: inner.endpoints.position(action.name()),
            action,
            options,
            added_headers,
            header_members,
            idempotency_token,
            content_type: body.content_type,
            body: Bytes::from(body.bytes),
            answer: AnswerForm::Document,
        })
    }

    /// Sets the form of the answer.
    pub(super) fn answered_with(mut self, answer: AnswerForm) -> Self {
        self.answer = answer;
        self
    }

    /// Returns whether the action needs a signature.
    pub(crate) fn needs_credential(&self) -> bool {
        !self.action.info().unsigned
    }

    /// Returns whether executing the request twice does no harm.
    pub(super) fn is_idempotent(&self) -> bool {
        let by_action = || self.action.info().idempotent || self.idempotency_token.is_some();
        self.options.idempotent.unwrap_or_else(by_action)
    }

    /// Collects the sensitive values of the request, and the secrets of the credential.
    pub(super) fn redactor(&self, credential: Option<&Credential>) -> Redactor {
        let sensitive = match &self.action {
            CalledAction::Described(info) => Sensitive::Members(info.sensitive),
            CalledAction::Named(_) => Sensitive::All,
        };
        let redactor = Redactor::new(sensitive, &self.body, credential);
        let extras = &self.options.extras;
        let added: Vec<&str> = extras.member_names().collect();
        let redactor = redactor.and_members(&added, &self.body);
        extras.header_values().fold(redactor, Redactor::and)
    }

    /// Returns the time limit of the call.
    pub(crate) fn timeout(&self) -> Duration {
        let default = || longer_than_server(DEFAULT_TIMEOUT, self.action.info());
        self.options.timeout.unwrap_or_else(default)
    }

    /// Returns the time limit of an attempt. With events, it ends when the first bytes of the answer arrive,
    /// which services for language models send together with the first event.
    pub(super) fn attempt_timeout(&self, inner: &ClientInner) -> Duration {
        let timeout = inner.attempt_timeout(self.action.info());
        match (self.answer, inner.limits.attempt_timeout) {
            (AnswerForm::Events, None) => timeout.max(self.event_timeout()),
            _ => timeout,
        }
    }

    /// Returns the time limit of each event.
    pub(super) fn event_timeout(&self) -> Duration {
        self.options.event_timeout.unwrap_or(DEFAULT_EVENT_TIMEOUT)
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
            action: self.action.clone(),
            added_headers: self.added_headers.clone(),
            endpoint: self.endpoint,
            content_type: self.content_type.clone(),
            header_members: Arc::clone(&self.header_members),
            timestamp,
            language: self.options.language.unwrap_or_default().as_str(),
            region: self.options.region.clone(),
            credential,
            authorization,
            body: self.body.clone(),
            timeout: self.attempt_timeout(inner),
            event_timeout: (self.answer == AnswerForm::Events).then(|| self.event_timeout()),
        }
    }
}
