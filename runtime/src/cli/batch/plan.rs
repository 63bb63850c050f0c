//! Checks the input of a batch before the first call, and decides which requests are sent.

use super::Batch;
use super::digest::Digest;
use super::journal::Journal;
use super::record::OutcomeKind;
use crate::cli::lines::Line;
use crate::cli::table::Request;
use crate::cli::{CliError, print_error, print_note};
use crate::client::CallOptions;

/// How many requests with notes are listed.
const MAX_NOTED: u64 = 20;

/// All requests of a batch, in the order of their lines. Each one takes 9 bytes.
#[derive(Default)]
pub(super) struct Plan {
    digests: Vec<Digest>,
    states: Vec<State>,
    /// The first request that is sent.
    pub(super) first: Option<Box<dyn Request>>,
}

/// The state of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It was not started.
    Waiting,
    /// It was started, and its outcome is not known.
    Started,
    /// Its call ended.
    Ended(OutcomeKind),
}

impl State {
    /// Returns whether the request is sent. `resend` says whether that is allowed if the server may
    /// have executed it.
    pub(super) fn is_due(self, resend: bool) -> bool {
        match self {
            Self::Waiting | Self::Ended(OutcomeKind::NotExecuted) => true,
            Self::Started | Self::Ended(OutcomeKind::Ambiguous) => resend,
            Self::Ended(OutcomeKind::Response | OutcomeKind::Error) => false,
        }
    }
}

impl Plan {
    /// Reads all requests. Validates those that are sent, and prints every violation.
    pub(super) fn check(batch: &Batch<'_>, journal: &Journal) -> Result<Self, CliError> {
        let mut plan = Self::default();
        let mut checks = Checks::default();
        let mut lines = batch.lines()?;
        while let Some(line) = lines.next()? {
            let digest = line_digest(&line);
            let state = match journal.started.get(&line.number) {
                None => State::Waiting,
                Some(started) if started.digest != digest => {
                    return Err(batch.changed_line(line.number));
                }
                Some(started) => started.outcome.map_or(State::Started, State::Ended),
            };
            if state.is_due(batch.resend) {
                let request = checks.check(batch, &line);
                plan.first = plan.first.or(request);
            }
            plan.digests.push(digest);
            plan.states.push(state);
        }
        checks.finish(batch)?;
        Ok(plan)
    }

    /// Returns the number of requests.
    pub(super) fn requests(&self) -> u64 {
        self.states.len() as u64
    }

    /// Returns the digest of all requests.
    pub(super) fn digest(&self) -> Digest {
        let digests = self.digests.iter();
        digests.fold(Digest::default(), |all, next| all.then(*next))
    }

    /// Returns whether the line contains the request that was checked.
    pub(super) fn contains(&self, line: &Line<'_>) -> bool {
        self.state(line.number).is_some() && self.digest_of(line.number) == line_digest(line)
    }

    /// Returns the numbers and states of all lines.
    pub(super) fn states(&self) -> impl Iterator<Item = (u64, State)> {
        (1..).zip(self.states.iter().copied())
    }

    pub(super) fn digest_of(&self, line: u64) -> Digest {
        let digest = index(line).and_then(|index| self.digests.get(index));
        digest.copied().unwrap_or_default()
    }

    pub(super) fn state(&self, line: u64) -> Option<State> {
        self.states.get(index(line)?).copied()
    }

    pub(super) fn set(&mut self, line: u64, state: State) {
        if let Some(known) = index(line).and_then(|index| self.states.get_mut(index)) {
            *known = state;
        }
    }
}

fn index(line: u64) -> Option<usize> {
    usize::try_from(line).ok()?.checked_sub(1)
}

/// A line without text has no digest. It is invalid, so it is never sent.
fn line_digest(line: &Line<'_>) -> Digest {
    line.text.map(Digest::of).unwrap_or_default()
}

/// Counts invalid requests and requests with notes.
#[derive(Default)]
struct Checks {
    invalid: u64,
    noted: u64,
}

impl Checks {
    /// Checks a request, and prints why it is invalid.
    fn check(&mut self, batch: &Batch<'_>, line: &Line<'_>) -> Option<Box<dyn Request>> {
        match check(batch, line) {
            Ok(request) => {
                self.print_notes(batch, line.number, &*request);
                Some(request)
            }
            Err(reasons) => {
                self.invalid += 1;
                for reason in reasons {
                    print_error(format_args!(
                        "error: {}: {reason}",
                        batch.place(line.number)
                    ));
                }
                None
            }
        }
    }

    fn print_notes(&mut self, batch: &Batch<'_>, number: u64, request: &dyn Request) {
        let notes = request.warnings();
        self.noted += u64::from(!notes.is_empty());
        if self.noted <= MAX_NOTED {
            let place = batch.place(number);
            notes.iter().for_each(|note| print_note(Some(&place), note));
        }
    }

    fn finish(self, batch: &Batch<'_>) -> Result<(), CliError> {
        if let Some(more @ 1..) = self.noted.checked_sub(MAX_NOTED) {
            print_error(format_args!("note: {more} more requests have notes"));
        }
        if self.invalid == 0 {
            return Ok(());
        }
        Err(CliError::failed(format!(
            "{}: {} requests are invalid; correct them; nothing was sent",
            batch.input.display(),
            self.invalid
        )))
    }
}

/// Decodes and validates a request.
///
/// # Errors
///
/// All reasons why it is not sent.
fn check(batch: &Batch<'_>, line: &Line<'_>) -> Result<Box<dyn Request>, Vec<String>> {
    let request = line.request(&batch.entry).map_err(|reason| vec![reason])?;
    if batch.validate {
        let violations = request.validate().map_err(Vec::from_iter);
        violations.map_err(|broken| broken.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    }
    let (action, options) = (batch.entry.info, CallOptions::new());
    let sendable = batch.transport.check_request(action, &*request, &options);
    sendable.map_err(|error| vec![error.to_string()])?;
    Ok(request)
}
