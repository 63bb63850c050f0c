//! The settings with which a list is read.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::cursor::{Cursor, Page};
use super::stream::{Items, Pages};
use super::{Paginate, StubbedBy};
use crate::BoxFuture;
use crate::client::backend::Backend;
use crate::client::error::{Error, TransportCause, TransportError};
use crate::client::options::CallOptions;
use crate::client::transport::Transport;

/// Calls an action.
pub(super) type CallPage<A> = Arc<
    dyn Fn(A, CallOptions) -> BoxFuture<'static, Result<<A as crate::Action>::Response, Error>>
        + Send
        + Sync,
>;

/// Reads the list of an action page by page. `Client::paginate` of a generated crate creates it.
///
/// Nothing is sent before the stream is polled. Each page is a call of its own, with the options of the
/// client: it is retried, waits for the rate limit, and has the time limit of a call. Read on as long as
/// needed, and drop the stream to stop.
///
/// The request may select where to begin, and the size of a page. The next page begins after the items
/// that were received, so a server may return smaller pages than the request asks for. The list ends
/// with an empty page. If the request limits the size of pages, a shorter page that reaches the total
/// of the service is the last one, which saves a call.
///
/// Items that are added or removed while the list is read may be missing or occur twice.
#[must_use = "nothing is sent before the pages or the items are read"]
pub struct Paginator<A: Paginate> {
    call: CallPage<A>,
    request: A,
    options: CallOptions,
    timeout: Option<Duration>,
}

impl<A: Paginate> Paginator<A> {
    /// Creates a paginator that calls the service or a stub.
    #[doc(hidden)]
    pub fn new<S>(backend: &Backend<Transport, S>, options: &CallOptions, request: A) -> Self
    where
        A: StubbedBy<S>,
        S: Send + Sync + ?Sized + 'static,
    {
        let backend = backend.clone();
        let call: CallPage<A> = Arc::new(move |request, options| {
            let backend = backend.clone();
            Box::pin(async move { backend.send(&request, &options, A::METHOD).await })
        });
        Self {
            call,
            request,
            options: options.clone(),
            timeout: None,
        }
    }

    /// Sets a time limit for the whole list, from the first call on, including the time between the
    /// calls. Default: none; each call has the [time limit of the client](CallOptions::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Reads the list page by page, as the responses of the service.
    pub fn pages(self) -> Pages<A> {
        let Self {
            call,
            request,
            options,
            timeout,
        } = self;
        Pages::new(call, PageRequests::new(request, options, timeout))
    }

    /// Reads the list item by item.
    pub fn items(self) -> Items<A> {
        Items::new(self.pages())
    }
}

impl<A: Paginate> fmt::Debug for Paginator<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paginator")
            .field("request", &self.request)
            .field("options", &self.options)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

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
