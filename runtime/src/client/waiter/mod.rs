//! Calls an action again and again until a member of its response has a final value.

#[cfg(feature = "blocking")]
mod blocking;
mod polling;
mod wait_error;

use std::time::Duration;

pub use wait_error::WaitError;

use crate::BoxFuture;
use crate::wire::{Encode, Leaf, walk};

/// The future of a method that waits.
///
/// It does nothing until it is awaited. Dropping it ends the wait.
pub type WaitFuture<'a, R> = BoxFuture<'a, Result<R, WaitError<R>>>;

/// Which values of a response end a wait. Generated crates have a constant of this type for each waiter.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Waiter {
    /// The name of the method.
    pub name: &'static str,
    /// The path of the member, in wire names. A list on the path is searched item by item.
    pub member: &'static [&'static str],
    /// The values after which the response is returned.
    pub success: &'static [State],
    /// The values after which waiting is useless.
    pub failure: &'static [State],
    /// The pause between two calls.
    pub pause: Duration,
    /// The time limit of the wait, unless the client has a time limit.
    pub timeout: Duration,
}

/// A value of the member that a waiter reads.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Text(&'static str),
    Integer(i64),
    Flag(bool),
}

impl State {
    fn is(self, leaf: &Leaf<'_>) -> bool {
        match (self, leaf) {
            (Self::Text(state), Leaf::Text(found)) => state == *found,
            (Self::Integer(state), Leaf::Integer(found)) => i128::from(state) == *found,
            (Self::Flag(state), Leaf::Flag(found)) => state == *found,
            _ => false,
        }
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}

/// What a response means for a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Succeeded,
    Failed(State),
    Waiting,
}

impl Waiter {
    /// Interprets a response. One item with a value of failure is a failure. All items must have a value of
    /// success, and at least one item must exist. Other values, also unknown ones, mean waiting.
    fn progress(&self, response: &dyn Encode) -> Progress {
        let (mut failed, mut found, mut all) = (None, false, true);
        walk(response, self.member, &mut |leaf| {
            let is_one_of = |states: &[State]| states.iter().copied().find(|state| state.is(&leaf));
            failed = failed.or(is_one_of(self.failure));
            found = true;
            all &= is_one_of(self.success).is_some();
        });
        match failed {
            Some(state) => Progress::Failed(state),
            None if found && all => Progress::Succeeded,
            None => Progress::Waiting,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const WAITER: Waiter = Waiter {
        name: "wait_until_done",
        member: &["Tasks", "Status"],
        success: &[State::Text("DONE"), State::Integer(8), State::Flag(true)],
        failure: &[State::Text("FAILED"), State::Integer(-2)],
        pause: Duration::from_secs(1),
        timeout: Duration::from_secs(60),
    };

    fn progress(tasks: Value) -> Progress {
        WAITER.progress(&json!({ "Tasks": tasks }))
    }

    #[test]
    fn known_values_end_a_wait_and_others_do_not() {
        for value in [json!("DONE"), json!(8), json!(true)] {
            assert_eq!(progress(json!({ "Status": value })), Progress::Succeeded);
        }
        let failed = Progress::Failed(State::Integer(-2));
        assert_eq!(progress(json!({ "Status": -2 })), failed);
        for value in [
            json!("NEW"),
            json!("done"),
            json!(9),
            json!(false),
            json!(null),
            json!("8"),
        ] {
            assert_eq!(
                progress(json!({ "Status": value })),
                Progress::Waiting,
                "{value}"
            );
        }
        assert_eq!(progress(json!({})), Progress::Waiting);
        assert_eq!(progress(json!(null)), Progress::Waiting);
    }

    #[test]
    fn all_items_must_succeed_and_one_may_fail_all() {
        let tasks = |states: &[&str]| {
            let tasks = states.iter().map(|state| json!({ "Status": state }));
            Value::Array(tasks.collect())
        };
        assert_eq!(progress(tasks(&[])), Progress::Waiting);
        assert_eq!(progress(tasks(&["DONE", "DONE"])), Progress::Succeeded);
        assert_eq!(progress(tasks(&["DONE", "RUNNING"])), Progress::Waiting);
        let failed = Progress::Failed(State::Text("FAILED"));
        assert_eq!(progress(tasks(&["DONE", "RUNNING", "FAILED"])), failed);
        assert_eq!(progress(tasks(&["FAILED", "DONE"])), failed);
    }

    #[test]
    fn an_item_without_the_member_is_not_finished() {
        let tasks = json!([{ "Status": "DONE" }, {}]);
        assert_eq!(progress(tasks), Progress::Waiting);
    }
}
