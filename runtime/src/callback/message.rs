//! Messages: an event with its envelope.

use serde_json::{Map, Value};

use super::event::{Events, MessageData, WithoutEnvelope};
use super::{ReceiveError, signature};
use crate::wire::{DecodeLog, DecodeWarning, DecodeWarnings, to_json};

/// The format of a message.
///
/// ```
/// use tencent_runtime::callback::{Message, MsgFormat};
///
/// fn has_envelope<E>(message: &Message<E>) -> bool {
///     message.format() == MsgFormat::V2
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MsgFormat {
    /// Without an envelope: the text has only the data.
    V1,
    /// With an envelope: the text has the id, the type, the version and the data.
    V2,
}

/// A message: an event with its envelope and its JSON text.
///
/// `Debug` shows the envelope, and the members of the payload that are not sensitive.
///
/// ```
/// use std::collections::HashSet;
/// use tencent_runtime::callback::Message;
///
/// /// Whether a message came for the first time. A real application asks a database.
/// fn is_new<E>(seen: &mut HashSet<String>, message: &Message<E>) -> bool {
///     seen.insert(message.deduplication_key())
/// }
/// ```
#[derive(Clone)]
pub struct Message<E> {
    format: MsgFormat,
    msg_id: Option<String>,
    msg_version: Option<String>,
    event: E,
    json: String,
    decode_warnings: DecodeWarnings,
}

impl<E: Events> Message<E> {
    /// Creates a message with an envelope, for tests.
    #[must_use]
    pub fn new(msg_id: impl Into<String>, event: E) -> Self {
        let msg_id = msg_id.into();
        let (msg_type, data) = (event.msg_type(), data_of(&event));
        // The data is inserted as text, so that it keeps the order of its members.
        let json = format!(
            r#"{{"MsgId":{},"MsgType":{},"MsgVersion":{},"MsgData":{data}}}"#,
            Value::from(msg_id.as_str()),
            Value::from(msg_type),
            Value::from(E::VERSION),
        );
        Self {
            format: MsgFormat::V2,
            msg_id: Some(msg_id),
            msg_version: Some(E::VERSION.to_owned()),
            event,
            json,
            decode_warnings: DecodeWarnings::default(),
        }
    }

    /// Creates a message of the format V1, for tests. Returns `None` if V1 has an envelope for this type,
    /// or if the member is missing by which receivers recognize the message.
    #[must_use]
    pub fn without_envelope(event: E) -> Option<Self> {
        let json = data_of(&event);
        let message = Self::from_json(json).ok()?;
        (message.event.msg_type() == event.msg_type()).then_some(message)
    }

    /// Parses the JSON text of a message, such as one that was stored.
    ///
    /// # Errors
    ///
    /// - [`Json`](ReceiveError::Json), if the text is not JSON.
    /// - [`Envelope`](ReceiveError::Envelope), if it is not a message.
    pub fn from_json(json: impl Into<String>) -> Result<Self, ReceiveError> {
        let json = json.into();
        let value = serde_json::from_str(&json).map_err(|_| ReceiveError::Json)?;
        let Value::Object(mut members) = value else {
            return Err(ReceiveError::Envelope);
        };
        let (format, msg_type) = match members.remove("MsgType") {
            Some(Value::String(named)) if !named.is_empty() => (MsgFormat::V2, named),
            None | Some(Value::Null | Value::String(_)) => {
                (MsgFormat::V1, bare_type::<E>(&members)?.to_owned())
            }
            Some(_) => return Err(ReceiveError::Envelope),
        };
        let (msg_id, msg_version, data) = match format {
            MsgFormat::V1 => (None, None, Value::Object(members)),
            MsgFormat::V2 => (
                text(&members, "MsgId"),
                text(&members, "MsgVersion"),
                members.remove("MsgData").unwrap_or_default(),
            ),
        };
        let mut log = DecodeLog::new(false);
        let event = E::decode(&msg_type, MessageData::new(data, &mut log));
        Ok(Self {
            format,
            msg_id,
            msg_version,
            event,
            json,
            decode_warnings: log.into_warnings(),
        })
    }

    /// Returns the type of the message, as in `MsgType`.
    #[must_use]
    pub fn msg_type(&self) -> &str {
        self.event.msg_type()
    }
}

impl<E> Message<E> {
    /// Returns the format.
    #[must_use]
    pub const fn format(&self) -> MsgFormat {
        self.format
    }

    /// Returns the id of the message. A message that is sent again has the same id. Messages of the format
    /// V1 have none.
    #[must_use]
    pub fn msg_id(&self) -> Option<&str> {
        self.msg_id.as_deref()
    }

    /// Returns the kind of application to which the message was sent, as in `MsgVersion`.
    #[must_use]
    pub fn msg_version(&self) -> Option<&str> {
        self.msg_version.as_deref()
    }

    /// Returns the event.
    #[must_use]
    pub const fn event(&self) -> &E {
        &self.event
    }

    /// Returns the event.
    #[must_use]
    pub fn into_event(self) -> E {
        self.event
    }

    /// Returns the JSON text of the message, as it was sent or decrypted, with members that this version of
    /// the crate does not know. It contains personal data: do not log it.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Returns a key that is equal for a message that is sent again: the [id](Self::msg_id), or
    /// `sha256:` and the hash of the text if the message has no id.
    #[must_use]
    pub fn deduplication_key(&self) -> String {
        match &self.msg_id {
            Some(id) => id.clone(),
            None => format!("sha256:{}", signature::sha256(&self.json)),
        }
    }

    /// Returns the values of the data that do not have the described type. Their paths begin at the data.
    /// [`DecodeWarning`] lists how they are decoded.
    #[must_use]
    pub fn decode_warnings(&self) -> &[DecodeWarning] {
        self.decode_warnings.as_slice()
    }
}

impl<E: Events> std::fmt::Debug for Message<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message")
            .field("format", &self.format)
            .field("msg_id", &self.msg_id)
            .field("msg_type", &self.msg_type())
            .field("msg_version", &self.msg_version)
            .field("event", &self.event)
            .finish_non_exhaustive()
    }
}

/// Returns the type of a message without an envelope.
fn bare_type<E: Events>(members: &Map<String, Value>) -> Result<&'static str, ReceiveError> {
    let Some(WithoutEnvelope { msg_type, member }) = E::WITHOUT_ENVELOPE else {
        return Err(ReceiveError::Envelope);
    };
    let id = text(members, member);
    id.map(|_| msg_type).ok_or(ReceiveError::Envelope)
}

/// Returns a text that is not empty, or a number as text.
fn text(members: &Map<String, Value>, name: &str) -> Option<String> {
    match members.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the JSON text of the data. Encoding fails only for floats that are not finite, and payloads
/// contain none.
fn data_of(event: &impl Events) -> String {
    let mut json = Vec::new();
    match to_json(event.payload(), &mut json) {
        Ok(()) => String::from_utf8(json).unwrap_or_default(),
        Err(_) => Value::Null.to_string(),
    }
}
