//! The callbacks of a service: messages that it posts to a URL of the application.

use super::{Doc, Enum, Name, Object};

#[derive(Debug)]
pub(crate) struct Callbacks {
    /// The documentation of the module, up to its example.
    pub(crate) doc: Doc,
    /// The list of the sources.
    pub(crate) sources: Doc,
    /// The `MsgVersion` of messages.
    pub(crate) version: String,
    /// The type of the message that has no envelope in the format V1, and the member by which it is
    /// recognized.
    pub(crate) without_envelope: Option<(String, String)>,
    pub(crate) messages: Vec<CallbackMessage>,
    pub(crate) objects: Vec<Object>,
    pub(crate) enums: Vec<Enum>,
}

#[derive(Debug)]
pub(crate) struct CallbackMessage {
    /// The `MsgType`.
    pub(crate) wire: String,
    /// The variant.
    pub(crate) rust: Name,
    pub(crate) doc: Doc,
    /// The type of its data, or `None` if its members are unknown.
    pub(crate) data: Option<Name>,
}
