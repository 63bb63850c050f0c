//! Checks what the service checks before it reads the body of a request.

use std::time::{SystemTime, UNIX_EPOCH};

use http::{HeaderMap, Method, Uri};
use tencent_runtime::ErrorCode;

use crate::actions::{Actions, Entry};
use crate::service_error::ServiceError;
use crate::signature::Authorization;

/// The id of the credential that a mock accepts.
pub const SECRET_ID: &str = "AKIDmockmockmockmockmockmockmockmock";
/// The key of the credential that a mock accepts.
pub const SECRET_KEY: &str = "mockmockmockmockmockmockmockmock";
/// The token that a mock accepts with this credential. It also accepts the credential without a token.
pub const TOKEN: &str = "mock-token";

/// The largest difference between the clocks of client and server, in seconds.
const MAX_SKEW: u64 = 300;

/// Finds the action of a request.
pub(crate) fn action<'t>(
    actions: &'t Actions,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<&'t Entry, ServiceError> {
    if method != Method::POST || uri.path() != "/" || uri.query().is_some() {
        let message = format!("The request is {method} {uri}, but the mock only accepts POST /.");
        return Err(ServiceError::new(ErrorCode::INVALID_REQUEST, message));
    }
    let name = required(headers, "x-tc-action")?;
    let version = required(headers, "x-tc-version")?;
    let expected = actions.service.version;
    if version != expected {
        let message = format!("The version is {version}, but this service has {expected}.");
        return Err(ServiceError::new(ErrorCode::NO_SUCH_VERSION, message));
    }
    let unknown = || {
        let message = format!("The service has no action {name}, or it is not part of the crate.");
        ServiceError::new(ErrorCode::INVALID_ACTION, message)
    };
    actions.entries.get(name).ok_or_else(unknown)
}

/// Checks the content type, the credential, the date, the token and the signature. `now` is the time of
/// the server.
pub(crate) fn check(
    entry: &Entry,
    headers: &HeaderMap,
    body: &[u8],
    now: SystemTime,
) -> Result<(), ServiceError> {
    let content_type = required(headers, "content-type")?;
    let media_type = content_type.split(';').next().unwrap_or_default();
    if media_type.trim() != "application/json" {
        let message = format!("The content type is {content_type}, not application/json.");
        return Err(ServiceError::new(ErrorCode::INVALID_REQUEST, message));
    }
    let timestamp = required(headers, "x-tc-timestamp")?;
    if entry.info.unsigned {
        return Ok(());
    }
    let malformed = || {
        let message = "The Authorization header is not a TC3-HMAC-SHA256 signature.";
        ServiceError::new(ErrorCode::AUTH_FAILURE_INVALID_AUTHORIZATION, message)
    };
    let authorization = required(headers, "authorization")?;
    let authorization = Authorization::parse(authorization).ok_or_else(malformed)?;
    if authorization.secret_id != SECRET_ID {
        let message = "The SecretId does not exist. The mock knows one credential only.";
        return Err(ServiceError::new(
            ErrorCode::AUTH_FAILURE_SECRET_ID_NOT_FOUND,
            message,
        ));
    }
    check_date(timestamp, now)?;
    if headers
        .get("x-tc-token")
        .is_some_and(|token| token != TOKEN)
    {
        let message = "The token does not belong to the credential.";
        return Err(ServiceError::new(
            ErrorCode::AUTH_FAILURE_TOKEN_FAILURE,
            message,
        ));
    }
    let value = |name: &str| headers.get(name)?.to_str().ok();
    let service = entry.info.service.name;
    // The official SDK for Node.js signs the host without its port.
    let is_signed = |with_port: bool| {
        let signed = |name: &str| match name {
            "host" if !with_port => value(name)?.split(':').next(),
            _ => value(name),
        };
        authorization.is_made_with(SECRET_KEY, service, timestamp, signed, body)
    };
    if is_signed(true) || is_signed(false) {
        return Ok(());
    }
    let message = "The signature does not match the request, the key, the date and the service.";
    Err(ServiceError::new(
        ErrorCode::AUTH_FAILURE_SIGNATURE_FAILURE,
        message,
    ))
}

/// Checks that a request was signed within 5 minutes of the server's time.
pub(crate) fn check_date(timestamp: &str, now: SystemTime) -> Result<(), ServiceError> {
    let now = now
        .duration_since(UNIX_EPOCH)
        .map_or(0, |now| now.as_secs());
    let signed: Option<u64> = timestamp.parse().ok();
    match signed {
        Some(signed) if signed.abs_diff(now) <= MAX_SKEW => Ok(()),
        _ => {
            let message =
                format!("The timestamp {timestamp} differs from {now} by more than 5 minutes.");
            Err(ServiceError::new(
                ErrorCode::AUTH_FAILURE_SIGNATURE_EXPIRE,
                message,
            ))
        }
    }
}

pub(crate) fn required<'h>(headers: &'h HeaderMap, name: &str) -> Result<&'h str, ServiceError> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    let missing = || {
        ServiceError::new(
            ErrorCode::MISSING_PARAMETER,
            format!("The header {name} is missing."),
        )
    };
    value.ok_or_else(missing)
}
