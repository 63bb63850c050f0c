//! Limits the requests of a client per second.
//!
//! [`RateLimiter`] is the default: a queue for each action, in the memory of the process. A program with
//! another limiter, for example one in a store that several machines share, implements [`LimitRate`].

mod limit_rate;
mod limiter;
mod queue;
mod rate;
mod shared;
mod waiter;

use std::num::NonZeroU32;

pub use limit_rate::{AttemptOutcome, FinishedAttempt, LimitRate, PermitRequest};
pub use limiter::RateLimiter;
pub use shared::SharedRateLimiter;
pub(crate) use shared::{Acquisition, Entered};
pub(crate) use waiter::Waiter;

pub use super::error::{PermitError, QueueTimeout};

/// How many requests a client sends per second.
///
/// Requests of one action are spaced evenly, because the server would refuse a burst, and refused
/// requests count too. If timers are late, the next requests follow up to 20 milliseconds sooner, so
/// that the throughput reaches the limit.
///
/// ```
/// use std::num::NonZeroU32;
/// use tencent_runtime::client::RateLimit;
///
/// let shared_account = RateLimit::PerSecond(NonZeroU32::new(5).unwrap());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateLimit {
    /// The documented limit of each action; no limit without documentation.
    #[default]
    Documented,
    /// The same limit for each action. Use it if the account has another limit, or shares it with
    /// other programs.
    PerSecond(NonZeroU32),
    /// No limit.
    Unlimited,
}
