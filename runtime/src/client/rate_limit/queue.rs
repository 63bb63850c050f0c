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
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    const MS: Duration = Duration::from_millis(1);
    /// The pause between permits in these tests.
    const PAUSE: Duration = Duration::from_millis(50);

    fn queue(now: Instant) -> Queue {
        let mut queue = Queue::new(NonZeroU32::new(20).unwrap(), now);
        assert_eq!(queue.try_acquire(now), Ok(()));
        queue
    }

    fn poll(queue: &mut Queue, ticket: u64, now: Instant) -> Result<(), Instant> {
        queue.poll(ticket, now, Waker::noop())
    }

    #[test]
    fn calls_are_served_in_order_of_arrival() {
        let start = Instant::now();
        let mut queue = queue(start);
        let tickets: Vec<u64> = (0..3).map(|_| queue.enter(start)).collect();
        for (ticket, turn) in tickets.iter().zip(1..) {
            assert_eq!(poll(&mut queue, *ticket, start), Err(start + PAUSE * turn));
        }
        let now = start + PAUSE;
        assert_eq!(poll(&mut queue, tickets[2], now), Err(start + PAUSE * 3));
        assert_eq!(poll(&mut queue, tickets[0], now), Ok(()));
        assert_eq!(poll(&mut queue, tickets[1], now), Err(start + PAUSE * 2));
    }

    #[test]
    fn a_new_call_does_not_overtake() {
        let start = Instant::now();
        let mut queue = queue(start);
        let ticket = queue.enter(start);
        // The permit of the waiting call is due, but the call has not asked yet.
        let now = start + PAUSE;
        assert_eq!(queue.try_acquire(now), Err(PAUSE));
        assert_eq!(poll(&mut queue, ticket, now), Ok(()));
    }

    #[test]
    fn a_call_that_is_not_polled_does_not_block_the_others() {
        let start = Instant::now();
        let mut queue = queue(start);
        let tickets = [queue.enter(start), queue.enter(start)];
        let turn = start + PAUSE * 2;
        assert_eq!(poll(&mut queue, tickets[1], start), Err(turn));
        // The first call gets its permit now, so the second waits for a part of the pause.
        let later = turn + PAUSE - MAX_CATCH_UP;
        assert_eq!(poll(&mut queue, tickets[1], turn), Err(later));
        assert_eq!(poll(&mut queue, tickets[1], later), Ok(()));
        assert_eq!(poll(&mut queue, tickets[0], start + PAUSE * 9), Ok(()));
    }

    #[derive(Default)]
    struct Wakes(AtomicUsize);

    impl Wake for Wakes {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_call_that_leaves_gives_its_permit_to_the_next() {
        let start = Instant::now();
        let mut queue = queue(start);
        let tickets: Vec<u64> = (0..4).map(|_| queue.enter(start)).collect();
        let wakes = Arc::new(Wakes::default());
        let waker = Waker::from(Arc::clone(&wakes));
        for ticket in &tickets {
            assert!(queue.poll(*ticket, start, &waker).is_err());
        }
        queue.leave(tickets[1], start);
        assert!(
            queue.take_woken().is_empty(),
            "the first call keeps its permit"
        );
        queue.leave(tickets[0], start);
        queue.take_woken().into_iter().for_each(Waker::wake);
        assert_eq!(
            wakes.0.load(Ordering::Relaxed),
            1,
            "only the next call is woken"
        );
        assert_eq!(poll(&mut queue, tickets[2], start), Err(start + PAUSE));
        assert_eq!(poll(&mut queue, tickets[2], start + PAUSE), Ok(()));
        assert_eq!(queue.waiting(), 1);
        assert_eq!(poll(&mut queue, tickets[3], start + PAUSE * 2), Ok(()));
    }

    #[test]
    fn an_unused_permit_is_returned() {
        let start = Instant::now();
        let mut queue = queue(start);
        let tickets = [queue.enter(start), queue.enter(start)];
        let now = start + PAUSE;
        assert!(
            poll(&mut queue, tickets[1], now).is_err(),
            "this serves the first call"
        );
        queue.leave(tickets[0], now);
        assert_eq!(poll(&mut queue, tickets[1], now), Ok(()));
        assert_eq!(queue.try_acquire(now), Err(PAUSE));
    }

    #[test]
    fn places_of_calls_that_left_are_removed() {
        let start = Instant::now();
        let mut queue = queue(start);
        let first = queue.enter(start);
        for _ in 0..1000 {
            let ticket = queue.enter(start);
            queue.leave(ticket, start);
        }
        assert_eq!((queue.calls.len(), queue.waiting()), (1, 1));
        queue.leave(first, start);
        assert_eq!((queue.calls.len(), queue.waiting()), (0, 0));
    }

    #[test]
    fn late_timers_do_not_reduce_the_throughput() {
        let start = Instant::now();
        let mut queue = queue(start);
        let tickets: Vec<u64> = (0..100).map(|_| queue.enter(start)).collect();
        let mut now = start;
        for ticket in tickets {
            while let Err(wake_at) = poll(&mut queue, ticket, now) {
                now = wake_at + MS * 7;
            }
        }
        assert_eq!(now, start + PAUSE * 100 + MS * 7);
    }

    #[test]
    fn a_long_delay_does_not_cause_a_burst() {
        let start = Instant::now();
        let mut queue = queue(start);
        let tickets: Vec<u64> = (0..100).map(|_| queue.enter(start)).collect();
        let late = start + Duration::from_secs(3);
        let served = |queue: &mut Queue, now| {
            let served = tickets.iter();
            let served = served.filter(|ticket| poll(queue, **ticket, now).is_ok());
            served.count()
        };
        assert_eq!(served(&mut queue, late), 1);
        assert_eq!(served(&mut queue, late + PAUSE - MAX_CATCH_UP - MS), 1);
        assert_eq!(served(&mut queue, late + PAUSE - MAX_CATCH_UP), 2);
    }

    #[test]
    fn a_refusal_delays_the_calls_that_wait_and_accepted_requests_bring_them_forward() {
        let start = Instant::now();
        let mut queue = queue(start);
        let tickets = [queue.enter(start), queue.enter(start)];
        // The server accepted 10 requests, so the rate falls to 8 per second.
        (0..10).for_each(|_| queue.on_accepted());
        queue.on_throttled(start, None, 0.5, start);
        let lowered = MS * 125;
        assert_eq!(queue.lowered_interval(), Some(lowered));
        let turn = start + WINDOW + lowered / 2;
        assert_eq!(poll(&mut queue, tickets[0], start + PAUSE), Err(turn));
        assert_eq!(
            poll(&mut queue, tickets[1], start + PAUSE * 2),
            Err(turn + lowered)
        );
        assert_eq!(poll(&mut queue, tickets[0], turn), Ok(()));
        (0..1_000).for_each(|_| queue.on_accepted());
        let raised = queue.lowered_interval().unwrap();
        assert!(PAUSE < raised && raised < lowered, "{raised:?}");
        (0..1_000).for_each(|_| queue.on_accepted());
        assert_eq!(queue.lowered_interval(), None);
        assert_eq!(poll(&mut queue, tickets[1], turn + lowered), Ok(()));
        assert_eq!(queue.try_acquire(turn + lowered), Err(PAUSE));
    }

    #[test]
    fn requests_that_were_on_their_way_delay_no_call_unless_the_server_says_so() {
        let start = Instant::now();
        let mut queue = queue(start);
        let now = start + PAUSE;
        queue.on_throttled(now, None, 0.0, now);
        let next = now + WINDOW;
        let late = start + WINDOW;
        queue.on_throttled(start, None, 0.0, late);
        assert_eq!(queue.try_acquire(late), Err(next - late));
        let seconds = Duration::from_secs;
        for (retry_after, pause) in [(seconds(7), seconds(7)), (Duration::MAX, MAX_RETRY_AFTER)] {
            queue.on_throttled(start, Some(retry_after), 0.0, late);
            assert_eq!(queue.try_acquire(late), Err(pause));
        }
    }

    #[test]
    fn a_rate_that_its_program_does_not_use_does_not_rise() {
        let start = Instant::now();
        let mut queue = queue(start);
        queue.on_throttled(start, None, 0.0, start);
        let lowered = queue.lowered_interval().unwrap();
        let mut now = start + WINDOW;
        for _ in 0..100 {
            now += lowered * 3;
            assert_eq!(queue.try_acquire(now), Ok(()));
            queue.on_accepted();
        }
        assert_eq!(queue.lowered_interval(), Some(lowered));
        now += lowered;
        assert_eq!(queue.try_acquire(now), Ok(()));
        queue.on_accepted();
        assert!(queue.lowered_interval().unwrap() < lowered);
    }

    #[test]
    fn an_idle_queue_saves_no_permits() {
        let start = Instant::now();
        let mut queue = queue(start);
        let later = start + Duration::from_secs(60);
        assert_eq!(queue.try_acquire(later), Ok(()));
        assert_eq!(queue.try_acquire(later), Err(PAUSE));
    }
}
