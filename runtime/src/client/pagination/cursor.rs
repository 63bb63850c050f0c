//! Decides, page by page, whether a list has another page and where it begins.
//!
//! A list ends with an empty page. The total of the service saves the request for that page, but only
//! if the last page is shorter than the others: a total alone may be wrong, or count one page.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::position::Position;
use super::{Pagination, Step};
use crate::client::error::{Error, Unsendable};
use crate::wire::{Encode, Leaf, number_at, text_at, to_json, walk};

/// The maximum number of pages beyond the total of the service, and of empty pages with a token.
///
/// A total can be too small, so reading continues beyond it. A server that ignores the position could
/// return pages forever.
pub(super) const MAX_EXTRA_PAGES: u32 = 1_000;

/// The position in a list. It does not depend on the types of the action, so it is compiled once.
#[derive(Debug)]
pub(super) struct Cursor {
    action: &'static str,
    pagination: Pagination,
    /// The number of a full page: the limit of the request, or the size of the page before.
    full_page: Option<u64>,
    /// The offset or the number of the page that is requested.
    position: u64,
    /// The number of items before the page that is requested.
    before: u64,
    /// The hash of the page before.
    last_page: Option<u64>,
    /// The hashes of the tokens that were sent.
    tokens: HashSet<u64>,
    extra_pages: u32,
    is_first: bool,
    /// The member of the request that lacks the number of the first page.
    missing: Option<&'static str>,
}

/// What a response means for the list.
#[derive(Debug)]
pub(super) enum Page {
    /// The response is a page. Another page follows at the position.
    More(Position),
    /// The response is the last page.
    Last,
    /// The list ended before this response.
    End,
}

impl Cursor {
    pub(super) fn new(action: &'static str, pagination: Pagination, request: &dyn Encode) -> Self {
        let number = |member: &'static str| number_at(request, &[member]);
        let (mut tokens, mut position, mut before) = (HashSet::new(), 0, 0);
        let mut missing = None;
        match pagination.step {
            Step::Offset(offset) => {
                position = number(offset).unwrap_or_default();
                before = position;
            }
            Step::Page(page, first) => match number(page).or(first) {
                Some(number) => position = number,
                None => missing = Some(page),
            },
            Step::Token(token, _) => {
                tokens.extend(text_at(request, &[token]).map(|token| hash(&token)));
            }
            Step::Cursor(..) => {}
        }
        let full_page = pagination.limit.and_then(number).filter(|&limit| limit > 0);
        // Pages before the first request count as read.
        if let (Step::Page(_, Some(first)), Some(limit)) = (pagination.step, full_page) {
            before = position.saturating_sub(first).saturating_mul(limit);
        }
        Self {
            action,
            pagination,
            full_page,
            position,
            before,
            last_page: None,
            tokens,
            extra_pages: 0,
            is_first: true,
            missing,
        }
    }

    /// Checks that the request says where the list begins.
    ///
    /// # Errors
    ///
    /// [`Unsendable::MissingPage`] if neither upstream nor the request names the first page.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.missing {
            Some(member) => Err(Unsendable::missing_page(member).into()),
            None => Ok(()),
        }
    }

    /// Interprets the response to the request for the current position.
    ///
    /// # Errors
    ///
    /// [`Error::EndlessPages`] if the service ignores the position.
    pub(super) fn on_response(&mut self, response: &dyn Encode) -> Result<Page, Error> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        let (items, hash) = items(response, self.pagination.items);
        if let Step::Token(_, next) = self.pagination.step {
            return self.on_token(text_at(response, next), items);
        }
        if items == 0 {
            return Ok(if is_first { Page::Last } else { Page::End });
        }
        if let Step::Cursor(_, next) = self.pagination.step {
            return self.on_cursor(text_at(response, next), hash);
        }
        let total = self.pagination.total;
        let total = total.and_then(|total| number_at(response, total));
        let is_beyond_total = total.is_some_and(|total| self.before >= total);
        if self.last_page.replace(hash) == Some(hash) {
            return match is_beyond_total {
                // The service returns the whole list, whatever the position is.
                true => Ok(Page::End),
                false => Err(self.endless("it returned the same page again")),
            };
        }
        if is_beyond_total {
            self.count_extra_page("it returned many more items than its total")?;
        }
        self.before = self.before.saturating_add(items);
        let is_short = self.full_page.is_some_and(|full| items < full);
        if self.pagination.limit.is_none() || self.full_page.is_none() {
            self.full_page = Some(items);
        }
        if is_short && total.is_some_and(|total| self.before >= total) {
            return Ok(Page::Last);
        }
        self.position = match self.pagination.step {
            Step::Page(..) => self.position.saturating_add(1),
            _ => self.position.saturating_add(items),
        };
        Ok(Page::More(Position::Number(self.position)))
    }

    /// A list with tokens ends with the first response without a token.
    fn on_token(&mut self, next: Option<String>, items: u64) -> Result<Page, Error> {
        let Some(next) = next else {
            return Ok(Page::Last);
        };
        if !self.tokens.insert(hash(&next)) {
            return Err(self.endless("it returned the same token again"));
        }
        if items == 0 {
            self.count_extra_page("it returned many empty pages")?;
        }
        Ok(Page::More(Position::Token(next)))
    }

    /// A list with a cursor also ends with an empty page.
    fn on_cursor(&mut self, next: Option<String>, page: u64) -> Result<Page, Error> {
        let Some(next) = next else {
            return Ok(Page::Last);
        };
        if self.last_page.replace(page) == Some(page) {
            return Err(self.endless("it returned the same page again"));
        }
        Ok(Page::More(Position::Token(next)))
    }

    fn count_extra_page(&mut self, reason: &'static str) -> Result<(), Error> {
        self.extra_pages += 1;
        if self.extra_pages > MAX_EXTRA_PAGES {
            return Err(self.endless(reason));
        }
        Ok(())
    }

    fn endless(&self, reason: &'static str) -> Error {
        Error::endless_pages(self.action, reason)
    }
}

/// Returns the number of items of a response, and the hash of its list.
fn items(response: &dyn Encode, path: &[&str]) -> (u64, u64) {
    let (mut items, mut hash) = (0, DefaultHasher::new());
    walk(response, path, &mut |leaf| {
        if let Leaf::List(length, item) = leaf {
            items = length as u64;
            let mut text = Vec::new();
            for index in 0..length {
                text.clear();
                // An item that cannot be written as JSON counts like an empty one.
                let _ = to_json(item(index), &mut text);
                text.hash(&mut hash);
            }
        }
    });
    (items, hash.finish())
}

fn hash(token: &str) -> u64 {
    let mut hash = DefaultHasher::new();
    token.hash(&mut hash);
    hash.finish()
}
