//! A request that is not signed yet: what every attempt of a call has in common.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::prepared::PreparedRequest;
use super::{CALL, Core, is_region};
use crate::ActionInfo;
use crate::credential::{Credential, CredentialError};
use crate::error::{Error, TransportCause, TransportError, Unsendable};
use crate::options::CallOptions;
use crate::wire::{Encode, to_json};

/// The largest body that servers take, in bytes.
const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// What a body rarely exceeds, in bytes; one that does grows.
const USUAL_BODY: usize = 1024;

/// A request that is not signed yet.
pub(crate) struct Draft {
    pub(super) action: &'static ActionInfo,
    pub(super) options: CallOptions,
    pub(super) body: Bytes,
}

impl Draft {
    /// Writes a request, where it can be sent.
    pub(crate) fn new(
        core: &Core,
        action: &'static ActionInfo,
        request: &dyn Encode,
        options: &CallOptions,
    ) -> Result<Self, Error> {
        let options = options.or(&core.options);
        if !options.region.as_deref().is_none_or(is_region) {
            return Err(Unsendable::Region.into());
        }
        let mut body = Vec::with_capacity(USUAL_BODY);
        to_json(request, &mut body).map_err(Unsendable::json)?;
        if body.len() > LARGEST_BODY {
            return Err(Unsendable::TooLarge {
                bytes: body.len(),
                limit: LARGEST_BODY,
            }
            .into());
        }
        Ok(Self {
            action,
            options,
            body: Bytes::from(body),
        })
    }

    /// Whether it is to be signed.
    pub(crate) fn needs_credential(&self) -> bool {
        !self.action.unsigned
    }

    /// How long a call may take with it.
    pub(crate) fn limit(&self) -> Duration {
        self.options.timeout.unwrap_or(CALL)
    }

    /// The request, signed with a credential that was looked for, and found unless time ran out.
    pub(crate) fn sealed(
        &self,
        core: &Arc<Core>,
        found: Option<Result<Credential, CredentialError>>,
    ) -> Result<PreparedRequest, Error> {
        let Some(found) = found else {
            let cause = TransportCause::CallTimeout(self.limit());
            return Err(Error::NotSent(TransportError::new(
                cause,
                core.endpoint.host(),
            )));
        };
        let credential = found?;
        credential.check(|| core.time())?;
        Ok(self.signed(core, &credential))
    }

    /// The request, signed.
    pub(crate) fn signed(&self, core: &Arc<Core>, credential: &Credential) -> PreparedRequest {
        PreparedRequest::sign(core, self, credential)
    }

    /// The request, as it is sent where nobody signs it.
    pub(crate) fn unsigned(&self, core: &Arc<Core>) -> PreparedRequest {
        PreparedRequest::unsigned(core, self)
    }
}
