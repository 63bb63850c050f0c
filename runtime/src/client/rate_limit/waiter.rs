//! Waits for a permit, asynchronously or blocking.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::queue::Queue;
use crate::client::error::QueueTimeout;

/// Changes a queue, then wakes the calls that should ask again.
pub(super) fn change<T>(queue: &Mutex<Queue>, change: impl FnOnce(&mut Queue, Instant) -> T) -> T {
    let mut locked = queue.lock().unwrap_or_else(PoisonError::into_inner);
    let result = change(&mut locked, Instant::now());
    let woken = locked.take_woken();
    drop(locked);
    woken.into_iter().for_each(Waker::wake);
    result
}

/// A call in the queue. Dropping it gives up its place.
pub(crate) struct Waiter {
    queue: Arc<Mutex<Queue>>,
    ticket: u64,
    entered: Instant,
    /// When the call gives up. `None` means never.
    deadline: Option<Instant>,
    expiry: QueueTimeout,
    is_finished: bool,
}

/// The time that the call waited for its permit.
type Outcome = Result<Duration, QueueTimeout>;

impl Waiter {
    /// `queued` is the time that the call has waited before. `expiry` is the error of a call that
    /// waits too long.
    pub(super) fn new(
        queue: Arc<Mutex<Queue>>,
        ticket: u64,
        entered: Instant,
        queued: Duration,
        expiry: QueueTimeout,
    ) -> Self {
        Self {
            queue,
            ticket,
            entered,
            deadline: entered.checked_add(expiry.limit().saturating_sub(queued)),
            expiry,
            is_finished: false,
        }
    }

    /// Waits for the permit. Needs a Tokio runtime with time.
    pub(crate) async fn wait(mut self) -> Outcome {
        let mut timer = pin!(sleep_until(self.entered));
        poll_fn(|context| {
            loop {
                match self.poll(context.waker()) {
                    ControlFlow::Break(outcome) => return Poll::Ready(outcome),
                    ControlFlow::Continue(again) => timer.as_mut().reset(again),
                }
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }

    /// Blocks the thread until the permit is there.
    #[cfg(feature = "blocking")]
    pub(crate) fn block(mut self) -> Outcome {
        let waker = Waker::from(Arc::new(Thread(std::thread::current())));
        loop {
            match self.poll(&waker) {
                ControlFlow::Break(outcome) => return outcome,
                ControlFlow::Continue(again) => {
                    std::thread::park_timeout(again.saturating_duration_since(Instant::now()));
                }
            }
        }
    }

    /// Asks for the permit. Continues with the time to ask again, unless the waker is called before.
    fn poll(&mut self, waker: &Waker) -> ControlFlow<Outcome, Instant> {
        let (ticket, deadline) = (self.ticket, self.deadline);
        let (polled, now, waiting, interval) = change(&self.queue, |queue, now| {
            let polled = queue.poll(ticket, now, waker);
            (polled, now, queue.waiting(), queue.lowered_interval())
        });
        match (polled, deadline) {
            (Ok(()), _) => {
                self.is_finished = true;
                ControlFlow::Break(Ok(now.saturating_duration_since(self.entered)))
            }
            (Err(again), Some(deadline)) if deadline <= now => {
                let late = again.saturating_duration_since(deadline);
                let mut expiry = self.expiry.clone();
                expiry.wait = expiry.limit.saturating_add(late);
                expiry.waiting = waiting.saturating_sub(1);
                expiry.interval = interval;
                // Dropping the waiter leaves the queue.
                ControlFlow::Break(Err(expiry))
            }
            (Err(again), deadline) => {
                ControlFlow::Continue(deadline.map_or(again, |deadline| again.min(deadline)))
            }
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        if !self.is_finished {
            let ticket = self.ticket;
            drop(change(&self.queue, |queue, now| queue.leave(ticket, now)));
        }
    }
}

/// Wakes a thread that waits for its permit.
#[cfg(feature = "blocking")]
struct Thread(std::thread::Thread);

#[cfg(feature = "blocking")]
impl std::task::Wake for Thread {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
