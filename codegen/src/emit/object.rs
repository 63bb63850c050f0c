//! The file of an object: its struct, and all that it can do.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{RustFile, doc};
use super::gate::only_with;
use super::{schema, setters, validate, wire};
use crate::model::{Action, Field, Model, Object, Type};

/// `src/model/mod.rs`: every object and enum by its own name.
pub(super) fn module_file(model: &Model) -> RustFile {
    let title = format!(
        "The objects that {} sends and answers, and their values.",
        model.service.title
    );
    let mut file = RustFile::new("src/model/mod.rs", vec![title]);
    let objects = model
        .objects
        .iter()
        .map(|object| (&object.module, &object.rust, object.feature.as_deref()));
    let enums = model
        .enums
        .iter()
        .map(|named| (&named.module, &named.rust, named.feature.as_deref()));
    let mut modules: Vec<_> = objects.chain(enums).collect();
    modules.sort();
    let names = modules.iter().map(|(module, _, feature)| {
        let gate = only_with(*feature);
        quote!(#gate mod #module;)
    });
    file.item(quote!(#(#names)*));
    let exports = modules.iter().map(|(module, name, feature)| {
        let gate = only_with(*feature);
        quote!(#gate pub use #module::#name;)
    });
    file.item(quote!(#(#exports)*));
    file
}

/// `src/model/<object>.rs`.
pub(super) fn file(model: &Model, object: &Object) -> RustFile {
    let mut file = RustFile::new(format!("src/model/{}.rs", object.module), Vec::new());
    for name in &object.uses {
        file.import(format!("super::{name}"));
    }
    file.item(structure(object));
    let action = object
        .request_of
        .and_then(|position| model.actions.get(position));
    if action.is_some() || !object.fields.is_empty() {
        file.item(inherent(object, action.is_some()));
    }
    if let Some(action) = action {
        add_action(&mut file, object, action);
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

/// Code that names a deprecated field of its own type warns nobody.
pub(super) fn allow_deprecated(object: &Object) -> Option<TokenStream> {
    object
        .has_deprecated()
        .then(|| quote!(#[allow(deprecated)]))
}

fn add_action(file: &mut RustFile, object: &Object, action: &Action) {
    let (request, response, wire) = (&object.rust, &action.response, &action.wire);
    if action.response != object.rust {
        file.import(format!("super::{response}"));
    }
    let unsigned = action.unsigned.then(|| quote!(.unsigned()));
    let idempotent = action.safe_to_repeat.then(|| quote!(.idempotent()));
    let limit = action.requests_per_second.map(|limit| {
        let limit = proc_macro2::Literal::u32_unsuffixed(limit);
        quote!(.requests_per_second(#limit))
    });
    let names = &action.sensitive;
    let sensitive = (!names.is_empty()).then(|| quote!(.sensitive(&[#(#names),*])));
    file.item(quote! {
        impl tencent_runtime::Action for #request {
            type Response = #response;

            const INFO: tencent_runtime::ActionInfo =
                tencent_runtime::ActionInfo::new(#wire, &crate::SERVICE) #unsigned #idempotent #limit #sensitive;
        }
    });
}
