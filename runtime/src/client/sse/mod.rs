//! Server-sent events: the format of the WHATWG HTML standard, and the body that contains them.

mod parser;
mod reader;

pub(crate) use parser::ServerEvent;
pub(crate) use reader::{EventReader, ReadFailure};
