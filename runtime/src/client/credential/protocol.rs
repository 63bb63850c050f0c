//! The protocol of STS, the service that issues temporary credentials for roles: its names, two
//! requests and their response.
//!
//! A program needs a credential before it can call the service of any generated crate. So these
//! names are part of the runtime, as an exception, and this is the only file that contains them.

use std::fmt;

use crate::validate::{Path, Report, Validate};
use crate::wire::{self, DecodeObject, Encode, Encoder, Slot};
use crate::{Action, ActionInfo, Service};

pub(super) static SERVICE: Service = Service::new("sts", "2018-08-13", "sts.tencentcloudapi.com");

/// The region that official SDKs send. Credentials do not depend on it.
pub(super) const DEFAULT_REGION: &str = "ap-guangzhou";

/// Requests a credential for a role, signed with another credential.
pub(super) struct AssumeRole {
    pub(super) role_arn: String,
    pub(super) session_name: String,
    pub(super) duration_seconds: u64,
    pub(super) external_id: Option<String>,
}

/// Requests a credential for a role, with a token of an identity provider instead of a signature.
pub(super) struct AssumeRoleWithWebIdentity {
    pub(super) provider_id: String,
    pub(super) token: String,
    pub(super) role_arn: String,
    pub(super) session_name: String,
    pub(super) duration_seconds: u64,
}

/// The response of both actions.
#[derive(Default)]
pub(super) struct Issued {
    pub(super) keys: Keys,
    /// The time of expiry, in seconds since the Unix epoch.
    pub(super) expires_at: Option<u64>,
}

/// A temporary credential.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) secret_id: String,
    pub(super) secret_key: String,
    pub(super) token: String,
}

// Executing these twice issues two credentials, which does no harm.
const ASSUME_ROLE: ActionInfo = ActionInfo::new("AssumeRole", &SERVICE)
    .idempotent()
    .sensitive(&["ExternalId"]);

const ASSUME_ROLE_WITH_WEB_IDENTITY: ActionInfo =
    ActionInfo::new("AssumeRoleWithWebIdentity", &SERVICE)
        .idempotent()
        .unsigned()
        .sensitive(&["WebIdentityToken"]);

impl Encode for AssumeRole {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_object(
            ASSUME_ROLE.name,
            &[
                ("RoleArn", &self.role_arn),
                ("RoleSessionName", &self.session_name),
                ("DurationSeconds", &self.duration_seconds),
                ("ExternalId", &self.external_id),
            ],
        );
    }

    fn sensitive_members(&self) -> &'static [&'static str] {
        ASSUME_ROLE.sensitive
    }
}

impl Encode for AssumeRoleWithWebIdentity {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_object(
            ASSUME_ROLE_WITH_WEB_IDENTITY.name,
            &[
                ("ProviderId", &self.provider_id),
                ("WebIdentityToken", &self.token),
                ("RoleArn", &self.role_arn),
                ("RoleSessionName", &self.session_name),
                ("DurationSeconds", &self.duration_seconds),
            ],
        );
    }

    fn sensitive_members(&self) -> &'static [&'static str] {
        ASSUME_ROLE_WITH_WEB_IDENTITY.sensitive
    }
}

impl Validate for AssumeRole {
    fn report(&self, _: Path<'_>, _: &mut Report) {}
}

impl Validate for AssumeRoleWithWebIdentity {
    fn report(&self, _: Path<'_>, _: &mut Report) {}
}

impl Action for AssumeRole {
    type Response = Issued;
    const INFO: ActionInfo = ASSUME_ROLE;
}

impl Action for AssumeRoleWithWebIdentity {
    type Response = Issued;
    const INFO: ActionInfo = ASSUME_ROLE_WITH_WEB_IDENTITY;
}

impl DecodeObject for Issued {
    const NAME: &'static str = "Response";
    const ALWAYS_PRESENT: &'static [&'static str] = &["Credentials"];

    fn empty() -> Self {
        Self::default()
    }

    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot> {
        match name {
            "Credentials" => Some(&mut self.keys),
            "ExpiredTime" => Some(&mut self.expires_at),
            _ => None,
        }
    }
}

impl DecodeObject for Keys {
    const NAME: &'static str = "Credentials";
    const ALWAYS_PRESENT: &'static [&'static str] = &["TmpSecretId", "TmpSecretKey", "Token"];

    fn empty() -> Self {
        Self::default()
    }

    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot> {
        match name {
            "TmpSecretId" => Some(&mut self.secret_id),
            "TmpSecretKey" => Some(&mut self.secret_key),
            "Token" => Some(&mut self.token),
            _ => None,
        }
    }
}

impl fmt::Debug for AssumeRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        wire::debug(self, f)
    }
}

impl fmt::Debug for AssumeRoleWithWebIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        wire::debug(self, f)
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
