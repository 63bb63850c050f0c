//! The constructor of an object, and a setter for each of its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::RustFile;
use super::object::{allow_deprecated, value_type};
use crate::model::{Field, Object, Type};

pub(super) fn add(file: &mut RustFile, object: &Object) {
    let name = &object.rust;
    let allow = allow_deprecated(object);
    let constructor = object.has_pinned().then(|| constructor(object));
    let setters = object.fields.iter().map(setter);
    if object.fields.is_empty() {
        return;
    }
    file.item(quote! {
        #allow
        impl #name {
            #constructor
            #(#setters)*
        }
    });
}

fn constructor(object: &Object) -> TokenStream {
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
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn setter(field: &Field) -> TokenStream {
    let name = &field.rust;
    let Conversion { argument, value } = conversion(field);
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
        #[must_use]
        #(#deprecated)*
        pub fn #name(mut self, #name: #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// What a caller hands in for a field, and how the field's value is made from it.
struct Conversion {
    argument: TokenStream,
    value: TokenStream,
}

fn conversion(field: &Field) -> Conversion {
    let name = &field.rust;
    let of = value_type(&field.of);
    let converts = matches!(
        field.of,
        Type::Text | Type::IntegerEnum(_) | Type::TextEnum(_)
    );
    match (field.list, converts) {
        (true, true) => Conversion {
            argument: quote!(impl IntoIterator<Item = impl Into<#of>>),
            value: quote!(#name.into_iter().map(Into::into).collect()),
        },
        (true, false) => Conversion {
            argument: quote!(impl IntoIterator<Item = #of>),
            value: quote!(#name.into_iter().collect()),
        },
        (false, true) => Conversion {
            argument: quote!(impl Into<#of>),
            value: quote!(#name.into()),
        },
        (false, false) if field.boxed => Conversion {
            argument: of,
            value: quote!(Box::new(#name)),
        },
        (false, false) => Conversion {
            argument: of,
            value: quote!(#name),
        },
    }
}
