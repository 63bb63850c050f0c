//! The Rust types of fields and of the arguments of their setters.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Field, Type};

/// Returns the type of one value of a field.
pub(crate) fn value_type(of: &Type) -> TokenStream {
    match of {
        Type::Integer => quote!(i64),
        Type::Unsigned => quote!(u64),
        Type::Float => quote!(f64),
        Type::Bool => quote!(bool),
        Type::Text => quote!(String),
        Type::Bytes => quote!(tencent_runtime::wire::Blob),
        Type::Object(name) | Type::IntegerEnum(name) | Type::TextEnum(name) => quote!(#name),
    }
}

/// Returns the type of a field.
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

/// Returns the type of a setter's argument.
pub(crate) fn argument_type(field: &Field) -> TokenStream {
    let of = value_type(&field.of);
    let one = if takes_into(&field.of) {
        quote!(impl Into<#of>)
    } else {
        of
    };
    if field.list {
        quote!(impl IntoIterator<Item = #one>)
    } else {
        one
    }
}

/// Whether setters take `impl Into` of this type.
pub(crate) fn takes_into(of: &Type) -> bool {
    matches!(
        of,
        Type::Text | Type::Bytes | Type::IntegerEnum(_) | Type::TextEnum(_)
    )
}
