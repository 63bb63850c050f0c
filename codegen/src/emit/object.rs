//! The file of an object: its struct, constructor and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{RustFile, doc};
use super::{schema, setters, validate, wire};
use crate::model::{Action, Field, Object, Type};

/// `src/model/<object>.rs`: the struct, its constructor and its setters. `action` is the action that
/// sends it.
pub(super) fn file(object: &Object, action: Option<&Action>) -> RustFile {
    let mut file = RustFile::new(format!("src/model/{}.rs", object.module), Vec::new());
    for name in object.field_types() {
        if *name != object.rust {
            file.import(format!("super::{name}"));
        }
    }
    file.item(structure(object));
    if action.is_some() || !object.fields.is_empty() {
        file.item(inherent(object, action.is_some()));
    }
    if action.is_some() {
        file.import("tencent_runtime::validate");
    }
    file
}

/// The same, with all implementations that the runtime needs.
pub(super) fn whole_file(object: &Object, action: Option<&Action>) -> RustFile {
    let mut file = file(object, action);
    for name in object.uses() {
        file.import(format!("super::{name}"));
    }
    wire::add(&mut file, object);
    if object.direction.request {
        validate::add(&mut file, object);
    }
    schema::add_object(&mut file, object);
    file
}

fn structure(object: &Object) -> TokenStream {
    let name = &object.rust;
    let docs = doc(&object.doc);
    let derived = if object.has_pinned() {
        quote!(Clone)
    } else {
        quote!(Clone, Default)
    };
    let fields = object.fields.iter().map(|field| {
        let (docs, name, of) = (doc(&field.doc), &field.rust, field_type(field));
        let deprecated = field
            .deprecated
            .iter()
            .map(|note| quote!(#[deprecated = #note]));
        quote! {
            #docs
            #(#deprecated)*
            pub #name: #of,
        }
    });
    quote! {
        #docs
        #[derive(#derived)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }
    }
}

/// The methods that are the object's own.
fn inherent(object: &Object, is_request: bool) -> TokenStream {
    let (name, allow) = (&object.rust, allow_deprecated(object));
    let setters = setters::methods(object);
    let validation = is_request.then(validate::methods);
    quote! {
        #allow
        impl #name {
            #setters
            #validation
        }
    }
}

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
    if field.promised {
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
