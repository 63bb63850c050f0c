//! The Rust types of fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Field, Object, Type};

/// The type of one value of a field.
pub(super) fn value_type(of: &Type) -> TokenStream {
    match of {
        Type::Integer => quote!(i64),
        Type::Unsigned => quote!(u64),
        Type::Float => quote!(f64),
        Type::Bool => quote!(bool),
        Type::Text => quote!(String),
        Type::Object(name) | Type::IntegerEnum(name) | Type::TextEnum(name) => quote!(#name),
    }
}

/// The type of a field.
pub(crate) fn field_type(field: &Field) -> TokenStream {
    let one = value_type(&field.of);
    let value = if field.list {
        quote!(Vec<#one>)
    } else if field.boxed {
        quote!(Box<#one>)
    } else {
        one
    };
    if field.always_present {
        value
    } else {
        quote!(Option<#value>)
    }
}

/// Allows an object's own code to name its deprecated fields.
pub(super) fn allow_deprecated(object: &Object) -> Option<TokenStream> {
    object
        .has_deprecated()
        .then(|| quote!(#[allow(deprecated)]))
}
