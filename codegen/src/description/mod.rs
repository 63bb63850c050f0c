//! What is written in `schema/`: the facts that upstream publishes and the overlay that people write.
//!
//! All file kinds are plain serde types. The JSON Schema that editors complete from, and that
//! `load` holds a file against before it is read, is derived from these very types.

mod constraint;
mod facts;
mod overlay;
mod release;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

pub use constraint::Constraint;
pub use facts::{Action, Facts, Member, Object, Source, Status};
pub use overlay::{
    ActionOverlay, Enum, EnumValue, ErrorOverlay, MemberOverlay, ObjectOverlay, Overlay, ReadFrom,
    Rule, ServiceOverlay,
};
pub use release::Release;

/// The JSON Schema of a file kind.
pub(crate) fn json_schema<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// The JSON Schemas of all file kinds, by the names of the files that hold them.
#[must_use]
pub fn json_schemas() -> [(&'static str, String); 3] {
    [
        (
            "facts.schema.json",
            format!("{:#}\n", json_schema::<Facts>()),
        ),
        (
            "overlay.schema.json",
            format!("{:#}\n", json_schema::<Overlay>()),
        ),
        (
            "release.schema.json",
            format!("{:#}\n", json_schema::<Release>()),
        ),
    ]
}
