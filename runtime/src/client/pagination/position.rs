//! The position of a page.

/// The position of a page in its list.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// An offset, or the number of a page.
    Number(u64),
    /// A token of the service.
    Token(String),
}

/// The type of a member that selects a page.
#[doc(hidden)]
pub trait FromPosition: Sized {
    /// Converts a position. Returns `None` if the type has no such value.
    fn from_position(position: Position) -> Option<Self>;
}

impl FromPosition for u64 {
    fn from_position(position: Position) -> Option<Self> {
        match position {
            Position::Number(number) => Some(number),
            Position::Token(_) => None,
        }
    }
}

impl FromPosition for i64 {
    fn from_position(position: Position) -> Option<Self> {
        u64::from_position(position)?.try_into().ok()
    }
}

impl FromPosition for String {
    fn from_position(position: Position) -> Option<Self> {
        Some(match position {
            Position::Number(number) => number.to_string(),
            Position::Token(token) => token,
        })
    }
}
