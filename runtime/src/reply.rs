//! The reply to a call.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::{BoxFuture, Error};

/// The reply to a call: a future of the response, or of what went wrong.
///
/// Clients return it; nothing is done before it is awaited, and dropping it ends the call. Stubs make it of
/// what a test wants answered.
#[must_use = "a call is made when its reply is awaited"]
pub struct Reply<'a, T>(BoxFuture<'a, Result<T, Error>>);

impl<'a, T> Reply<'a, T> {
    /// The reply that a future brings.
    pub fn new(future: impl Future<Output = Result<T, Error>> + Send + 'a) -> Self {
        Self(Box::pin(future))
    }
}

impl<'a, T: Send + 'a> Reply<'a, T> {
    /// A reply that is there at once.
    pub fn ready(outcome: Result<T, Error>) -> Self {
        Self::new(std::future::ready(outcome))
    }
}

impl<T> Future for Reply<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for Reply<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").finish_non_exhaustive()
    }
}
