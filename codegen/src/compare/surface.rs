//! What a caller sees of a type, as text.

use proc_macro2::TokenStream;

use crate::model::{Field, Object};
use crate::rust_type::{argument_type, field_type};

/// The type of a field, as it is generated.
pub(super) fn type_text(field: &Field) -> String {
    text(&field_type(field))
}

/// How an object is made: by its constructor, or as a default.
pub(super) fn constructor(object: &Object) -> String {
    if !object.has_constructor() {
        return "default()".to_owned();
    }
    let arguments: Vec<String> = object
        .constructor_args()
        .map(|field| format!("{}: {}", field.rust, text(&argument_type(field))))
        .collect();
    format!("new({})", arguments.join(", "))
}

/// A type as people write it.
fn text(of: &TokenStream) -> String {
    let spaced = of.to_string();
    spaced
        .replace(" <", "<")
        .replace("< ", "<")
        .replace(" >", ">")
}
