//! Makes many calls of one action, with a request per line, and continues after an interruption.

mod binding;
mod call;
mod calls;
mod commits;
mod digest;
mod journal;
mod outcome;
mod plan;
mod private_file;
mod progress;
mod record;
mod signals;
mod summary;
mod tally;

use std::path::Path;
use std::time::Duration;

use tokio::sync::mpsc;

use self::calls::{Calls, Event};
use self::commits::Commits;
use self::journal::Journal;
use self::plan::{Plan, State};
use self::record::{BatchInfo, OutcomeKind, OutcomeRecord};
use super::CliError;
use super::arguments::{Arguments, BatchFiles};
use super::client;
use super::input::Input;
use super::lines::Lines;
use super::table::ActionEntry;
use crate::Service;
use crate::client::{CallOptions, Transport};

/// The number of calls at a time, for actions without a documented number of requests per second.
const CONCURRENCY: usize = 10;

/// The largest default number of calls at a time.
const MAX_CONCURRENCY: usize = 100;

/// The settings of a batch.
struct Batch<'a> {
    input: &'a Path,
    output: &'a Path,
    entry: ActionEntry,
    transport: Transport,
    max_request_bytes: usize,
    validate: bool,
    /// Whether a request may be sent again although the server may have executed it.
    resend: bool,
    concurrency: usize,
}

/// Runs a batch, and returns the exit status.
pub(super) fn run(
    service: &'static Service,
    entry: &ActionEntry,
    arguments: &Arguments,
    files: BatchFiles<'_>,
) -> Result<u8, CliError> {
    // A request waits for its permit as long as it takes.
    let builder = client::builder(service, arguments).queue_timeout(Duration::MAX);
    let default = entry.info.requests_per_second.map_or(CONCURRENCY, |limit| {
        MAX_CONCURRENCY.min(limit as usize).max(1)
    });
    let batch = Batch {
        input: files.input,
        output: files.output,
        entry: *entry,
        transport: client::build(builder)?,
        max_request_bytes: arguments.max_request_bytes(entry),
        validate: !arguments.no_validate,
        resend: entry.info.idempotent || arguments.resend_ambiguous,
        concurrency: arguments.concurrency.map_or(default, |number| number.get()),
    };
    let journal = Journal::open(batch.output)?;
    let mut info = batch.info();
    if let Some(earlier) = &journal.batch {
        batch.check_info(earlier, &info)?;
    }
    let mut plan = Plan::check(&batch, &journal)?;
    (info.requests, info.digest) = (plan.requests(), plan.digest());
    batch.check_requests(&journal, &info)?;
    batch.send(&mut plan, journal, &info)?;
    Ok(summary::print(&batch, &plan))
}

impl Batch<'_> {
    /// Sends the requests that are due. Marks those whose outcome an earlier run does not know.
    fn send(&self, plan: &mut Plan, journal: Journal, info: &BatchInfo) -> Result<(), CliError> {
        let runtime = client::runtime()?;
        if let Some(first) = plan.first.take() {
            // Without a credential, all calls would fail.
            let (action, options) = (self.entry.info, CallOptions::new());
            let prepared = self.transport.prepare_dyn(action, &*first, &options);
            runtime.block_on(prepared).map_err(CliError::failed)?;
        }
        let file = journal.prepare(info)?;
        let (sender, events) = mpsc::unbounded_channel();
        let failed = sender.clone();
        let commits = Commits::start(file, move |error| {
            drop(failed.send(Event::WriteFailed(error)));
        });
        let commits = commits.map_err(|error| journal::failed(self.output, &error))?;
        let writer = commits.writer().clone();
        let result = self.mark_ambiguous(plan, &writer).and_then(|()| {
            let calls = Calls::new(self, plan, writer, (sender, events))?;
            runtime.block_on(calls.run())
        });
        // Calls that still run have writers.
        drop(runtime);
        commits.finish();
        result
    }

    fn mark_ambiguous(&self, plan: &mut Plan, writer: &commits::Writer) -> Result<(), CliError> {
        let lines = plan.states().filter(|(_, state)| *state == State::Started);
        let lines: Vec<u64> = lines.map(|(line, _)| line).collect();
        for line in lines {
            if !self.resend {
                let mut record = OutcomeRecord::new(line, OutcomeKind::Ambiguous);
                let message = "the program ended before the outcome of the call was known";
                record.message = Some(message.to_owned());
                let written = writer.outcome(&record);
                written.map_err(|error| journal::failed(self.output, &error))?;
                plan.set(line, State::Ended(OutcomeKind::Ambiguous));
            }
        }
        Ok(())
    }

    fn lines(&self) -> Result<Lines, CliError> {
        if !self.input.is_file() {
            return Err(CliError::usage(format!(
                "{}: is not a file; a batch reads its requests twice, so save them to a file",
                self.input.display()
            )));
        }
        Ok(Lines::of(
            Input::open(Some(self.input))?,
            self.max_request_bytes,
        ))
    }
}
