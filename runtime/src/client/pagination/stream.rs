//! The streams of pages and items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::Paginate;
use super::page_requests::{CallPage, PageRequests};
use crate::BoxFuture;
use crate::client::error::Error;

/// The pages of a list, as the responses of the service. It ends after an error.
///
/// It implements [`Stream`]. [`next`](Self::next) needs no other crate.
///
/// ```
/// use tencent_runtime::client::{Error, Pages, Paginate};
///
/// async fn count<A: Paginate>(mut pages: Pages<A>) -> Result<usize, Error> {
///     let mut count = 0;
///     while let Some(page) = pages.next().await {
///         page?;
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
#[must_use = "nothing is sent before the stream is polled"]
pub struct Pages<A: Paginate> {
    call: CallPage<A>,
    requests: PageRequests<A>,
    in_flight: Option<BoxFuture<'static, Result<A::Response, Error>>>,
}

impl<A: Paginate> Pages<A> {
    pub(super) fn new(call: CallPage<A>, requests: PageRequests<A>) -> Self {
        Self {
            call,
            requests,
            in_flight: None,
        }
    }

    /// Returns the next page. `None` after the last one.
    ///
    /// Dropping the future does not lose a page: the next call continues with it.
    pub async fn next(&mut self) -> Option<Result<A::Response, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Nothing in it is pinned: the call in flight is in a box.
impl<A: Paginate> Unpin for Pages<A> {}

impl<A: Paginate> Stream for Pages<A> {
    type Item = Result<A::Response, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.in_flight.is_none() {
            match self.requests.next() {
                Some(Ok((request, options))) => {
                    self.in_flight = Some((self.call)(request, options));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        let Some(call) = &mut self.in_flight else {
            return Poll::Ready(None);
        };
        let outcome = ready!(call.as_mut().poll(context));
        self.in_flight = None;
        Poll::Ready(self.requests.on_outcome(outcome))
    }
}

impl<A: Paginate> fmt::Debug for Pages<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

/// The items of a list. It ends after an error.
///
/// It implements [`Stream`]. [`next`](Self::next) and [`try_collect`](Self::try_collect) need no other
/// crate.
///
/// ```
/// use tencent_runtime::client::{Error, Items, Paginate};
///
/// /// Finds an item, and reads no page behind it.
/// async fn find<A: Paginate>(
///     mut items: Items<A>,
///     is_wanted: impl Fn(&A::Item) -> bool,
/// ) -> Result<Option<A::Item>, Error> {
///     while let Some(item) = items.next().await {
///         let item = item?;
///         if is_wanted(&item) {
///             return Ok(Some(item));
///         }
///     }
///     Ok(None)
/// }
/// ```
#[must_use = "nothing is sent before the stream is polled"]
pub struct Items<A: Paginate> {
    pages: Pages<A>,
    page: vec::IntoIter<A::Item>,
}

impl<A: Paginate> Items<A> {
    pub(super) fn new(pages: Pages<A>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// Returns the next item. `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<A::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the whole list.
    ///
    /// # Errors
    ///
    /// The first error of a call.
    pub async fn try_collect(mut self) -> Result<Vec<A::Item>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }
}

impl<A: Paginate> Unpin for Items<A> {}

impl<A: Paginate> Stream for Items<A> {
    type Item = Result<A::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = A::into_items(page).unwrap_or_default().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<A: Paginate> fmt::Debug for Items<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("buffered", &self.page.len())
            .finish()
    }
}
