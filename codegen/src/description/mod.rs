//! The file formats of `schema/`: the facts that upstream publishes and the overlay that people write.
//!
//! All formats are serde types. Their JSON Schemas are derived from these types; editors use them for
//! completion, and `load` checks files against them.

mod callbacks;
mod constraint;
mod event_stream;
mod facts;
mod overlay;
mod pagination;
mod prose;
mod reach;
mod scalar;
mod state_machine;
mod waiter;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

pub use callbacks::{
    BareMessage, CallbackEnum, CallbackMember, CallbackMessage, CallbackObject, CallbackValue,
    Callbacks, Certainty,
};
pub use constraint::Constraint;
pub use event_stream::EventStreamOverlay;
pub use facts::{Action, BodyForm, Crate, Facts, Member, Object, PageNumbering, Release, Status};
pub use overlay::{
    ActionOverlay, Alias, Enum, EnumValue, EnvironmentOverlay, ErrorOverlay, IdOverlay, Keyword,
    MemberOverlay, ObjectOverlay, Overlay, Provenance, RegionUse, RetryableCode, Rule,
    ServiceOverlay, SharedMember,
};
pub use pagination::PaginationOverlay;
pub(crate) use prose::ProseOwner;
pub(crate) use reach::{called_by, closure};
pub(crate) use scalar::Scalar;
pub use state_machine::{
    LastTransitionOverlay, PartiesOverlay, ShownOverlay, StateMachineOverlay, StateMessageOverlay,
    TransitionOverlay,
};
pub use waiter::WaiterOverlay;

/// A text with a character that is not white space. The white space beyond ASCII is listed, because
/// engines differ in what `\s` includes.
const SOMETHING: &str = r"[^\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]";

/// A term for the search of rustdoc, which accepts no quotes, and no white space but single spaces.
const ALIAS: &str = concat!(
    r#"^[^'"\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"#,
    r#"( ?[^'"\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff])*$"#,
);

/// A keyword, as crates.io accepts it.
const KEYWORD: &str = "^[a-z][a-z0-9-]{0,19}$";

/// The address of a page in documentation.
const PAGE: &str = r"^https://[!-;=?-~]+$";

/// The host of a service.
const HOST: &str = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$";

/// The version of a crate.
const CRATE_VERSION: &str = r"^\d+\.\d+\.\d+$";

/// A release of upstream's package.
const RELEASE: &str = r"^[0-9]+(\.[0-9]+)+$";

const SHA256: &str = "^[0-9a-f]{64}$";

const UPPER_CAMEL_CASE: &str = "^[A-Z][A-Za-z0-9]*$";

/// The short name of a source.
const SOURCE_NAME: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

const ERROR_CODE: &str = r"^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$";

/// Returns the JSON Schema of a file format. Optional members are left out, never null.
pub(crate) fn json_schema<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    forbid_null(&mut schema);
    schema
}

fn forbid_null(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            if let Some(Value::Array(types)) = keywords.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    keywords.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(parts)) = keywords.get("anyOf")
                && let [Value::Object(value), null] = parts.as_slice()
                && *null == json!({ "type": "null" })
            {
                let value = value.clone();
                keywords.remove("anyOf");
                keywords.extend(value);
            }
            keywords.values_mut().for_each(forbid_null);
        }
        Value::Array(parts) => parts.iter_mut().for_each(forbid_null),
        _ => {}
    }
}

/// Returns the JSON Schemas of all file formats, by their file names.
#[must_use]
pub fn json_schemas() -> [(&'static str, String); 3] {
    [
        (
            "callbacks.schema.json",
            format!("{:#}\n", json_schema::<Callbacks>()),
        ),
        (
            "facts.schema.json",
            format!("{:#}\n", json_schema::<Facts>()),
        ),
        (
            "overlay.schema.json",
            format!("{:#}\n", json_schema::<Overlay>()),
        ),
    ]
}

fn is_false(flag: &bool) -> bool {
    !flag
}
