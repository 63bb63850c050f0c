//! Reads requests, one per line.

use std::io::{self, BufRead as _, Read as _};

use super::CliError;
use super::input::{BYTE_ORDER_MARK, Input};
use super::table::{ActionEntry, Request};
use crate::wire::RequestJsonError;

/// How many times longer than the body of its request a line may be. An escape may be six times as
/// long as its character.
const LINE_FACTOR: usize = 6;

/// The lines of an input. Empty lines at its end are not requests, so an empty line is returned when
/// another line follows it.
pub(super) struct Lines {
    input: Input,
    max_bytes: usize,
    /// The text of the last line that was read.
    text: Vec<u8>,
    /// The number of the last line that was returned.
    number: u64,
    /// Empty lines before the last one that was read.
    empty: u64,
    /// Whether the last line that was read is too long. `None` if it was returned.
    is_too_long: Option<bool>,
}

/// A line with its number. The first one has the number 1.
pub(super) struct Line<'a> {
    pub(super) number: u64,
    pub(super) text: Result<&'a [u8], InvalidLine>,
}

/// A line that contains no text.
#[derive(Clone, Copy)]
pub(super) enum InvalidLine {
    Empty,
    TooLong { max_bytes: usize },
}

impl Lines {
    /// Reads lines whose requests have at most `max_request_bytes`.
    pub(super) fn of(input: Input, max_request_bytes: usize) -> Self {
        Self {
            input,
            max_bytes: max_request_bytes.saturating_mul(LINE_FACTOR),
            text: Vec::new(),
            number: 0,
            empty: 0,
            is_too_long: None,
        }
    }

    /// Returns the next line, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, CliError> {
        while self.is_too_long.is_none() {
            match self.read().map_err(|error| self.input.unreadable(&error))? {
                None => return Ok(None),
                Some(false) if self.text.is_empty() => self.empty += 1,
                Some(is_too_long) => self.is_too_long = Some(is_too_long),
            }
        }
        self.number += 1;
        let text = if self.empty > 0 {
            self.empty -= 1;
            Err(InvalidLine::Empty)
        } else if self.is_too_long.take() == Some(true) {
            let max_bytes = self.max_bytes;
            Err(InvalidLine::TooLong { max_bytes })
        } else {
            Ok(&*self.text)
        };
        Ok(Some(Line {
            number: self.number,
            text,
        }))
    }

    /// Returns whether the next line must be read from the file, which may take a while.
    pub(super) fn is_drained(&self) -> bool {
        let mut buffered = self.input.reader.buffer().iter();
        self.is_too_long.is_none() && buffered.all(|byte| matches!(byte, b'\r' | b'\n'))
    }

    /// Reads a line without its end. Returns whether it is too long, or `None` at the end.
    fn read(&mut self) -> io::Result<Option<bool>> {
        let (reader, line) = (&mut self.input.reader, &mut self.text);
        line.clear();
        let most = (self.max_bytes as u64).saturating_add(1);
        if reader.by_ref().take(most).read_until(b'\n', line)? == 0 {
            return Ok(None);
        }
        let ended = line.pop_if(|last| *last == b'\n').is_some();
        if !ended && line.len() > self.max_bytes {
            reader.skip_until(b'\n')?;
            return Ok(Some(true));
        }
        line.pop_if(|last| *last == b'\r');
        // Each of several concatenated files may begin with a byte order mark.
        if line.starts_with(BYTE_ORDER_MARK.as_bytes()) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(Some(false))
    }
}

impl Line<'_> {
    /// Decodes the request.
    ///
    /// # Errors
    ///
    /// Why the line is not a request of the action.
    pub(super) fn request(&self, entry: &ActionEntry) -> Result<Box<dyn Request>, String> {
        let text = match self.text {
            Ok(text) => std::str::from_utf8(text).map_err(|_| "the line is not UTF-8"),
            Err(InvalidLine::Empty) => Err("the line is empty"),
            Err(InvalidLine::TooLong { max_bytes }) => {
                return Err(format!(
                    "the line is longer than {max_bytes} bytes; raise --max-request-bytes if the \
                     action accepts such a request"
                ));
            }
        };
        (entry.read)(text?).map_err(|error| reason(&error))
    }
}

/// Returns why a line is not a request. The line number is always 1, so it is left out.
fn reason(error: &RequestJsonError) -> String {
    match error {
        RequestJsonError::Syntax { reason, column, .. } => {
            format!("not JSON: {reason} at column {column}")
        }
        other => other.to_string(),
    }
}
