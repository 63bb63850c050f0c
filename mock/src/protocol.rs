//! Checks what the service checks before it reads the body of a request.

use std::time::{SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use tencent_runtime::Service;

use crate::actions::{Entry, Table};
use crate::server::{SECRET_ID, SECRET_KEY};
use crate::signature::Authorization;

/// The largest difference between the clocks of client and server, in seconds.
const MAX_SKEW: u64 = 300;

/// An error of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceError {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl ServiceError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

/// Finds the action of a request.
pub(crate) fn action<'t>(
    table: &'t Table,
    service: &Service,
    headers: &HeaderMap,
) -> Result<&'t Entry, ServiceError> {
    let name = required(headers, "x-tc-action")?;
    let version = required(headers, "x-tc-version")?;
    if version != service.version {
        let expected = service.version;
        let message = format!("The version is {version}, but this service has {expected}.");
        return Err(ServiceError::new("NoSuchVersion", message));
    }
    let unknown = || {
        let message = format!("The service has no action {name}, or it is not part of the crate.");
        ServiceError::new("InvalidAction", message)
    };
    table.0.get(name).ok_or_else(unknown)
}

/// Checks the content type, the date, the credential and the signature.
pub(crate) fn check(
    entry: &Entry,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), ServiceError> {
    let content_type = required(headers, "content-type")?;
    if !content_type.starts_with("application/json") {
        let message = format!("The content type is {content_type}, not application/json.");
        return Err(ServiceError::new("InvalidRequest", message));
    }
    let timestamp = required(headers, "x-tc-timestamp")?;
    if entry.info.unsigned {
        return Ok(());
    }
    let authorization = required(headers, "authorization")?;
    let malformed = || {
        let message = "The Authorization header is not a TC3-HMAC-SHA256 signature.";
        ServiceError::new("AuthFailure.InvalidAuthorization", message)
    };
    let authorization = Authorization::read(authorization).ok_or_else(malformed)?;
    if authorization.secret_id != SECRET_ID {
        let message = "The SecretId is not known.";
        return Err(ServiceError::new("AuthFailure.SecretIdNotFound", message));
    }
    check_date(timestamp)?;
    if headers.contains_key("x-tc-token") {
        let message = "The token does not belong to the credential.";
        return Err(ServiceError::new("AuthFailure.TokenFailure", message));
    }
    let value = |name: &str| headers.get(name)?.to_str().ok();
    let service = entry.info.service.name;
    if authorization.is_made_with(SECRET_KEY, service, timestamp, value, body) {
        return Ok(());
    }
    let message = "The signature does not match the request, the key, the date and the service.";
    Err(ServiceError::new("AuthFailure.SignatureFailure", message))
}

fn check_date(timestamp: &str) -> Result<(), ServiceError> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_secs());
    let signed: Option<u64> = timestamp.parse().ok();
    match signed {
        Some(signed) if signed.abs_diff(now) <= MAX_SKEW => Ok(()),
        _ => {
            let message =
                format!("The timestamp {timestamp} differs from {now} by more than 5 minutes.");
            Err(ServiceError::new("AuthFailure.SignatureExpire", message))
        }
    }
}

fn required<'h>(headers: &'h HeaderMap, name: &str) -> Result<&'h str, ServiceError> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    let missing = || ServiceError::new("MissingParameter", format!("The header {name} is missing."));
    value.ok_or_else(missing)
}
