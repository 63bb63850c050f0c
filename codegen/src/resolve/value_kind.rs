//! The kinds of values that constraints apply to.

use serde_json::Value;

use crate::model::{Enum, Field, Name, Type};

/// The kind of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    Object(Name),
    List(Box<ValueKind>),
    Integer,
    Unsigned,
    Float,
    Bool,
    Text,
    Bytes,
    IntegerEnum(Name),
    TextEnum(Name),
}

impl ValueKind {
    /// The kind of a field.
    pub(super) fn of(field: &Field) -> Self {
        let one = match &field.of {
            Type::Integer => Self::Integer,
            Type::Unsigned => Self::Unsigned,
            Type::Float => Self::Float,
            Type::Bool => Self::Bool,
            Type::Text => Self::Text,
            Type::Bytes => Self::Bytes,
            Type::Object(name) => Self::Object(name.clone()),
            Type::IntegerEnum(name) => Self::IntegerEnum(name.clone()),
            Type::TextEnum(name) => Self::TextEnum(name.clone()),
        };
        if field.list {
            Self::List(Box::new(one))
        } else {
            one
        }
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Unsigned | Self::Float)
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    pub(super) fn is_scalar(&self) -> bool {
        !self.is_list() && !self.is_object()
    }

    /// Whether a value can be empty, which counts as absent.
    pub(super) fn can_be_empty(&self) -> bool {
        matches!(self, Self::Text | Self::Bytes | Self::TextEnum(_))
    }

    /// Whether a value can be of this kind.
    pub(super) fn has(&self, value: &Value, named: Option<&Enum>) -> bool {
        match self {
            Self::Integer => value.is_i64(),
            Self::Unsigned => value.is_u64(),
            Self::Text => value.as_str().is_some_and(|text| !text.is_empty()),
            Self::Bool => value.is_boolean(),
            Self::IntegerEnum(_) | Self::TextEnum(_) => {
                named.is_some_and(|named| named.variant(value).is_some())
            }
            Self::Float | Self::Bytes | Self::Object(_) | Self::List(_) => false,
        }
    }

    pub(super) fn in_words(&self) -> &'static str {
        match self {
            Self::Object(_) => "an object",
            Self::List(_) => "a list",
            Self::Integer | Self::Unsigned | Self::IntegerEnum(_) => "an integer",
            Self::Float => "a number",
            Self::Bool => "true or false",
            Self::Text | Self::TextEnum(_) => "a string",
            Self::Bytes => "bytes",
        }
    }
}
