//! The requests for the pages of a list.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Paginate;
use super::cursor::{Cursor, Page};
use crate::BoxFuture;
use crate::client::error::{Error, TransportCause, TransportError};
use crate::client::options::CallOptions;

/// Calls an action.
pub(super) type CallPage<A> = Arc<
    dyn Fn(A, CallOptions) -> BoxFuture<'static, Result<<A as crate::Action>::Response, Error>>
        + Send
        + Sync,
>;

/// The requests for the pages of a list. Both clients use it.
pub(super) struct PageRequests<A> {
    request: A,
    options: CallOptions,
    cursor: Cursor,
    timeout: Option<Duration>,
    started: Option<Instant>,
    is_done: bool,
}

impl<A: Paginate> PageRequests<A> {
    pub(super) fn new(request: A, options: CallOptions, timeout: Option<Duration>) -> Self {
        Self {
            cursor: Cursor::new(A::INFO.name, A::PAGINATION, &request),
            request,
            options,
            timeout,
            started: None,
            is_done: false,
        }
    }

    /// Returns the request for the next page with the options of its call. `None` after the last page.
    pub(super) fn next(&mut self) -> Option<Result<(A, CallOptions), Error>> {
        if self.is_done {
            return None;
        }
        if let Err(error) = self.cursor.check() {
            self.is_done = true;
            return Some(Err(error));
        }
        let started = *self.started.get_or_insert_with(Instant::now);
        let mut options = self.options.clone();
        if let Some(timeout) = self.timeout {
            let left = timeout.saturating_sub(started.elapsed());
            if left.is_zero() {
                self.is_done = true;
                let cause = TransportCause::CallTimeout(timeout);
                let error = TransportError::new(cause, A::INFO.service.host);
                return Some(Err(Error::NotSent(error)));
            }
            options.limit_time(&A::INFO, left);
        }
        Some(Ok((self.request.clone(), options)))
    }

    /// Interprets the outcome of a call. `None` if the list ended before the response.
    pub(super) fn on_outcome(
        &mut self,
        outcome: Result<A::Response, Error>,
    ) -> Option<Result<A::Response, Error>> {
        self.is_done = true;
        let page = outcome.and_then(|response| {
            let page = self.cursor.on_response(&response)?;
            Ok((response, page))
        });
        match page {
            Ok((response, Page::More(position))) => {
                self.request.set_position(position);
                self.is_done = false;
                Some(Ok(response))
            }
            Ok((response, Page::Last)) => Some(Ok(response)),
            Ok((_, Page::End)) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<A: fmt::Debug> fmt::Debug for PageRequests<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageRequests")
            .field("request", &self.request)
            .field("is_done", &self.is_done)
            .finish_non_exhaustive()
    }
}
