//! How many requests of a batch have which outcome.

use super::plan::{Plan, State};
use super::record::OutcomeKind;

/// The numbers of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) requests: u64,
    pub(super) responses: u64,
    pub(super) errors: u64,
    pub(super) not_executed: u64,
    pub(super) ambiguous: u64,
}

impl Tally {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut tally = Self::default();
        for (_, state) in plan.states() {
            tally.requests += 1;
            match state {
                State::Waiting => {}
                State::Ended(OutcomeKind::Response) => tally.responses += 1,
                State::Ended(OutcomeKind::Error) => tally.errors += 1,
                State::Ended(OutcomeKind::NotExecuted) => tally.not_executed += 1,
                State::Started | State::Ended(OutcomeKind::Ambiguous) => tally.ambiguous += 1,
            }
        }
        tally
    }

    /// Returns how many calls ended.
    pub(super) fn ended(&self) -> u64 {
        self.responses + self.errors + self.not_executed + self.ambiguous
    }

    /// Returns how many requests were not executed.
    pub(super) fn unsent(&self) -> u64 {
        self.requests - self.ended() + self.not_executed
    }
}
