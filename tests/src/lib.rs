//! What the tests share: the description as it stands in `schema/`, its examples and its rule cases,
//! and every action of the generated crate by its name.

pub mod actions;
pub mod schema;
