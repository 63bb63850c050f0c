//! Reads requests from a file or standard input.

use std::fs::File;
use std::io::{BufReader, Error, Read};
use std::path::Path;

use super::CliError;

/// The byte order mark that some editors put at the start of a file.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file, or standard input.
pub(super) struct Input {
    name: String,
    pub(super) reader: BufReader<Box<dyn Read>>,
}

impl Input {
    /// Opens a file. `-` or no path means standard input.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, CliError> {
        let (name, reader): (_, Box<dyn Read>) = match path {
            Some(path) if path.as_os_str() != "-" => {
                let name = path.display().to_string();
                let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
                (name, Box::new(file))
            }
            _ => ("standard input".to_owned(), Box::new(std::io::stdin())),
        };
        let reader = BufReader::new(reader);
        Ok(Self { name, reader })
    }

    /// Returns the name for messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Reads the whole input.
    pub(super) fn text(&mut self) -> Result<String, CliError> {
        let mut bytes = Vec::new();
        let read = self.reader.read_to_end(&mut bytes);
        read.map_err(|error| self.unreadable(&error))?;
        let name = &self.name;
        let text = String::from_utf8(bytes)
            .map_err(|_| CliError::usage(format!("{name}: is not UTF-8; save it as UTF-8")))?;
        Ok(text
            .strip_prefix(BYTE_ORDER_MARK)
            .map(str::to_owned)
            .unwrap_or(text))
    }

    /// Returns the error of an input that was opened but cannot be read.
    pub(super) fn unreadable(&self, error: &Error) -> CliError {
        unreadable(&self.name, error)
    }
}

fn unreadable(name: &str, error: &Error) -> CliError {
    CliError::usage(format!(
        "{name}: cannot be read: {error}; name a file with the request, or - for standard input"
    ))
}
