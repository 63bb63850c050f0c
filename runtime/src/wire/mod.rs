//! How generated objects travel as JSON.
//!
//! Generated code lists the members of an object twice, once for each way; everything that would
//! repeat from one object to the next is here. Encoding leaves absent members out. Decoding takes
//! what servers really send: numbers as strings and the reverse, `null` for nothing, members that
//! the description does not know yet.

mod decode;
mod encode;
mod object;
mod request;

pub use decode::Decode;
pub use encode::Members;
pub use object::{Member, Object, Read, object};
#[cfg(feature = "call")]
pub(crate) use request::plain_reason;
pub use request::{RequestJsonError, request_from_json};
