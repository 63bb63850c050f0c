//! Validates requests, one per line.

use std::io::{self, BufRead, BufWriter, ErrorKind, Read as _, Write};

use serde::Serialize;

use super::arguments::Arguments;
use super::input::{BYTE_ORDER_MARK, Input};
use super::table::ActionEntry;
use super::{CliError, FAILED, SUCCESS};
use crate::validate::Violation;
use crate::wire::RequestJsonError;

/// How many times longer than the body of its request a line may be. An escape may be six times as
/// long as its character.
const LINE_FACTOR: usize = 6;

/// Validates the requests, and prints a report for each in order.
pub(super) fn validate(entry: &ActionEntry, arguments: &Arguments) -> Result<u8, CliError> {
    let mut input = Input::open(arguments.file.as_deref())?;
    let mut output = ReportWriter::to(io::stdout().lock());
    let limit = arguments.max_request_bytes;
    let limit = limit.unwrap_or(entry.info.max_request_bytes);
    let max_line = limit.saturating_mul(LINE_FACTOR);
    let mut line = Vec::new();
    loop {
        let next = next(&mut input.reader, &mut line, max_line);
        let written = match next.map_err(|error| input.unreadable(&error))? {
            Next::End => return output.finish(),
            Next::Line if line.is_empty() => {
                output.empty_line();
                Ok(())
            }
            Next::Line => output.write(&check(entry, &line)),
            Next::TooLong => output.write(&LineReport::Error(format!(
                "the line is longer than {max_line} bytes; raise --max-request-bytes if the action \
                 accepts such a request"
            ))),
        };
        // A program that writes line by line may wait for each report.
        let is_interactive = input.reader.buffer().is_empty();
        let flushed = written.and_then(|()| {
            if is_interactive {
                output.flush()
            } else {
                Ok(())
            }
        });
        if let Err(error) = flushed {
            return write_failed(&error);
        }
    }
}

/// A reader may close standard output early. Then no message is printed, but the status is not
/// success, because some requests were not reported.
fn write_failed(error: &io::Error) -> Result<u8, CliError> {
    if error.kind() == ErrorKind::BrokenPipe {
        return Ok(FAILED);
    }
    Err(CliError::failed(format!(
        "standard output cannot be written to: {error}"
    )))
}

/// The result of reading a line.
enum Next {
    Line,
    TooLong,
    End,
}

/// Reads a line of at most `max` bytes, without its end.
fn next(input: &mut impl BufRead, line: &mut Vec<u8>, max: usize) -> io::Result<Next> {
    line.clear();
    let most = (max as u64).saturating_add(1);
    if input.by_ref().take(most).read_until(b'\n', line)? == 0 {
        return Ok(Next::End);
    }
    let ended = line.pop_if(|last| *last == b'\n').is_some();
    if !ended && line.len() > max {
        input.skip_until(b'\n')?;
        return Ok(Next::TooLong);
    }
    line.pop_if(|last| *last == b'\r');
    // Each of several concatenated files may begin with a byte order mark.
    if line.starts_with(BYTE_ORDER_MARK.as_bytes()) {
        line.drain(..BYTE_ORDER_MARK.len());
    }
    Ok(Next::Line)
}

/// The report for a line.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum LineReport {
    Violations(Vec<Violation>),
    Error(String),
}

/// Validates one line.
fn check(entry: &ActionEntry, line: &[u8]) -> LineReport {
    let Ok(text) = std::str::from_utf8(line) else {
        return LineReport::Error("the line is not UTF-8".to_owned());
    };
    match (entry.read)(text) {
        Ok(request) => match request.validate() {
            Ok(()) => LineReport::Violations(Vec::new()),
            Err(violations) => LineReport::Violations(violations.into_iter().collect()),
        },
        Err(error) => LineReport::Error(reason(&error)),
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

/// Writes one report per line.
struct ReportWriter<W: Write> {
    output: BufWriter<W>,
    /// Empty lines after the last report. At the end of the input they are not requests.
    empty: usize,
    all_valid: bool,
}

impl<W: Write> ReportWriter<W> {
    fn to(output: W) -> Self {
        Self {
            output: BufWriter::new(output),
            empty: 0,
            all_valid: true,
        }
    }

    /// Counts an empty line. It is reported when another line follows.
    fn empty_line(&mut self) {
        self.empty += 1;
    }

    /// Writes a report, after those of the empty lines before it.
    fn write(&mut self, report: &LineReport) -> io::Result<()> {
        for _ in 0..std::mem::take(&mut self.empty) {
            self.put(&LineReport::Error("the line is empty".to_owned()))?;
        }
        self.put(report)
    }

    fn put(&mut self, report: &LineReport) -> io::Result<()> {
        self.all_valid &=
            matches!(report, LineReport::Violations(violations) if violations.is_empty());
        serde_json::to_writer(&mut self.output, report)?;
        self.output.write_all(b"\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    /// Ends the output and returns the exit status.
    fn finish(mut self) -> Result<u8, CliError> {
        match self.flush() {
            Err(error) => write_failed(&error),
            Ok(()) if self.all_valid => Ok(SUCCESS),
            Ok(()) => Ok(FAILED),
        }
    }
}
