//! The file of an object: its struct, constructor and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::deprecated::allow_deprecated;
use super::file::{RustFile, aliases, doc};
use super::{example, schema, setters, validate, wire};
use crate::model::{Model, Object};
use crate::rust_type::field_type;

/// `src/model/<object>.rs`: the struct, its constructor and its setters.
pub(super) fn file(model: &Model, object: &Object) -> RustFile {
    let action = model.action_of(object);
    let example = action.map(|action| example::request(model, action));
    let mut file = type_file("model", object, &example.unwrap_or_default());
    if action.is_some() || !object.fields.is_empty() {
        file.item(inherent(object, action.is_some()));
    }
    if action.is_some() {
        file.import("tencent_runtime::validate");
    }
    if object.is_response {
        file.import("tencent_runtime::wire");
    }
    if setters::needs_traits(object) {
        file.import("tencent_runtime::setter");
    }
    file
}

/// The same, with all implementations that the runtime needs.
pub(super) fn whole_file(model: &Model, object: &Object) -> RustFile {
    let mut file = file(model, object);
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

/// `src/callback/<object>.rs`: the same for an object in the data of messages.
pub(super) fn payload_file(object: &Object) -> RustFile {
    let mut file = type_file("callback", object, &[]);
    file.item(inherent(object, false));
    if setters::needs_traits(object) {
        file.import("tencent_runtime::setter");
    }
    wire::add(&mut file, object);
    file
}

/// The file of an object in a folder, with its struct.
fn type_file(folder: &str, object: &Object, example: &[String]) -> RustFile {
    let mut file = RustFile::new(format!("src/{folder}/{}.rs", object.module), Vec::new());
    for name in object.field_types() {
        if *name != object.rust {
            file.import(format!("super::{name}"));
        }
    }
    file.item(structure(object, example));
    file
}

fn structure(object: &Object, example: &[String]) -> TokenStream {
    let name = &object.rust;
    let docs = doc(&[&object.doc, example].concat());
    let terms = aliases(&object.aliases);
    let derived = if object.has_constructor() {
        quote!(Clone)
    } else {
        quote!(Clone, Default)
    };
    let fields = object.fields.iter().map(|field| {
        let (docs, name, of) = (doc(&field.doc), &field.rust, field_type(field));
        let terms = aliases(&field.aliases);
        let deprecated = field
            .deprecated
            .iter()
            .map(|note| quote!(#[deprecated = #note]));
        quote! {
            #docs
            #terms
            #(#deprecated)*
            pub #name: #of,
        }
    });
    let warnings = object.is_response.then(|| {
        quote! {
            /// The values that do not have the described type.
            pub(crate) decode_warnings: wire::DecodeWarnings,
        }
    });
    quote! {
        #docs
        #terms
        #[derive(#derived)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #warnings
        }
    }
}

/// The inherent methods of an object.
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
