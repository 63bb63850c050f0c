//! Prints answers.

use std::io::{ErrorKind, Write as _};

use super::{CliError, SUCCESS};
use crate::client::Error;

/// Prints a text. `what` describes it for the error message.
pub(super) fn print(text: &str, what: &str) -> Result<u8, CliError> {
    let mut output = std::io::stdout().lock();
    let printed = writeln!(output, "{text}").and_then(|()| output.flush());
    match printed {
        // The reader has closed standard output.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(SUCCESS),
        Err(error) => Err(CliError::failed(format!(
            "{what} cannot be written to standard output: {error}"
        ))),
        Ok(()) => Ok(SUCCESS),
    }
}

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
