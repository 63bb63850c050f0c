//! The constructor of an object, and a setter for each of its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::doc;
use crate::model::{Field, Object};
use crate::rust_type::{argument_type, takes_into};

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
    let inline = (!object.constructor_args().any(is_generic)).then(|| quote!(#[inline]));
    let arguments = object.constructor_args().map(|field| {
        let (name, argument) = (&field.rust, argument_type(field));
        quote!(#name: #argument)
    });
    let values = object.fields.iter().map(|field| {
        let (name, value) = (&field.rust, value(field));
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
    let argument = argument_type(field);
    // Generic functions are compiled by their callers anyway.
    let inline = (!is_generic(field)).then(|| quote!(#[inline]));
    let value = value(field);
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

/// Converts the argument of a setter to the value of the field.
fn value(field: &Field) -> TokenStream {
    let name = &field.rust;
    if field.list {
        quote!(tencent_runtime::list(#name))
    } else if takes_into(&field.of) {
        quote!(#name.into())
    } else if field.boxed {
        quote!(Box::new(#name))
    } else {
        quote!(#name)
    }
}

/// Whether the argument makes the method generic.
fn is_generic(field: &Field) -> bool {
    field.list || takes_into(&field.of)
}
