//! From a description of an API to the files of a Rust crate.

pub mod description;
