//! The constructor of an object, and a setter for each of its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::doc;
use super::types::value_type;
use crate::model::{Field, Object, Type};

/// The constructor and the setters.
pub(super) fn methods(object: &Object) -> TokenStream {
    let constructor = object.has_constructor().then(|| constructor(object));
    let setters = object.fields.iter().map(setter);
    quote! {
        #constructor
        #(#setters)*
    }
}

fn constructor(object: &Object) -> TokenStream {
    let inline = (!object
        .constructor_args()
        .any(|field| conversion(field).generic))
    .then(|| quote!(#[inline]));
    let arguments = object.constructor_args().map(|field| {
        let (name, Conversion { argument, .. }) = (&field.rust, conversion(field));
        quote!(#name: #argument)
    });
    let values = object.fields.iter().map(|field| {
        let (name, Conversion { value, .. }) = (&field.rust, conversion(field));
        if field.constructor_arg {
            quote!(#name: Some(#value))
        } else {
            quote!(#name: None)
        }
    });
    quote! {
        /// Creates a value from its required fields.
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
    // Generic functions are compiled by their callers anyway.
    let inline = (!generic).then(|| quote!(#[inline]));
    let value = if field.always_present {
        value
    } else {
        quote!(Some(#value))
    };
    let docs = doc(&setter_doc(field));
    let deprecated = field
        .deprecated
        .iter()
        .map(|note| quote!(#[deprecated = #note]));
    quote! {
        #docs
        #inline
        #[must_use]
        #(#deprecated)*
        pub fn #name(mut self, #name: #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// The summary of the field, and a link to the rest. Links in the summary need their definitions.
fn setter_doc(field: &Field) -> Vec<String> {
    let (wire, name) = (&field.wire, &field.rust);
    let mut lines = field.summary.clone();
    let definitions = lines.iter().position(String::is_empty);
    let definitions = lines.split_off(definitions.unwrap_or(lines.len()));
    lines.push(String::new());
    lines.push(format!("Sets [`{wire}`](Self#structfield.{name})."));
    lines.extend(definitions);
    lines
}

/// The type of a setter's argument.
pub(crate) fn argument_type(field: &Field) -> TokenStream {
    conversion(field).argument
}

/// The argument of a setter, and how the field's value is made from it.
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
