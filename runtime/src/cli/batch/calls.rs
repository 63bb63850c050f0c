//! Makes the calls of a batch, several at a time.

use std::io;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;

use super::call::Call;
use super::commits::Writer;
use super::plan::{Plan, State};
use super::progress::{self, Progress};
use super::record::{OutcomeKind, OutcomeRecord};
use super::tally::Tally;
use super::{Batch, signals};
use crate::cli::lines::Lines;
use crate::cli::table::Request;
use crate::cli::{ABORTED, CliError, INCOMPLETE, print_error};
use crate::one_line::OneLine;

/// How many calls may fail one after the other before the batch stops. A server in trouble, or a wrong
/// credential, would fail all others too.
const MAX_FAILURES: u32 = 10;

/// Something that happened.
pub(super) enum Event {
    /// A call ended. It has no outcome if it was cancelled before it was started.
    Ended(u64, Option<OutcomeRecord>),
    /// The user or the system asks the program to end.
    Signal,
    /// The output cannot be written.
    WriteFailed(io::Error),
    /// The progress must be drawn again.
    Tick,
}

/// A request that is sent.
struct DueRequest {
    line: u64,
    request: Box<dyn Request>,
}

/// The calls of a batch.
pub(super) struct Calls<'a> {
    batch: &'a Batch<'a>,
    plan: &'a mut Plan,
    lines: Lines,
    writer: Writer,
    sender: UnboundedSender<Event>,
    events: UnboundedReceiver<Event>,
    progress: Option<Progress>,
    /// Becomes true when no further call may be started.
    stop: watch::Sender<bool>,
    signalled: bool,
    running: usize,
    failures_in_a_row: u32,
}

impl<'a> Calls<'a> {
    pub(super) fn new(
        batch: &'a Batch<'a>,
        plan: &'a mut Plan,
        writer: Writer,
        (sender, events): (UnboundedSender<Event>, UnboundedReceiver<Event>),
    ) -> Result<Self, CliError> {
        Ok(Self {
            batch,
            lines: batch.lines()?,
            writer,
            sender,
            events,
            progress: Progress::after(&Tally::of(plan)),
            plan,
            stop: watch::channel(false).0,
            signalled: false,
            running: 0,
            failures_in_a_row: 0,
        })
    }

    /// Makes the calls, and waits for all that were started.
    ///
    /// # Errors
    ///
    /// If it does not wait, because the user asked twice to end, or the output cannot be written.
    pub(super) async fn run(mut self) -> Result<(), CliError> {
        self.watch();
        self.start_calls();
        while self.running > 0 {
            let Some(event) = self.events.recv().await else {
                break;
            };
            if let Err(error) = self.on_event(event) {
                self.clear_progress();
                return Err(error);
            }
            self.start_calls();
        }
        self.clear_progress();
        Ok(())
    }

    fn watch(&self) {
        let sender = self.sender.clone();
        // Sending fails only at the end.
        let watch = signals::watch(move || drop(sender.send(Event::Signal)));
        tokio::spawn(watch);
        if self.progress.is_some() {
            let sender = self.sender.clone();
            let mut interval = tokio::time::interval(progress::INTERVAL);
            tokio::spawn(async move {
                while sender.send(Event::Tick).is_ok() {
                    interval.tick().await;
                }
            });
        }
    }

    /// Starts calls until enough are running.
    fn start_calls(&mut self) {
        while self.running < self.batch.concurrency && !*self.stop.borrow() {
            match self.next() {
                Ok(Some(due)) => self.start(due),
                Ok(None) => return,
                Err(error) => self.stop(&error.text),
            }
        }
    }

    /// Returns the next request that is due.
    fn next(&mut self) -> Result<Option<DueRequest>, CliError> {
        while let Some(line) = self.lines.next()? {
            if !self.plan.contains(&line) {
                return Err(self.batch.changed_line(line.number));
            }
            let state = self.plan.state(line.number);
            if state.is_some_and(|state| state.is_due(self.batch.resend)) {
                let request = line.request(&self.batch.entry);
                // The same text was decoded before.
                let request = request.map_err(CliError::failed)?;
                let line = line.number;
                return Ok(Some(DueRequest { line, request }));
            }
        }
        Ok(None)
    }

    fn start(&mut self, DueRequest { line, request }: DueRequest) {
        self.running += 1;
        let call = Call {
            line,
            digest: self.plan.digest_of(line),
            entry: self.batch.entry,
            request,
            transport: self.batch.transport.clone(),
            writer: self.writer.clone(),
            stopped: self.stop.subscribe(),
        };
        let sender = self.sender.clone();
        tokio::spawn(async move {
            let mut slot = Slot {
                line,
                sender,
                outcome: None,
            };
            slot.outcome = call.run().await;
        });
    }

    fn on_event(&mut self, event: Event) -> Result<(), CliError> {
        match event {
            Event::Ended(line, outcome) => {
                self.running -= 1;
                outcome.map_or(Ok(()), |outcome| self.on_outcome(line, &outcome))
            }
            Event::Signal if self.signalled => Err(self.aborted()),
            Event::Signal => {
                self.signalled = true;
                self.stop.send_replace(true);
                self.clear_progress();
                print_error(
                    "stopping: waiting for the calls that were sent; press Ctrl-C again to end at once",
                );
                Ok(())
            }
            Event::WriteFailed(error) => Err(self.write_failed(&error)),
            Event::Tick => {
                if let Some(progress) = &self.progress {
                    progress.draw(&Tally::of(self.plan));
                }
                Ok(())
            }
        }
    }

    fn on_outcome(&mut self, line: u64, record: &OutcomeRecord) -> Result<(), CliError> {
        let written = self.writer.outcome(record);
        written.map_err(|error| self.write_failed(&error))?;
        self.plan.set(line, State::Ended(record.outcome));
        match record.outcome {
            OutcomeKind::Response | OutcomeKind::Error => self.failures_in_a_row = 0,
            OutcomeKind::NotExecuted | OutcomeKind::Ambiguous => self.failures_in_a_row += 1,
        }
        if self.failures_in_a_row == MAX_FAILURES {
            let code = record.code.as_deref().unwrap_or_default();
            let reason = record.message.as_deref().unwrap_or_default();
            let text = format!("{code} {reason}");
            self.stop(&format!(
                "{MAX_FAILURES} calls in a row failed, so no more are started; the last one: {}",
                OneLine(text.trim())
            ));
        }
        Ok(())
    }

    /// Starts no more calls.
    fn stop(&mut self, reason: &str) {
        self.stop.send_replace(true);
        self.clear_progress();
        print_error(format_args!("error: {reason}"));
    }

    fn clear_progress(&self) {
        self.progress.iter().for_each(Progress::clear);
    }

    fn aborted(&self) -> CliError {
        CliError {
            status: ABORTED,
            text: format!(
                "ended before {} calls had an outcome; run the same command again to continue",
                self.running
            ),
        }
    }

    fn write_failed(&self, error: &io::Error) -> CliError {
        CliError {
            status: INCOMPLETE,
            text: format!(
                "{}: {error}; up to {} calls have no known outcome; correct the cause, then run the same \
                 command again",
                self.batch.output.display(),
                self.running
            ),
        }
    }
}

/// Reports the end of a task, also if it panics.
struct Slot {
    line: u64,
    sender: UnboundedSender<Event>,
    outcome: Option<OutcomeRecord>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        // Sending fails only at the end.
        let _ = self
            .sender
            .send(Event::Ended(self.line, self.outcome.take()));
    }
}
