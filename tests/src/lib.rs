//! Code that tests share: the description in `schema/`, its examples and its rule cases, every action of
//! the generated crate, and a server to call.

pub mod actions;
pub mod all_types;
pub mod captured_logs;
pub mod clients;
pub mod derived;
pub mod diagnostics;
pub mod documented;
pub mod issuers;
pub mod outcomes;
pub mod schema;
pub mod server;
pub mod signature;
pub mod streams;
pub mod test_actions;
pub mod things;
pub mod tiny;
mod wire_object;

/// The code of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The code of the Chinese README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.zh-CN.md")]
pub struct ReadmeInChinese;

/// The code of the mock's page on crates.io, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../mock/README.md")]
pub struct MockReadme;
