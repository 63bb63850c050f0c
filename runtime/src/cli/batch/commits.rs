//! Appends lines to the output of a batch, and makes them durable in groups.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write as _};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::SystemTime;

use tokio::sync::oneshot;

use super::digest::Digest;
use super::record::{OutcomeRecord, StartRecord, line};

/// A thread that writes. While it waits for the disk, further lines arrive, and the next group contains
/// them all, so the number of groups per second does not limit the number of calls.
pub(super) struct Commits {
    thread: JoinHandle<()>,
    writer: Writer,
}

/// Passes lines to the thread.
#[derive(Clone)]
pub(super) struct Writer(Sender<Entry>);

enum Entry {
    Start {
        line: u64,
        digest: Digest,
        durable: oneshot::Sender<()>,
    },
    Outcome(Vec<u8>),
}

impl Commits {
    /// Starts the thread. It calls `failed` and ends if the file cannot be written.
    pub(super) fn start(
        file: File,
        failed: impl FnOnce(io::Error) + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let write = move || {
            if let Err(error) = write(file, &receiver) {
                failed(error);
            }
        };
        let thread = std::thread::Builder::new().spawn(write)?;
        let writer = Writer(sender);
        Ok(Self { thread, writer })
    }

    pub(super) fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Waits until all lines are durable. Blocks until all other writers are dropped.
    pub(super) fn finish(self) {
        drop(self.writer);
        // The thread does not panic.
        let _ = self.thread.join();
    }
}

impl Writer {
    /// Writes that a request is started. Completes when that is durable; never, if writing failed.
    pub(super) async fn start(&self, line: u64, digest: Digest) {
        let (durable, committed) = oneshot::channel();
        let entry = Entry::Start {
            line,
            digest,
            durable,
        };
        if self.0.send(entry).is_err() || committed.await.is_err() {
            std::future::pending().await
        }
    }

    /// Writes the outcome of a request.
    pub(super) fn outcome(&self, record: &OutcomeRecord) -> io::Result<()> {
        // If the thread ended, it has reported why.
        let _ = self.0.send(Entry::Outcome(line(record)?));
        Ok(())
    }
}

fn write(mut file: File, entries: &Receiver<Entry>) -> io::Result<()> {
    while let Ok(first) = entries.recv() {
        let mut group = Group::default();
        group.add(first);
        entries.try_iter().for_each(|entry| group.add(entry));
        group.commit(&mut file)?;
    }
    Ok(())
}

/// Lines that are made durable together.
#[derive(Default)]
struct Group {
    outcomes: Vec<u8>,
    started: BTreeMap<u64, Digest>,
    durable: Vec<oneshot::Sender<()>>,
}

impl Group {
    fn add(&mut self, entry: Entry) {
        match entry {
            Entry::Outcome(line) => self.outcomes.extend(line),
            Entry::Start {
                line,
                digest,
                durable,
            } => {
                self.started.insert(line, digest);
                self.durable.push(durable);
            }
        }
    }

    fn commit(self, file: &mut File) -> io::Result<()> {
        let mut lines = self.outcomes;
        if !self.started.is_empty() {
            let now = humantime::format_rfc3339_seconds(SystemTime::now());
            let record = StartRecord {
                started: self.started,
                at: now.to_string(),
            };
            lines.extend(line(&record)?);
        }
        file.write_all(&lines)?;
        file.sync_data()?;
        for waiting in self.durable {
            // A call that was cancelled does not wait.
            let _ = waiting.send(());
        }
        Ok(())
    }
}
