//! Tests of the queue, with chosen times.

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
    let ticket = queue.enter(now);
    now += lowered;
    assert_eq!(poll(&mut queue, ticket, now), Ok(()));
    queue.on_accepted();
    let raised = queue.lowered_interval().unwrap();
    assert!(raised < lowered, "a call waited");
    now += lowered;
    assert_eq!(queue.try_acquire(now), Ok(()));
    queue.on_accepted();
    assert!(queue.lowered_interval().unwrap() < raised);
}

#[test]
fn an_idle_queue_saves_no_permits() {
    let start = Instant::now();
    let mut queue = queue(start);
    let later = start + Duration::from_secs(60);
    assert_eq!(queue.try_acquire(later), Ok(()));
    assert_eq!(queue.try_acquire(later), Err(PAUSE));
}
