//! The constructor of an object, and a setter for each of its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::doc;
use crate::model::{Field, Object};
use crate::rust_type::{argument_type, takes_into, value_type};

/// The parameter of a setter: generics of the method, type, and the value of the field.
type Parameter = (Option<TokenStream>, TokenStream, TokenStream);

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
        let name = &field.rust;
        let value = value(field, &quote!(#name));
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
    let (inline, (generics, argument, value)) = if field.always_present {
        // Generic functions are compiled by their callers anyway.
        let inline = (!is_generic(field)).then(|| quote!(#[inline]));
        (
            inline,
            (None, argument_type(field), value(field, &quote!(value))),
        )
    } else {
        (None, optional(field))
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
        pub fn #name #generics(mut self, value: #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// The parameter of a setter that takes a value or an `Option`.
fn optional(field: &Field) -> Parameter {
    let of = value_type(&field.of);
    let kind = Some(quote!(<K>));
    match (field.list, takes_into(&field.of)) {
        (true, true) => (
            kind,
            quote!(impl setter::IntoConvertedList<#of, K>),
            quote!(value.into_list()),
        ),
        (true, false) => (
            kind,
            quote!(impl setter::IntoList<#of, K>),
            quote!(value.into_list()),
        ),
        (false, true) => (
            kind,
            quote!(impl setter::IntoOption<#of, K>),
            quote!(value.into_option()),
        ),
        (false, false) => {
            let boxed = field.boxed.then(|| quote!(.map(Box::new)));
            let argument = quote!(impl Into<Option<#of>>);
            (None, argument, quote!(value.into() #boxed))
        }
    }
}

/// Whether a setter of the object needs the traits for arguments.
pub(super) fn needs_traits(object: &Object) -> bool {
    let mut optional = object.fields.iter().filter(|field| !field.always_present);
    optional.any(is_generic)
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

/// Converts an argument that is not an `Option` to the value of the field.
fn value(field: &Field, argument: &TokenStream) -> TokenStream {
    if field.list {
        quote!(tencent_runtime::list(#argument))
    } else if takes_into(&field.of) {
        quote!(#argument.into())
    } else if field.boxed {
        quote!(Box::new(#argument))
    } else {
        quote!(#argument)
    }
}

/// Whether an argument of its type makes a method generic.
fn is_generic(field: &Field) -> bool {
    field.list || takes_into(&field.of)
}
