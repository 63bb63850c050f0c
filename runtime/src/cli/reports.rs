//! Validates requests, one per line, and prints a report for each.

use std::io::{self, BufWriter, ErrorKind, Write};

use serde::Serialize;

use super::arguments::Arguments;
use super::input::Input;
use super::lines::{Line, Lines};
use super::table::ActionEntry;
use super::{CliError, FAILED, SUCCESS};
use crate::validate::Violation;

/// Validates the requests, and prints a report for each in order.
pub(super) fn validate(entry: &ActionEntry, arguments: &Arguments) -> Result<u8, CliError> {
    let input = Input::open(arguments.file.as_deref())?;
    let mut lines = Lines::of(input, arguments.max_request_bytes(entry));
    let mut output = ReportWriter::to(io::stdout().lock());
    while let Some(line) = lines.next()? {
        let written = output.write(&check(entry, &line));
        // A program that writes line by line may wait for each report.
        let flushed = written.and_then(|()| {
            if lines.is_drained() {
                output.flush()
            } else {
                Ok(())
            }
        });
        if let Err(error) = flushed {
            return write_failed(&error);
        }
    }
    output.finish()
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

/// The report for a line.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum LineReport {
    Violations(Vec<Violation>),
    Error(String),
}

/// Validates one line.
fn check(entry: &ActionEntry, line: &Line<'_>) -> LineReport {
    match line.request(entry) {
        Ok(request) => match request.validate() {
            Ok(()) => LineReport::Violations(Vec::new()),
            Err(violations) => LineReport::Violations(violations.into_iter().collect()),
        },
        Err(reason) => LineReport::Error(reason),
    }
}

/// Writes one report per line.
struct ReportWriter<W: Write> {
    output: BufWriter<W>,
    all_valid: bool,
}

impl<W: Write> ReportWriter<W> {
    fn to(output: W) -> Self {
        Self {
            output: BufWriter::new(output),
            all_valid: true,
        }
    }

    fn write(&mut self, report: &LineReport) -> io::Result<()> {
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
