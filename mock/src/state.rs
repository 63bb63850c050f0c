//! The data that the connections of a server and its tests share.

use std::collections::VecDeque;
#[cfg(feature = "callback")]
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::actions::Actions;
use crate::builder::MockServerBuilder;
#[cfg(feature = "callback")]
use crate::callback::Outbox;
use crate::expected::Expected;
use crate::ids::Ids;
use crate::rate_limit::RateLimit;
use crate::received::Kept;
use crate::resources::Resources;
use crate::scenario::Scenario;

/// The number of unexpected requests that are kept.
const MAX_UNEXPECTED: usize = 100;

pub(crate) struct State {
    pub(crate) actions: Actions,
    pub(crate) started: Instant,
    pub(crate) seed: u64,
    pub(crate) lenient: bool,
    pub(crate) rate_limit: Option<RateLimit>,
    max_received: usize,
    expected: Mutex<Vec<Expected>>,
    unexpected: Mutex<Vec<String>>,
    received: Mutex<VecDeque<Kept>>,
    ids: Mutex<Ids>,
    resources: Mutex<Resources>,
    scenario: Mutex<Scenario>,
    clock_ahead: Mutex<Duration>,
    numbers: AtomicU64,
    draws: AtomicU64,
    /// The callbacks, if the server has a URL for them.
    #[cfg(feature = "callback")]
    pub(crate) outbox: Option<Arc<Outbox>>,
}

impl State {
    pub(crate) fn new(builder: MockServerBuilder) -> Self {
        let actions = builder.actions;
        let mut ids = Ids::new(builder.seed, actions.created_ids());
        for entry in actions.entries.values() {
            for (request, response) in entry.examples() {
                ids.learn(&request, entry.ids);
                ids.learn(&response, &[]);
            }
        }
        Self {
            actions,
            started: Instant::now(),
            seed: builder.seed,
            lenient: builder.lenient,
            rate_limit: builder.requests_per_second.map(RateLimit::new),
            max_received: builder.max_received,
            expected: Mutex::default(),
            unexpected: Mutex::default(),
            received: Mutex::default(),
            ids: Mutex::new(ids),
            resources: Mutex::default(),
            scenario: Mutex::new(builder.scenario),
            clock_ahead: Mutex::default(),
            numbers: AtomicU64::new(0),
            draws: AtomicU64::new(0),
            #[cfg(feature = "callback")]
            outbox: None,
        }
    }

    #[cfg(feature = "callback")]
    pub(crate) fn with_outbox(self, outbox: Option<Arc<Outbox>>) -> Self {
        Self { outbox, ..self }
    }

    pub(crate) fn expected(&self) -> MutexGuard<'_, Vec<Expected>> {
        lock(&self.expected)
    }

    pub(crate) fn unexpected(&self) -> MutexGuard<'_, Vec<String>> {
        lock(&self.unexpected)
    }

    pub(crate) fn received(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        lock(&self.received)
    }

    pub(crate) fn ids(&self) -> MutexGuard<'_, Ids> {
        lock(&self.ids)
    }

    pub(crate) fn resources(&self) -> MutexGuard<'_, Resources> {
        lock(&self.resources)
    }

    pub(crate) fn scenario(&self) -> MutexGuard<'_, Scenario> {
        lock(&self.scenario)
    }

    pub(crate) fn clock_ahead(&self) -> Duration {
        *lock(&self.clock_ahead)
    }

    pub(crate) fn set_clock_ahead(&self, ahead: Duration) {
        *lock(&self.clock_ahead) = ahead;
    }

    /// Returns the server's time.
    pub(crate) fn now(&self) -> SystemTime {
        SystemTime::now() + self.clock_ahead()
    }

    /// Returns a number that no other id of this server has.
    pub(crate) fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Returns a random number, the same in each run with the same seed.
    pub(crate) fn random(&self) -> u64 {
        let position = self.draws.fetch_add(1, Ordering::Relaxed);
        split_mix(self.seed ^ split_mix(position))
    }

    /// Keeps a request, and forgets the oldest one if there are too many.
    pub(crate) fn keep(&self, kept: Kept) {
        let mut received = self.received();
        received.push_back(kept);
        while received.len() > self.max_received {
            received.pop_front();
        }
    }

    pub(crate) fn keep_unexpected(&self, reason: String) {
        let mut unexpected = self.unexpected();
        if unexpected.len() < MAX_UNEXPECTED {
            unexpected.push(reason);
        }
    }
}

/// The output function of SplitMix64.
fn split_mix(position: u64) -> u64 {
    let mut mixed = position.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A panic in a condition of a test must not hide the reason of its failure.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
