//! What the tests share: the description as it stands in `schema/`, its examples and its rule cases,
//! every action of the generated crate by its name, and a server to call.

pub mod actions;
pub mod callers;
pub mod captured;
pub mod derived;
pub mod issuers;
pub mod mistakes;
pub mod outcomes;
pub mod plain;
pub mod schema;
pub mod server;
pub mod signature;
pub mod tiny;

/// What the README shows, compiled and run as it stands.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
