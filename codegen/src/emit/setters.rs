//! The constructor of an object, and a setter for each of its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::object::value_type;
use crate::model::{Field, Object, Type};

/// The methods that make an object and set its fields.
pub(super) fn methods(object: &Object) -> TokenStream {
    let constructor = object.has_pinned().then(|| constructor(object));
    let setters = object.fields.iter().map(setter);
    quote! {
        #constructor
        #(#setters)*
    }
}

fn constructor(object: &Object) -> TokenStream {
    let inline =
        (!object.pinned().any(|field| conversion(field).generic)).then(|| quote!(#[inline]));
    let arguments = object.pinned().map(|field| {
        let (name, Conversion { argument, .. }) = (&field.rust, conversion(field));
        quote!(#name: #argument)
    });
    let values = object.fields.iter().map(|field| {
        let (name, Conversion { value, .. }) = (&field.rust, conversion(field));
        if field.pinned {
            quote!(#name: Some(#value))
        } else {
            quote!(#name: None)
        }
    });
    quote! {
        /// Makes one with what is always required.
        #inline
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn setter(field: &Field) -> TokenStream {
    let name = &field.rust;
    let Conversion {
        argument,
        value,
        generic,
    } = conversion(field);
    // What is generic is compiled where it is called anyway.
    let inline = (!generic).then(|| quote!(#[inline]));
    let value = if field.promised {
        value
    } else {
        quote!(Some(#value))
    };
    let line = format!(" Sets `{}`.", field.wire);
    let deprecated = field
        .deprecated
        .iter()
        .map(|note| quote!(#[deprecated = #note]));
    quote! {
        #[doc = #line]
        #inline
        #[must_use]
        #(#deprecated)*
        pub fn #name(mut self, #name: #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// The type of what a caller hands in for a field.
pub(crate) fn argument_type(field: &Field) -> TokenStream {
    conversion(field).argument
}

/// What a caller hands in for a field, and how the field's value is made from it.
struct Conversion {
    argument: TokenStream,
    value: TokenStream,
    /// Whether the argument makes the method generic.
    generic: bool,
}

fn conversion(field: &Field) -> Conversion {
    let name = &field.rust;
    let of = value_type(&field.of);
    let converts = matches!(
        field.of,
        Type::Text | Type::IntegerEnum(_) | Type::TextEnum(_)
    );
    let one = if converts { quote!(impl Into<#of>) } else { of };
    let (argument, value) = if field.list {
        (
            quote!(impl IntoIterator<Item = #one>),
            quote!(tencent_runtime::list(#name)),
        )
    } else if converts {
        (one, quote!(#name.into()))
    } else if field.boxed {
        (one, quote!(Box::new(#name)))
    } else {
        (one, quote!(#name))
    };
    Conversion {
        argument,
        value,
        generic: field.list || converts,
    }
}
