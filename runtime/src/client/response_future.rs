//! The future that the methods of a client return.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::error::Error;
use crate::BoxFuture;

/// The future of a response.
///
/// It does nothing until it is awaited. Dropping it cancels the call. Stubs create it with
/// [`ResponseFuture::ready`].
///
/// ```
/// use tencent_runtime::client::ResponseFuture;
///
/// let future = ResponseFuture::ready(Ok("the response of a stub"));
/// ```
#[must_use = "a call is made when its future is awaited"]
pub struct ResponseFuture<'a, T>(BoxFuture<'a, Result<T, Error>>);

impl<'a, T> ResponseFuture<'a, T> {
    /// Boxes a future.
    pub fn new(future: impl Future<Output = Result<T, Error>> + Send + 'a) -> Self {
        Self(Box::pin(future))
    }
}

impl<'a, T: Send + 'a> ResponseFuture<'a, T> {
    /// Creates a future that is ready with an outcome.
    pub fn ready(outcome: Result<T, Error>) -> Self {
        Self::new(std::future::ready(outcome))
    }
}

impl<T> Future for ResponseFuture<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for ResponseFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
