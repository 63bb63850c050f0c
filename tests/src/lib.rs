//! What the tests share: the description as it stands in `schema/`, its examples and its rule cases,
//! every action of the generated crate by its name, and a server to call.

pub mod actions;
pub mod captured_logs;
pub mod clients;
pub mod derived;
pub mod diagnostics;
pub mod outcomes;
pub mod schema;
pub mod server;
pub mod signature;
pub mod test_actions;
pub mod tiny;

/// What the README shows, compiled and run as it stands.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
