//! Where requests are read from.

use std::fs::File;
use std::io::{BufReader, Error, Read};
use std::path::Path;

use super::Failure;

/// The byte order mark that some editors put in front of a text.
pub(super) const MARK: &str = "\u{feff}";

/// A file, or standard input.
pub(super) struct Input {
    name: String,
    pub(super) reader: BufReader<Box<dyn Read>>,
}

impl Input {
    /// Opens the file; `-` and no name at all are standard input.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Failure> {
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

    /// What messages call it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// All that it holds.
    pub(super) fn text(&mut self) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        let read = self.reader.read_to_end(&mut bytes);
        read.map_err(|error| self.unreadable(&error))?;
        let name = &self.name;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::wrong_use(format!("{name}: is not UTF-8; save it as UTF-8")))?;
        Ok(text.strip_prefix(MARK).map(str::to_owned).unwrap_or(text))
    }

    /// It was opened, and cannot be read.
    pub(super) fn unreadable(&self, error: &Error) -> Failure {
        unreadable(&self.name, error)
    }
}

fn unreadable(name: &str, error: &Error) -> Failure {
    Failure::wrong_use(format!(
        "{name}: cannot be read: {error}; name a file with the request, or - for standard input"
    ))
}
