//! The settings with which a list is read.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::page_requests::{CallPage, PageRequests};
use super::stream::{Items, Pages};
use super::{Paginate, StubbedBy};
use crate::client::backend::Backend;
use crate::client::options::CallOptions;
use crate::client::transport::Transport;

/// Reads the list of an action page by page. `Client::paginate` of a generated crate creates it.
///
/// Nothing is sent before the stream is polled. Each page is a call of its own, with the options of the
/// client: it is retried, waits for the rate limit, and has the time limit of a call. Read on as long as
/// needed, and drop the stream to stop.
///
/// The request may select where to begin, and the size of a page. The next page begins after the items
/// that were received, so a server may return smaller pages than the request asks for. The list ends
/// with an empty page. Some services do not document the number of their first page; then the request
/// contains it, and [`Unsendable::MissingPage`](crate::client::error::Unsendable::MissingPage) is the
/// error without it. If the request limits the size of pages, a shorter page that reaches the total
/// of the service is the last one, which saves a call.
///
/// Items that are added or removed while the list is read may be missing or occur twice.
///
/// ```
/// use std::time::Duration;
/// use tencent_runtime::client::{Error, Paginate, Paginator};
///
/// /// Reads a list, but for at most a minute.
/// async fn read<A: Paginate>(list: Paginator<A>) -> Result<Vec<A::Item>, Error> {
///     list.timeout(Duration::from_secs(60)).items().try_collect().await
/// }
/// ```
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
