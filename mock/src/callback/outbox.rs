//! The callbacks that wait to be delivered.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tencent_runtime::callback::{CallbackRequest, Protection, Sender};
use tokio::sync::mpsc;

use super::backoff::Backoff;
use super::target::Target;
use super::undelivered::UndeliveredCallback;

/// The member with the id of a thing, and the id.
pub(crate) type Key = (&'static str, String);

/// The callbacks that wait, in order for each thing.
pub(crate) struct Outbox {
    pub(crate) target: Target,
    pub(crate) backoff: Backoff,
    pub(super) sender: Sender,
    queues: Mutex<BTreeMap<Key, VecDeque<Pending>>>,
    /// Notified when a callback is delivered.
    delivered: Condvar,
    /// Gets the key of each queue that begins.
    begun: mpsc::UnboundedSender<Key>,
}

struct Pending {
    request: CallbackRequest,
    report: UndeliveredCallback,
}

impl Outbox {
    /// Creates an outbox, and the keys of the queues that begin.
    pub(crate) fn new(
        target: Target,
        protection: Protection,
        backoff: Backoff,
    ) -> (Self, mpsc::UnboundedReceiver<Key>) {
        let (begun, keys) = mpsc::unbounded_channel();
        let outbox = Self {
            target,
            backoff,
            sender: Sender::with_protection(protection),
            queues: Mutex::default(),
            delivered: Condvar::new(),
            begun,
        };
        (outbox, keys)
    }

    /// Adds a callback behind the others of the same thing.
    pub(super) fn push(&self, key: Key, report: UndeliveredCallback, request: CallbackRequest) {
        let mut queues = self.queues();
        let begins = !queues.contains_key(&key);
        let queue = queues.entry(key.clone()).or_default();
        queue.push_back(Pending { request, report });
        if begins {
            // It fails if the server has ended.
            let _ = self.begun.send(key);
        }
    }

    /// Returns the first callback of a queue. Without one, the queue ends.
    pub(super) fn first(&self, key: &Key) -> Option<CallbackRequest> {
        let mut queues = self.queues();
        let first = queues.get(key).and_then(VecDeque::front);
        let request = first.map(|pending| pending.request.clone());
        if request.is_none() {
            queues.remove(key);
        }
        request
    }

    /// Removes the first callback of a queue.
    pub(super) fn remove_first(&self, key: &Key) {
        if let Some(queue) = self.queues().get_mut(key) {
            queue.pop_front();
        }
        self.delivered.notify_all();
    }

    /// Counts a failed attempt of the first callback of a queue. Returns the number of its attempts.
    pub(super) fn failed(&self, key: &Key, reason: String) -> u32 {
        let mut queues = self.queues();
        let Some(first) = queues.get_mut(key).and_then(VecDeque::front_mut) else {
            return 0;
        };
        first.report.attempts += 1;
        first.report.last_error = Some(reason);
        first.report.attempts
    }

    /// Returns the callbacks that wait.
    pub(crate) fn undelivered(&self) -> Vec<UndeliveredCallback> {
        reports(&self.queues())
    }

    /// Blocks until no callback waits, or the time is over. Returns those that still wait.
    pub(crate) fn wait(&self, timeout: Duration) -> Vec<UndeliveredCallback> {
        let started = Instant::now();
        let mut queues = self.queues();
        while queues.values().any(|queue| !queue.is_empty()) {
            let left = timeout.saturating_sub(started.elapsed());
            if left.is_zero() {
                break;
            }
            let waited = self.delivered.wait_timeout(queues, left);
            queues = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        reports(&queues)
    }

    fn queues(&self) -> MutexGuard<'_, BTreeMap<Key, VecDeque<Pending>>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn reports(queues: &BTreeMap<Key, VecDeque<Pending>>) -> Vec<UndeliveredCallback> {
    let pending = queues.values().flatten();
    pending.map(|pending| pending.report.clone()).collect()
}
