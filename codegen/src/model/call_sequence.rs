//! Other uses of an action than one call with one response: the pages of a list, the calls of a wait, and the
//! events of a response.

use super::{Doc, Name, Type};

/// How an action returns a list page by page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pagination {
    pub(crate) step: PageStep,
    /// The member of the request that selects a page: its wire name and its field.
    pub(crate) position: (String, Name),
    /// The wire name of the member of the request that limits the size of a page.
    pub(crate) limit: Option<String>,
    /// The path of the list in the response.
    pub(crate) items: Vec<PathStep>,
    /// The type of an item.
    pub(crate) item: Type,
    /// The path of the number of all items in the response, in wire names.
    pub(crate) total: Option<Vec<String>>,
}

/// How one page follows another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PageStep {
    Offset,
    /// By the number of the page; with the number of the first page if it is documented.
    Page(Option<u64>),
    /// By a token; with the path of the next token in the response.
    Token(Vec<String>),
    /// By a token that the service may return again.
    Cursor(Vec<String>),
}

/// A member on a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathStep {
    pub(crate) wire: String,
    pub(crate) field: Name,
    /// Whether the field is not an `Option`.
    pub(crate) always_present: bool,
}

/// How an action answers with server-sent events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventStream {
    /// The method of the blocking client, and of both stubs.
    pub(crate) method: Name,
    /// The member of the request that asks for events: its wire name and its field.
    pub(crate) switch: Option<(String, Name)>,
    pub(crate) error: Option<ErrorPaths>,
}

/// The paths of the code and of the message of an error in the response, in wire names.
pub(crate) type ErrorPaths = [Vec<String>; 2];

/// A method that calls an action until a member of its response has a final value.
#[derive(Debug)]
pub(crate) struct Waiter {
    /// The name in the overlay.
    pub(crate) name: String,
    pub(crate) method: Name,
    pub(crate) constant: Name,
    pub(crate) doc: Doc,
    /// The first paragraph of its documentation.
    pub(crate) summary: Doc,
    /// The first sentence of its documentation, without links.
    pub(crate) sentence: String,
    /// The path of the member in the response, in wire names.
    pub(crate) member: Vec<String>,
    pub(crate) success: Vec<State>,
    pub(crate) failure: Vec<State>,
    /// The pause between two calls, in seconds.
    pub(crate) pause: u64,
    /// The time limit, in seconds.
    pub(crate) timeout: u64,
}

/// A value of the member that a waiter reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Text(String),
    Integer(i64),
    Flag(bool),
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}
