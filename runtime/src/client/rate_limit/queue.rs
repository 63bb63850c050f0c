//! The calls that wait for a permit of one action. The queue reads no clock and does no I/O.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::task::Waker;
use std::time::Duration;

use tokio::time::Instant;

use super::rate::{Rate, WINDOW};

/// How much of a delay the following permits make up for.
///
/// Timers are late by some milliseconds. If the pause began when a late request was sent, all delays
/// would add up, and the throughput would stay below the limit.
const MAX_CATCH_UP: Duration = Duration::from_millis(20);

/// The longest pause because of `Retry-After`.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// The permits of one action.
///
/// Every operation serves the calls whose time has come, so a call that its program does not poll does
/// not block the others. Each call has its own timer, so one permit wakes one call.
pub(super) struct Queue {
    rate: Rate,
    /// The pause between two permits.
    interval: Duration,
    /// Whether the last permit was needed as soon as the rate allowed it.
    is_busy: bool,
    /// The time of the next permit.
    next: Instant,
    /// The calls in order of arrival. `None` is a call that left while others waited before it.
    calls: VecDeque<Option<Entry>>,
    /// The ticket of the first of these calls.
    first: u64,
    waiting: usize,
    /// Wakers to call when the queue is unlocked.
    woken: Vec<Waker>,
}

/// A call in the queue.
struct Entry {
    /// When the call asks again by itself.
    wake_at: Instant,
    waker: Option<Waker>,
}

impl Queue {
    pub(super) fn new(per_second: NonZeroU32, now: Instant) -> Self {
        let rate = Rate::new(per_second, now);
        Self {
            interval: rate.interval(),
            rate,
            is_busy: false,
            next: now,
            calls: VecDeque::new(),
            first: 0,
            waiting: 0,
            woken: Vec::new(),
        }
    }

    /// Returns how many calls wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Returns the wakers of calls that should ask again. Call them after unlocking the queue.
    pub(super) fn take_woken(&mut self) -> Vec<Waker> {
        std::mem::take(&mut self.woken)
    }

    /// Takes a permit if no call waits for one.
    ///
    /// # Errors
    ///
    /// The time until the permit would come.
    pub(super) fn try_acquire(&mut self, now: Instant) -> Result<(), Duration> {
        self.serve(now);
        // If calls wait after serving, the next permit is later.
        if self.next <= now {
            self.is_busy = now - self.next < self.interval;
            self.next = now + self.interval;
            return Ok(());
        }
        Err(self.after(self.waiting).saturating_duration_since(now))
    }

    /// Adds a call at the end, and returns its ticket.
    pub(super) fn enter(&mut self, now: Instant) -> u64 {
        self.calls.push_back(Some(Entry {
            wake_at: self.after(self.waiting).max(now),
            waker: None,
        }));
        self.waiting += 1;
        self.first + self.calls.len() as u64 - 1
    }

    /// Asks for the permit of a call.
    ///
    /// # Errors
    ///
    /// The time to ask again, unless the waker is called before.
    pub(super) fn poll(&mut self, ticket: u64, now: Instant, waker: &Waker) -> Result<(), Instant> {
        if let Some(entry) = self.entry(ticket) {
            // It is awake, so serving must not wake it.
            entry.waker = None;
        }
        self.serve(now);
        let ahead = self.ahead_of(ticket).unwrap_or_default();
        let expected = self.after(ahead);
        let Some(entry) = self.entry(ticket) else {
            return Ok(());
        };
        if ahead == 0 || entry.wake_at <= now {
            entry.wake_at = expected;
        }
        entry.waker = Some(waker.clone());
        Err(entry.wake_at)
    }

    /// Removes a call that waits, or returns the permit of a call that has not used it.
    ///
    /// Returns the waker of the call. Drop it after unlocking the queue.
    pub(super) fn leave(&mut self, ticket: u64, now: Instant) -> Option<Waker> {
        let entry = match self.ahead_of(ticket) {
            Some(index) => {
                self.waiting -= 1;
                self.calls[index].take()
            }
            None => {
                self.next = self.next.checked_sub(self.interval).unwrap_or(self.next);
                None
            }
        };
        while let Some(None) = self.calls.back() {
            self.calls.pop_back();
        }
        self.serve(now);
        entry?.waker
    }

    /// Raises the rate, because the server accepted a request.
    pub(super) fn on_accepted(&mut self) {
        self.rate.on_accepted(self.is_busy);
        self.interval = self.rate.interval();
    }

    /// Pauses and lowers the rate, because the server throttled a request.
    ///
    /// `spread` is a random number from 0 to 1: programs that were throttled at the same time should not
    /// continue at the same time.
    pub(super) fn on_throttled(
        &mut self,
        sent_at: Instant,
        retry_after: Option<Duration>,
        spread: f64,
        now: Instant,
    ) {
        let mut pause = retry_after.unwrap_or_default().min(MAX_RETRY_AFTER);
        if self.rate.on_throttled(sent_at, now) {
            self.interval = self.rate.interval();
            // The server would refuse more requests in the same second.
            pause = pause.max(WINDOW) + self.interval.mul_f64(spread);
        }
        self.next = self.next.max(now + pause);
    }

    /// Returns the pause between two permits, if the rate is below its limit.
    pub(super) fn lowered_interval(&self) -> Option<Duration> {
        self.rate.is_lowered().then_some(self.interval)
    }

    /// Serves the calls whose time has come. Wakes the next call if it expects to wait longer.
    fn serve(&mut self, now: Instant) {
        while let Some(first) = self.calls.front_mut() {
            match first {
                Some(entry) if self.next > now => {
                    if entry.wake_at > self.next {
                        entry.wake_at = self.next;
                        self.woken.extend(entry.waker.take());
                    }
                    return;
                }
                Some(entry) => {
                    self.woken.extend(entry.waker.take());
                    self.waiting -= 1;
                    self.is_busy = true;
                    let earliest = now.checked_sub(MAX_CATCH_UP).unwrap_or(now);
                    self.next = self.next.max(earliest) + self.interval;
                }
                None => {}
            }
            self.calls.pop_front();
            self.first += 1;
        }
    }

    /// Returns the time of the permit after that many others.
    fn after(&self, permits: usize) -> Instant {
        let permits = u32::try_from(permits).unwrap_or(u32::MAX);
        self.next + self.interval.saturating_mul(permits)
    }

    /// Returns how many places are before a call. `None` if the call was served.
    fn ahead_of(&self, ticket: u64) -> Option<usize> {
        let ahead = ticket.checked_sub(self.first)?;
        usize::try_from(ahead).ok()
    }

    fn entry(&mut self, ticket: u64) -> Option<&mut Entry> {
        let index = self.ahead_of(ticket)?;
        self.calls.get_mut(index)?.as_mut()
    }
}

#[cfg(test)]
mod tests;
