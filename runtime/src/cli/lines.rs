//! Checks requests, one on each line.

use std::io::{BufRead as _, BufReader, BufWriter, ErrorKind, Write as _};

use serde::Serialize;

use super::arguments::Arguments;
use super::table::Entry;
use super::{FAILED, FINE, Failure};
use crate::validate::Violation;

/// Reads requests from standard input and prints for each, in order, what is wrong with it.
pub(super) fn validate(entry: &Entry, arguments: &Arguments) -> Result<u8, Failure> {
    if arguments
        .request
        .as_ref()
        .is_some_and(|path| path.as_os_str() != "-")
    {
        return Err(Failure::wrong_use(
            "--validate reads requests from standard input; leave FILE out, or redirect it",
        ));
    }
    let mut input = BufReader::new(std::io::stdin().lock());
    let mut output = BufWriter::new(std::io::stdout().lock());
    let mut status = FINE;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        if read.map_err(|error| Failure::wrong_use(format!("standard input: {error}")))? == 0 {
            break;
        }
        let (fine, told) = check(entry, &line).map_err(Failure::failed)?;
        if !fine {
            status = FAILED;
        }
        // Whoever feeds the lines one by one waits for each answer.
        let flush = input.buffer().is_empty();
        let written = writeln!(output, "{told}");
        let written = written.and_then(|()| if flush { output.flush() } else { Ok(()) });
        match written {
            // The reader has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(status),
            other => other.map_err(|error| Failure::failed(format!("standard output: {error}")))?,
        }
    }
    match output.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::failed(format!("standard output: {error}")))
        }
        _ => Ok(status),
    }
}

/// What is said about a line.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Told<'a> {
    Violations(Vec<Broken<'a>>),
    Error(String),
}

#[derive(Serialize)]
struct Broken<'a> {
    path: &'a str,
    keyword: &'static str,
    message: &'a str,
}

/// Whether a line is a valid request, and what is said about it.
fn check(entry: &Entry, line: &[u8]) -> Result<(bool, String), serde_json::Error> {
    let Ok(text) = std::str::from_utf8(line) else {
        return told(&Told::Error("the line is not UTF-8".to_owned()));
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match (entry.read)(text.trim_end()).map(|request| request.validate()) {
        Err(error) => told(&Told::Error(error.to_string())),
        Ok(Ok(())) => told(&Told::Violations(Vec::new())),
        Ok(Err(violations)) => told(&Told::Violations(violations.iter().map(broken).collect())),
    }
}

fn told(what: &Told<'_>) -> Result<(bool, String), serde_json::Error> {
    let fine = matches!(what, Told::Violations(violations) if violations.is_empty());
    Ok((fine, serde_json::to_string(what)?))
}

fn broken(violation: &Violation) -> Broken<'_> {
    Broken {
        path: violation.path(),
        keyword: violation.keyword().as_str(),
        message: violation.message(),
    }
}
