//! Reads and repairs the output of a batch.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, ErrorKind, Read, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::digest::Digest;
use super::private_file;
use super::record::{self, AnyRecord, BEGINNING, BatchInfo, BatchRecord, OutcomeKind};
use crate::cli::CliError;

/// The output of a batch, which is also its journal.
pub(super) struct Journal {
    path: PathBuf,
    /// `None` before a new file is created.
    file: Option<File>,
    /// `None` for a new file.
    pub(super) batch: Option<BatchInfo>,
    /// The requests that were started, by line number.
    pub(super) started: HashMap<u64, Started>,
}

/// A request that was started.
#[derive(Clone, Copy)]
pub(super) struct Started {
    pub(super) digest: Digest,
    /// `None` if the process ended before the outcome was written.
    pub(super) outcome: Option<OutcomeKind>,
}

impl Journal {
    /// Opens the output of an earlier run, or describes a new one. Nothing is written yet.
    pub(super) fn open(path: &Path) -> Result<Self, CliError> {
        let mut journal = Self {
            path: path.to_owned(),
            file: None,
            batch: None,
            started: HashMap::new(),
        };
        match private_file::open(path) {
            Ok(mut file) => {
                let length = journal.read(&file)?;
                file.seek(io::SeekFrom::Start(length))
                    .map_err(|error| journal.failed(&error))?;
                journal.file = Some(file);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(journal.failed(&error)),
        }
        Ok(journal)
    }

    /// Makes the file ready for new lines: creates it, or removes an incomplete last line. Writes the
    /// first line of a new file.
    pub(super) fn prepare(self, batch: &BatchInfo) -> Result<File, CliError> {
        let path = self.path.clone();
        self.prepared(batch).map_err(|error| failed(&path, &error))
    }

    fn prepared(self, batch: &BatchInfo) -> io::Result<File> {
        let mut file = match self.file {
            None => private_file::create(&self.path)?,
            Some(mut file) => {
                private_file::restrict(&file)?;
                let end = file.stream_position()?;
                file.set_len(end)?;
                file
            }
        };
        if self.batch.is_none() {
            file.write_all(&record::line(&BatchRecord { batch })?)?;
        }
        file.sync_all()?;
        Ok(file)
    }

    /// Reads all lines. Returns the length of those that are complete.
    fn read(&mut self, input: impl Read) -> Result<u64, CliError> {
        let mut reader = BufReader::new(input);
        let (mut line, mut number, mut length) = (Vec::new(), 0, 0);
        let mut damaged = None;
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line);
            if read.map_err(|error| self.failed(&error))? == 0 {
                return Ok(length);
            }
            number += 1;
            if number == 1 && !is_beginning(&line) {
                return Err(self.foreign());
            }
            if let Some(number) = damaged {
                return Err(self.damaged(number));
            }
            // A process that was killed may have written a part of the last line.
            if line.ends_with(b"\n") && self.add(&line).is_some() {
                length += line.len() as u64;
            } else {
                damaged = Some(number);
            }
        }
    }

    /// Adds a line. Returns `None` if it is damaged.
    fn add(&mut self, line: &[u8]) -> Option<()> {
        match (serde_json::from_slice(line).ok()?, &self.batch) {
            (
                AnyRecord {
                    batch: Some(batch), ..
                },
                None,
            ) => self.batch = Some(batch),
            (
                AnyRecord {
                    started: Some(started),
                    ..
                },
                Some(_),
            ) => {
                let outcome = None;
                let started = started.into_iter();
                self.started
                    .extend(started.map(|(line, digest)| (line, Started { digest, outcome })));
            }
            (
                AnyRecord {
                    line: Some(line),
                    outcome: Some(outcome),
                    ..
                },
                Some(_),
            ) => {
                match self.started.get_mut(&line) {
                    Some(started) => started.outcome = Some(outcome),
                    // The call failed before it was started.
                    None if outcome == OutcomeKind::NotExecuted => {}
                    None => return None,
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn foreign(&self) -> CliError {
        let path = self.path.display();
        CliError::usage(format!(
            "{path}: the file exists, and is not the output of a batch; choose another --out"
        ))
    }

    fn damaged(&self, number: u64) -> CliError {
        let path = self.path.display();
        CliError::usage(format!(
            "{path}:{number}: the line is damaged, so requests that were sent may be missing; \
             restore the file, or look for their outcome elsewhere and choose another --out for \
             the requests that were not sent"
        ))
    }

    fn failed(&self, error: &io::Error) -> CliError {
        failed(&self.path, error)
    }
}

/// Returns the error of an output that cannot be read or written.
pub(super) fn failed(path: &Path, error: &io::Error) -> CliError {
    let path = path.display();
    if error.kind() == ErrorKind::WouldBlock {
        return CliError::usage(format!(
            "{path}: another process is writing to this file; wait for its end, or choose another \
             --out"
        ));
    }
    CliError::usage(format!(
        "{path}: {error}; choose another --out, or make it writable"
    ))
}

/// Returns whether a first line, which may be incomplete, can be that of an output.
fn is_beginning(line: &[u8]) -> bool {
    let length = line.len().min(BEGINNING.len());
    line[..length] == BEGINNING[..length]
}

#[cfg(test)]
mod tests {
    use super::*;

    const BATCH: &str = r#"{"batch":{"action":"Do","version":"1","endpoint":"https://host/","region":null,"requests":2,"digest":"0000000000000000"}}"#;
    const STARTED: &str = r#"{"started":{"1":"0000000000000001","2":"0000000000000002"},"at":"2026-11-30T12:00:00Z"}"#;
    const RESPONSE: &str = r#"{"line":1,"outcome":"response","response":{"Text":"\u5178"}}"#;
    const AMBIGUOUS: &str = r#"{"line":2,"outcome":"ambiguous","message":"典"}"#;

    /// Reads an output. Returns the length of the complete lines, and the outcomes of the requests that
    /// were started.
    fn read(text: &[u8]) -> Result<(u64, Vec<Option<OutcomeKind>>), String> {
        let mut journal = Journal {
            path: PathBuf::from("results.jsonl"),
            file: None,
            batch: None,
            started: HashMap::new(),
        };
        let length = journal.read(text).map_err(|error| error.text)?;
        let started = (1..=2).filter_map(|line| journal.started.get(&line));
        Ok((length, started.map(|started| started.outcome).collect()))
    }

    #[test]
    fn every_beginning_of_an_output_is_read_up_to_its_last_complete_line() {
        let lines = [BATCH, STARTED, RESPONSE, AMBIGUOUS];
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let (response, ambiguous) = (OutcomeKind::Response, OutcomeKind::Ambiguous);
        let states = [
            vec![],
            vec![],
            vec![None, None],
            vec![Some(response), None],
            vec![Some(response), Some(ambiguous)],
        ];
        for length in 0..=text.len() {
            let beginning = &text.as_bytes()[..length];
            let complete = beginning.iter().filter(|byte| **byte == b'\n').count();
            let end = beginning.iter().rposition(|byte| *byte == b'\n');
            let end = end.map_or(0, |end| end as u64 + 1);
            let expected = Ok((end, states[complete].clone()));
            assert_eq!(read(beginning), expected, "{length}");
            // Blocks that were not written may be empty.
            if length >= BEGINNING.len() {
                let zeros = [beginning, &[0; 64]].concat();
                assert_eq!(read(&zeros), expected, "{length}");
            }
        }
    }

    #[test]
    fn lines_that_contradict_the_ones_before_are_damaged() {
        for line in [
            RESPONSE,
            BATCH,
            "{}",
            r#"{"line":1,"outcome":"new"}"#,
            r#"{"started":{"1":"1"},"at":""}"#,
        ] {
            let text = format!("{BATCH}\n{line}\n{STARTED}\n");
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.starts_with("results.jsonl:2: "), "{error}");
        }
    }
}
