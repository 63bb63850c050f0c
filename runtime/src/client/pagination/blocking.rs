//! The iterators of pages and items.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use std::vec;

use super::Paginate;
use super::page_requests::PageRequests;
use crate::Action;
use crate::client::backend::Backend;
use crate::client::blocking::Transport;
use crate::client::error::Error;
use crate::client::options::CallOptions;

/// The method of a blocking stub `S` for an action `A`.
#[doc(hidden)]
pub type StubMethod<S, A> = fn(&S, &A, &CallOptions) -> Result<<A as Action>::Response, Error>;

/// A request with the method of a blocking stub that answers it.
#[doc(hidden)]
pub trait StubbedBy<S: ?Sized>: Action + Sized {
    /// The method.
    const METHOD: StubMethod<S, Self>;
}

/// Calls an action.
type CallPage<A> =
    Arc<dyn Fn(&A, &CallOptions) -> Result<<A as Action>::Response, Error> + Send + Sync>;

/// Reads the list of an action page by page, like the asynchronous
/// [`Paginator`](crate::client::Paginator).
///
/// ```
/// use tencent_runtime::client::blocking::Paginator;
/// use tencent_runtime::client::{Error, Paginate};
///
/// fn read<A: Paginate>(list: Paginator<A>) -> Result<Vec<A::Item>, Error> {
///     list.items().collect()
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
        Self {
            call: Arc::new(move |request, options| backend.send(request, options, A::METHOD)),
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
        Pages {
            call: self.call,
            requests: PageRequests::new(self.request, self.options, self.timeout),
        }
    }

    /// Reads the list item by item.
    pub fn items(self) -> Items<A> {
        Items {
            pages: self.pages(),
            page: Vec::new().into_iter(),
        }
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

/// The pages of a list, as the responses of the service. It ends after an error.
///
/// ```
/// use tencent_runtime::client::blocking::Pages;
/// use tencent_runtime::client::{Error, Paginate};
///
/// fn first<A: Paginate>(mut pages: Pages<A>) -> Option<Result<A::Response, Error>> {
///     pages.next()
/// }
/// ```
#[must_use = "nothing is sent before the next page is read"]
pub struct Pages<A: Paginate> {
    call: CallPage<A>,
    requests: PageRequests<A>,
}

impl<A: Paginate> Iterator for Pages<A> {
    type Item = Result<A::Response, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.requests.next()? {
            Ok((request, options)) => {
                let outcome = (self.call)(&request, &options);
                self.requests.on_outcome(outcome)
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl<A: Paginate> std::iter::FusedIterator for Pages<A> {}

impl<A: Paginate> fmt::Debug for Pages<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

/// The items of a list. It ends after an error.
///
/// ```
/// use tencent_runtime::client::blocking::Items;
/// use tencent_runtime::client::{Error, Paginate};
///
/// fn first_ten<A: Paginate>(items: Items<A>) -> Result<Vec<A::Item>, Error> {
///     items.take(10).collect()
/// }
/// ```
#[must_use = "nothing is sent before the next item is read"]
pub struct Items<A: Paginate> {
    pages: Pages<A>,
    page: vec::IntoIter<A::Item>,
}

impl<A: Paginate> Iterator for Items<A> {
    type Item = Result<A::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.page = A::into_items(page).unwrap_or_default().into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<A: Paginate> std::iter::FusedIterator for Items<A> {}

impl<A: Paginate> fmt::Debug for Items<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("buffered", &self.page.len())
            .finish()
    }
}
