//! An action whose response has a member of every type.

use serde_json::{Value, json};
use tencent_runtime::validate::{Path, Report, Validate};
use tencent_runtime::wire::{
    Decode, DecodeError, DecodeWarning, DecodeWarnings, Decoder, Encode, Encoder,
};
use tencent_runtime::{Action, ActionInfo, Service};

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

/// A request without members.
#[derive(Clone, Copy, Debug)]
pub struct GetAllTypes;

impl Encode for GetAllTypes {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_json(&json!({}));
    }
}

impl Validate for GetAllTypes {
    fn report(&self, _: Path<'_>, _: &mut Report) {}
}

impl Action for GetAllTypes {
    type Response = AllTypes;
    const INFO: ActionInfo = ActionInfo::new("GetAllTypes", &SERVICE);
}

/// An enum of integers, like those of generated crates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level(i64);

impl Encode for Level {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_i64(self.0);
    }
}

impl Decode for Level {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        Ok(decoder.decode_i64()?.map(Self))
    }
}

macro_rules! object {
    ($(#[$doc:meta])* $name:ident {
        $($wire:literal => $field:ident: $of:ty,)*
    } $(keeps $warnings:ident)?; $($constants:tt)*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        #[expect(missing_docs, reason = "the names of the fields are their types")]
        pub struct $name {
            $(pub $field: $of,)*
            $($warnings: DecodeWarnings,)?
        }

        crate::wire_object!($name { $($wire => $field),* } $($constants)*);
    };
}

object! {
    /// A member of every type.
    AllTypes {
        "String" => string: Option<String>,
        "Integer" => integer: Option<i64>,
        "Unsigned" => unsigned: Option<u64>,
        "Float" => float: Option<f64>,
        "Boolean" => boolean: Option<bool>,
        "Enum" => level: Option<Level>,
        "Any" => any: Option<Value>,
        "Object" => object: Option<Box<AllTypes>>,
        "Promise" => promise: Option<Promise>,
        "Strings" => strings: Option<Vec<String>>,
        "Integers" => integers: Option<Vec<i64>>,
        "Unsigneds" => unsigneds: Option<Vec<u64>>,
        "Floats" => floats: Option<Vec<f64>>,
        "Booleans" => booleans: Option<Vec<bool>>,
        "Enums" => levels: Option<Vec<Level>>,
        "Objects" => objects: Option<Vec<AllTypes>>,
        "Promises" => promises: Option<Vec<Promise>>,
    }
    keeps decode_warnings;
    const STORE_WARNINGS: Option<fn(&mut Self, DecodeWarnings)> =
        Some(|response, warnings| response.decode_warnings = warnings);
}

object! {
    /// An object with a member that is always present.
    Promise {
        "Name" => name: String,
        "Note" => note: Option<String>,
    };
    const ALWAYS_PRESENT: &'static [&'static str] = &["Name"];
}

impl AllTypes {
    /// The warnings of the response.
    #[must_use]
    pub fn decode_warnings(&self) -> &[DecodeWarning] {
        self.decode_warnings.as_slice()
    }
}
