//! Reads lists that a service returns page by page.

#[cfg(feature = "blocking")]
pub(super) mod blocking;
mod cursor;
mod page_requests;
mod paginator;
mod position;
mod stream;

pub use paginator::Paginator;
pub use position::{FromPosition, Position};
pub use stream::{Items, Pages};

use super::backend::StubMethod;
use crate::Action;
use crate::wire::Encode;

/// How an action returns a list page by page. Members are named by their paths of wire names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination {
    pub(crate) step: Step,
    pub(crate) items: &'static [&'static str],
    pub(crate) total: Option<&'static [&'static str]>,
    pub(crate) limit: Option<&'static str>,
}

/// The member of the request that selects a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The number of items before the page.
    Offset(&'static str),
    /// The number of the page, and the number of the first page if upstream documents it.
    Page(&'static str, Option<u64>),
    /// A token, and the member of the response that contains the next one.
    Token(&'static str, &'static [&'static str]),
    /// The same for a token that the service may return again.
    Cursor(&'static str, &'static [&'static str]),
}

impl Pagination {
    /// Describes a request with the member `offset`, and the list `items` of its response.
    #[must_use]
    pub const fn offset(offset: &'static str, items: &'static [&'static str]) -> Self {
        Self::new(Step::Offset(offset), items)
    }

    /// Describes a request with the member `page`. `first` is the number of the first page.
    #[must_use]
    pub const fn page(page: &'static str, first: u64, items: &'static [&'static str]) -> Self {
        Self::new(Step::Page(page, Some(first)), items)
    }

    /// Describes a request with the member `page`. Upstream does not document the number of the first
    /// page, so the request contains it.
    #[must_use]
    pub const fn page_from_request(page: &'static str, items: &'static [&'static str]) -> Self {
        Self::new(Step::Page(page, None), items)
    }

    /// Describes a request with the member `token`. The response contains the `next` token.
    #[must_use]
    pub const fn token(
        token: &'static str,
        next: &'static [&'static str],
        items: &'static [&'static str],
    ) -> Self {
        Self::new(Step::Token(token, next), items)
    }

    /// Describes a request with the member `cursor`. The response contains the `next` cursor, which can
    /// be the same again, also at the end: the list ends with an empty page, or without a cursor.
    #[must_use]
    pub const fn cursor(
        cursor: &'static str,
        next: &'static [&'static str],
        items: &'static [&'static str],
    ) -> Self {
        Self::new(Step::Cursor(cursor, next), items)
    }

    /// Sets the member of the response with the number of all items.
    #[must_use]
    pub const fn total(mut self, total: &'static [&'static str]) -> Self {
        self.total = Some(total);
        self
    }

    /// Sets the member of the request with the maximum number of items of a page.
    #[must_use]
    pub const fn limit(mut self, limit: &'static str) -> Self {
        self.limit = Some(limit);
        self
    }

    const fn new(step: Step, items: &'static [&'static str]) -> Self {
        Self {
            step,
            items,
            total: None,
            limit: None,
        }
    }
}

/// A request whose response is one page of a list. Generated crates implement it.
///
/// ```
/// use tencent_runtime::client::{Error, Paginate, Paginator};
///
/// /// Reads any list.
/// async fn read<A: Paginate>(list: Paginator<A>) -> Result<Vec<A::Item>, Error> {
///     list.items().try_collect().await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the action of `{Self}` does not return its list page by page",
    note = "call the method of the action instead"
)]
pub trait Paginate: Action<Response: Encode + 'static> + Clone + 'static {
    /// An item of the list.
    type Item: Send + 'static;

    /// The members that select a page and contain it.
    const PAGINATION: Pagination;

    /// Sets the member that selects a page.
    #[doc(hidden)]
    fn set_position(&mut self, position: Position);

    /// Returns the list of a response.
    #[doc(hidden)]
    fn into_items(response: Self::Response) -> Option<Vec<Self::Item>>;
}

/// A request with the method of an asynchronous stub that answers it.
#[doc(hidden)]
pub trait StubbedBy<S: ?Sized>: Action + Sized {
    /// The method.
    const METHOD: StubMethod<S, Self>;
}
