//! Why a wait ended without success.

use std::time::Duration;

use thiserror::Error as ThisError;

use crate::client::error::Error;

/// Why a method that waits for a final state returned no success. `R` is the response of its action.
///
/// ```
/// use tencent_runtime::client::WaitError;
///
/// fn explain(error: WaitError<u32>) -> String {
///     match error {
///         WaitError::Failed { state, .. } => format!("the task ended with {state}"),
///         WaitError::Timeout { .. } => "the task still runs".to_owned(),
///         other => other.to_string(),
///     }
/// }
///
/// let error = WaitError::failed("wait_until_done", "-6", 7);
/// assert_eq!(error.response(), Some(&7));
/// assert_eq!(explain(error), "the task ended with -6");
/// ```
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum WaitError<R> {
    /// A call failed, after its retries.
    #[error(transparent)]
    Call(#[from] Error),

    /// The state is final and not a success. Waiting longer is useless.
    #[error("{waiter} failed: the state is {state}")]
    #[non_exhaustive]
    Failed {
        /// The name of the method.
        waiter: &'static str,
        /// The state, as the service writes it.
        state: String,
        /// The response that contains the state.
        response: Box<R>,
    },

    /// The time limit of the wait is over, or ends before the next call. The state may become final later.
    #[error("{waiter} found no final state within {timeout:?}")]
    #[non_exhaustive]
    Timeout {
        /// The name of the method.
        waiter: &'static str,
        /// The time limit.
        timeout: Duration,
        /// The last response.
        response: Box<R>,
    },
}

impl<R> WaitError<R> {
    /// Creates [`WaitError::Failed`], for tests. `waiter` is the name of the method.
    pub fn failed(waiter: &'static str, state: impl Into<String>, response: R) -> Self {
        Self::Failed {
            waiter,
            state: state.into(),
            response: Box::new(response),
        }
    }

    /// Creates [`WaitError::Timeout`], for tests. `waiter` is the name of the method.
    pub fn timeout(waiter: &'static str, timeout: Duration, response: R) -> Self {
        Self::Timeout {
            waiter,
            timeout,
            response: Box::new(response),
        }
    }

    /// Returns the last response, if the last call succeeded.
    #[must_use]
    pub fn response(&self) -> Option<&R> {
        match self {
            Self::Call(_) => None,
            Self::Failed { response, .. } | Self::Timeout { response, .. } => Some(response),
        }
    }

    /// Returns whether a time limit was exceeded: that of the wait, or one of a call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Call(error) => error.is_timeout(),
            Self::Failed { .. } => false,
            Self::Timeout { .. } => true,
        }
    }
}
