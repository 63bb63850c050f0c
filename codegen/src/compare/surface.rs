//! The types and constructors that callers see, as text.

use proc_macro2::TokenStream;

use crate::model::{Field, Object, Type};
use crate::rust_type::{argument_type, field_type, value_type};

/// Returns the type of a field.
pub(super) fn type_text(field: &Field) -> String {
    text(&field_type(field))
}

/// Returns the type of one value.
pub(super) fn value_type_text(of: &Type) -> String {
    text(&value_type(of))
}

/// Returns the call that creates an object: its constructor, or `default()`.
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

/// Formats a type without the spaces of a token stream.
fn text(of: &TokenStream) -> String {
    let spaced = of.to_string();
    spaced
        .replace(" <", "<")
        .replace("< ", "<")
        .replace(" >", ">")
}
