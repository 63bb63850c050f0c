//! One call of a batch.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use tokio::sync::watch;

use super::commits::Writer;
use super::digest::Digest;
use super::record::OutcomeRecord;
use crate::cli::table::{ActionEntry, Request};
use crate::client::{CallOptions, Transport};

/// A call, and what it needs to run in a task of its own.
pub(super) struct Call {
    pub(super) line: u64,
    pub(super) digest: Digest,
    pub(super) entry: ActionEntry,
    pub(super) request: Box<dyn Request>,
    pub(super) transport: Transport,
    pub(super) writer: Writer,
    /// Becomes true when no further call may be started.
    pub(super) stopped: watch::Receiver<bool>,
}

impl Call {
    /// Makes the call. The output contains its start before the first byte is sent.
    ///
    /// Returns `None` if the batch stopped while the call waited for a permit or a credential.
    pub(super) async fn run(self) -> Option<OutcomeRecord> {
        let is_started = AtomicBool::new(false);
        let start = async {
            if *self.stopped.borrow() {
                pending::<()>().await;
            }
            is_started.store(true, Ordering::Relaxed);
            self.writer.start(self.line, self.digest).await;
        };
        let (action, options) = (self.entry.info, CallOptions::new());
        let start = Box::pin(start);
        let send = self
            .transport
            .send_after(start, action, &*self.request, &options);
        let mut send = pin!(send);
        let mut stopped = self.stopped.clone();
        let mut stop = pin!(stopped.wait_for(|stopped| *stopped));
        let result = poll_fn(|context| {
            if let Poll::Ready(result) = send.as_mut().poll(context) {
                return Poll::Ready(Some(result));
            }
            if !is_started.load(Ordering::Relaxed) && stop.as_mut().poll(context).is_ready() {
                return Poll::Ready(None);
            }
            Poll::Pending
        });
        let result = result.await?;
        Some(OutcomeRecord::of(self.line, &self.entry, result))
    }
}
