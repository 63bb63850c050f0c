//! The events of a service, and how they are decoded.

use std::fmt::Debug;

use serde_json::Value;

use super::JsonData;
use crate::wire::{DecodeLog, DecodeObject, Encode, decode_value};

/// The messages of a service, by their types.
///
/// The generated enum `Event` implements it with [`events!`](crate::events).
///
/// ```
/// use tencent_runtime::callback::{Events, Message};
///
/// fn types<E: Events>(messages: &[Message<E>]) -> Vec<&str> {
///     messages.iter().map(|message| message.msg_type()).collect()
/// }
/// ```
pub trait Events: Clone + Debug + Sized {
    /// The known types of messages, in the order of the description.
    const TYPES: &'static [&'static str];

    /// The `MsgVersion` of messages of this service.
    const VERSION: &'static str;

    /// The message that V1 sends without an envelope.
    const WITHOUT_ENVELOPE: Option<WithoutEnvelope>;

    /// Decodes the data of a message.
    #[doc(hidden)]
    fn decode(msg_type: &str, data: MessageData<'_>) -> Self;

    /// Returns the type of the message, as in `MsgType`.
    fn msg_type(&self) -> &str;

    /// Returns the payload.
    #[doc(hidden)]
    fn payload(&self) -> &dyn Encode;
}

/// A message that V1 sends without an envelope, so that it has no `MsgId` and no `MsgType`.
///
/// ```
/// use tencent_runtime::callback::WithoutEnvelope;
///
/// const DONE: WithoutEnvelope = WithoutEnvelope::new("TaskDone", "TaskId");
/// assert_eq!(DONE.member, "TaskId");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WithoutEnvelope {
    /// The type of the message.
    pub msg_type: &'static str,
    /// The member by which it is recognized.
    pub member: &'static str,
}

impl WithoutEnvelope {
    /// Creates a description, for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(msg_type: &'static str, member: &'static str) -> Self {
        Self { msg_type, member }
    }
}

/// The data of a message while it is decoded.
#[derive(Debug)]
pub struct MessageData<'a> {
    value: Value,
    log: &'a mut DecodeLog,
}

impl<'a> MessageData<'a> {
    pub(super) fn new(value: Value, log: &'a mut DecodeLog) -> Self {
        Self { value, log }
    }

    /// Decodes the data to a payload.
    #[doc(hidden)]
    #[must_use]
    pub fn decode<T: FromData>(self) -> T {
        T::from_data(self)
    }
}

/// A payload.
pub trait FromData {
    /// Decodes the data leniently: a value of another type is a warning.
    fn from_data(data: MessageData<'_>) -> Self;
}

impl<T: DecodeObject> FromData for Box<T> {
    fn from_data(data: MessageData<'_>) -> Self {
        let decoded = decode_value(&data.value, data.log);
        Box::new(decoded.unwrap_or_else(T::empty))
    }
}

impl FromData for JsonData {
    fn from_data(data: MessageData<'_>) -> Self {
        data.value.into()
    }
}

/// A message of a type that this version of the crate does not know.
///
/// ```
/// use tencent_runtime::callback::UnknownEvent;
///
/// let event = UnknownEvent::new("SomethingNew", serde_json::json!({ "Id": "1" }));
/// assert_eq!(event.msg_type(), "SomethingNew");
/// assert_eq!(event.data().value()["Id"], "1");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownEvent {
    msg_type: String,
    data: JsonData,
}

impl UnknownEvent {
    /// Creates a message, for tests. The type should be one that no other variant has: a receiver decodes
    /// messages of known types to their variants.
    #[must_use]
    pub fn new(msg_type: impl Into<String>, data: impl Into<JsonData>) -> Self {
        Self {
            msg_type: msg_type.into(),
            data: data.into(),
        }
    }

    /// Decodes a message.
    #[doc(hidden)]
    #[must_use]
    pub fn decode(msg_type: &str, data: MessageData<'_>) -> Self {
        Self::new(msg_type, data.decode::<JsonData>())
    }

    /// Returns the type of the message.
    #[must_use]
    pub fn msg_type(&self) -> &str {
        &self.msg_type
    }

    /// Returns the data of the message.
    #[must_use]
    pub const fn data(&self) -> &JsonData {
        &self.data
    }
}

/// Implements [`Events`] for an enum, from a table of message types with their variants.
///
/// - `version` is the `MsgVersion` of the service.
/// - `without_envelope` names the message that V1 sends without an envelope, and the member by which it
///   is recognized.
#[doc(hidden)]
#[macro_export]
macro_rules! events {
    (
        $name:ident { $($msg_type:literal => $variant:ident,)* }
        version: $version:literal;
        $(without_envelope: $bare:literal, $member:literal;)?
    ) => {
        impl $crate::callback::Events for $name {
            const TYPES: &'static [&'static str] = &[$($msg_type),*];

            const VERSION: &'static str = $version;

            const WITHOUT_ENVELOPE: Option<$crate::callback::WithoutEnvelope> =
                $crate::events!(@bare $($bare, $member)?);

            fn decode(msg_type: &str, data: $crate::callback::MessageData<'_>) -> Self {
                match msg_type {
                    $($msg_type => Self::$variant(data.decode()),)*
                    _ => Self::Unknown($crate::callback::UnknownEvent::decode(msg_type, data)),
                }
            }

            fn msg_type(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $msg_type,)*
                    Self::Unknown(unknown) => unknown.msg_type(),
                }
            }

            fn payload(&self) -> &dyn $crate::wire::Encode {
                match self {
                    $(Self::$variant(payload) => payload,)*
                    Self::Unknown(unknown) => unknown.data(),
                }
            }
        }
    };
    (@bare) => { None };
    (@bare $bare:literal, $member:literal) => {
        Some($crate::callback::WithoutEnvelope::new($bare, $member))
    };
}
