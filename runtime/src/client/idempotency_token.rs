//! Tokens by which a server recognizes a repeated request.

#[cfg(feature = "aws-lc-rs")]
use aws_lc_rs as provider;
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
use ring as provider;

use std::fmt::Write as _;

use provider::rand::{SecureRandom as _, SystemRandom};

use super::error::Unsendable;
use super::options::CallOptions;
use crate::wire::{Encode, Leaf, append_member, walk};
use crate::{ActionInfo, BodyForm};

/// Returns the idempotency token of a request. Adds one to its body if it has none, unless an option says no.
///
/// Returns `None` if the action has no member for it, or the caller's value of it is not a token. Adds none to a
/// body that is not JSON.
///
/// # Errors
///
/// [`Unsendable::Json`] if the body is not an object.
pub(super) fn find_or_add(
    action: &ActionInfo,
    request: &dyn Encode,
    options: &CallOptions,
    body: &mut Vec<u8>,
) -> Result<Option<String>, Unsendable> {
    let Some(member) = action.idempotency_token else {
        return Ok(None);
    };
    let is_token = |text: &String| !text.is_empty();
    if let Some(added) = options.extras.member(member) {
        return Ok(added.as_str().map(str::to_owned).filter(is_token));
    }
    let mut given = None;
    let mut is_absent = false;
    walk(request, &[member], &mut |leaf| match leaf {
        Leaf::Text(text) => given = Some(text.to_owned()),
        Leaf::Absent => is_absent = true,
        _ => {}
    });
    let is_json = action.body_form == BodyForm::Json;
    if !is_absent || !is_json || options.idempotency_tokens == Some(false) {
        return Ok(given.filter(is_token));
    }
    let token = random();
    if let Some(token) = &token {
        append_member(body, member, token).map_err(|error| Unsendable::json(error.to_string()))?;
    }
    Ok(token)
}

/// Creates a token: a random UUID of version 4, from the random numbers of the system.
///
/// Returns `None` if the system has no random numbers. The request is then sent without a token.
fn random() -> Option<String> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).ok()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut token = String::with_capacity(36);
    for (position, byte) in bytes.into_iter().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            token.push('-');
        }
        // Writing to a string never fails.
        let _ = write!(token, "{byte:02x}");
    }
    Some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_a_random_uuid() {
        let token = random().unwrap();
        let groups: Vec<usize> = token.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12], "{token}");
        assert_eq!(&token[14..15], "4");
        assert!(matches!(&token[19..20], "8" | "9" | "a" | "b"), "{token}");
        assert_ne!(random(), Some(token));
    }
}
