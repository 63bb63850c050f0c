//! The role and the name of a session, which STS issues credentials for.

use std::time::{SystemTime, UNIX_EPOCH};

use super::placeholder::present;
use crate::client::build_error::BuildError;

/// Returns the name of a role without surrounding whitespace.
pub(super) fn checked_role_arn(role_arn: &str) -> Result<&str, BuildError> {
    let role_arn = present(role_arn).ok();
    role_arn
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or(BuildError::Setting {
            setting: "role_arn",
            reason: "must be the name of a role, like qcs::cam::uin/100000000001:roleName/deploy",
        })
}

/// Returns the name of a session. Creates one if none was set.
pub(super) fn checked_session_name(name: Option<String>) -> Result<String, BuildError> {
    let Some(name) = name else {
        return Ok(new_session_name());
    };
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if (2..=128).contains(&name.len()) && name.bytes().all(is_valid) {
        return Ok(name);
    }
    Err(BuildError::Setting {
        setting: "session_name",
        reason: "must be 2 to 128 letters, digits or _+=,.@-",
    })
}

/// Creates the name of a session from the time.
pub(super) fn new_session_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    format!("tencentcloud-rust-{}", now.unwrap_or_default().as_micros())
}
