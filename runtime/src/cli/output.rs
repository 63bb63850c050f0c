//! Answers that are not responses.

use super::{CliError, print};
use crate::client::Error;

/// Converts the error of a call, and prints an answer that could not be read.
pub(super) fn failed_call(error: Error) -> CliError {
    if let Error::Undecodable(error) = &error
        && let Err(error) = print(&printable(error.body()), "the answer of the server")
    {
        return error;
    }
    CliError::failed(error)
}

/// Returns a body that is not a response. Escapes characters that could control a terminal.
pub(super) fn printable(body: &[u8]) -> String {
    let mut text = String::new();
    let body = String::from_utf8_lossy(body).replace("\r\n", "\n");
    for char in body.trim_end().chars() {
        if char.is_control() && !matches!(char, '\n' | '\t') {
            text.extend(char.escape_default());
        } else {
            text.push(char);
        }
    }
    text
}
