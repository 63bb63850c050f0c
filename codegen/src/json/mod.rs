//! JSON files as people write them: each value has a position, and each problem names one.

mod deserialize_error;
mod document;
mod places;
mod pointer;
mod serde_error;

pub(crate) use deserialize_error::DeserializeError;
pub(crate) use document::Document;
pub(crate) use pointer::Pointer;
