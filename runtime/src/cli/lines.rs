//! Checks requests, one on each line.

use std::io::{self, BufRead, BufWriter, ErrorKind, Read as _, Write};

use serde::Serialize;

use super::arguments::Arguments;
use super::input::{Input, MARK};
use super::table::Entry;
use super::{FAILED, FINE, Failure};
use crate::validate::Violation;
use crate::wire::RequestJsonError;

/// The longest line that is read, in bytes. Servers take bodies of 10 MiB, and a character of a
/// body may be written with an escape of six.
const LONGEST: usize = 64 * 1024 * 1024;

/// Reads requests and prints for each, in order, what is wrong with it.
pub(super) fn validate(entry: &Entry, arguments: &Arguments) -> Result<u8, Failure> {
    let mut input = Input::open(arguments.file.as_deref())?;
    let mut answers = Answers::to(io::stdout().lock());
    let mut line = Vec::new();
    loop {
        let next = next(&mut input.reader, &mut line);
        let answered = match next.map_err(|error| input.unreadable(&error))? {
            Next::End => return answers.end(),
            Next::Line if line.is_empty() => {
                answers.empty_line();
                Ok(())
            }
            Next::Line => answers.answer(&check(entry, &line)),
            Next::TooLong => answers.answer(&Told::Error(format!(
                "the line is longer than {LONGEST} bytes; servers take no request of that size"
            ))),
        };
        // Whoever feeds the lines one by one waits for each answer.
        let waits = input.reader.buffer().is_empty();
        let flushed = answered.and_then(|()| if waits { answers.flush() } else { Ok(()) });
        if let Err(error) = flushed {
            return unwritten(&error);
        }
    }
}

/// A reader who has seen enough hangs up. That is no failure to be told, but nobody knows whether
/// the rest is valid.
fn unwritten(error: &io::Error) -> Result<u8, Failure> {
    if error.kind() == ErrorKind::BrokenPipe {
        return Ok(FAILED);
    }
    Err(Failure::failed(format!(
        "standard output cannot be written to: {error}"
    )))
}

/// What came next.
enum Next {
    Line,
    TooLong,
    End,
}

/// Reads a line, without its end.
fn next(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Next> {
    line.clear();
    let most = LONGEST as u64 + 1;
    if input.by_ref().take(most).read_until(b'\n', line)? == 0 {
        return Ok(Next::End);
    }
    let ended = line.pop_if(|last| *last == b'\n').is_some();
    if !ended && line.len() > LONGEST {
        input.skip_until(b'\n')?;
        return Ok(Next::TooLong);
    }
    line.pop_if(|last| *last == b'\r');
    // Each of several files that were put together may begin with a mark.
    if line.starts_with(MARK.as_bytes()) {
        line.drain(..MARK.len());
    }
    Ok(Next::Line)
}

/// What is said about a line.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Told {
    Violations(Vec<Broken>),
    Error(String),
}

#[derive(Serialize)]
struct Broken {
    path: String,
    keyword: &'static str,
    message: String,
}

/// What is to be said about a line.
fn check(entry: &Entry, line: &[u8]) -> Told {
    let Ok(text) = std::str::from_utf8(line) else {
        return Told::Error("the line is not UTF-8".to_owned());
    };
    match (entry.read)(text) {
        Ok(request) => match request.validate() {
            Ok(()) => Told::Violations(Vec::new()),
            Err(violations) => Told::Violations(violations.iter().map(broken).collect()),
        },
        Err(error) => Told::Error(reason(&error)),
    }
}

/// Why a line is no request. It is always the first line of itself: that is left out.
fn reason(error: &RequestJsonError) -> String {
    match error {
        RequestJsonError::Syntax { reason, column, .. } => {
            format!("not JSON: {reason} at column {column}")
        }
        other => other.to_string(),
    }
}

fn broken(violation: &Violation) -> Broken {
    Broken {
        path: violation.path().to_owned(),
        keyword: violation.keyword().as_str(),
        message: violation.message().to_owned(),
    }
}

/// The answers, one line for each line.
struct Answers<W: Write> {
    output: BufWriter<W>,
    /// Empty lines that nothing followed yet. At the very end they are no requests.
    empty: usize,
    all_valid: bool,
}

impl<W: Write> Answers<W> {
    fn to(output: W) -> Self {
        Self {
            output: BufWriter::new(output),
            empty: 0,
            all_valid: true,
        }
    }

    /// An empty line: it is answered once another line follows.
    fn empty_line(&mut self) {
        self.empty += 1;
    }

    /// Answers a line, and the empty ones before it.
    fn answer(&mut self, told: &Told) -> io::Result<()> {
        for _ in 0..std::mem::take(&mut self.empty) {
            self.put(&Told::Error("the line is empty".to_owned()))?;
        }
        self.put(told)
    }

    fn put(&mut self, told: &Told) -> io::Result<()> {
        self.all_valid &= matches!(told, Told::Violations(violations) if violations.is_empty());
        serde_json::to_writer(&mut self.output, told)?;
        self.output.write_all(b"\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    /// All lines were answered.
    fn end(mut self) -> Result<u8, Failure> {
        match self.flush() {
            Err(error) => unwritten(&error),
            Ok(()) if self.all_valid => Ok(FINE),
            Ok(()) => Ok(FAILED),
        }
    }
}
