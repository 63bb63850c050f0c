//! `src/action/<action>.rs`: the methods that call an action.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{RustFile, doc};
use super::gate::only_with;
use crate::model::{Action, Model};

/// `src/action/mod.rs`: every action by its own name.
pub(super) fn module_file(model: &Model) -> RustFile {
    let lines = vec!["The calls of the service, each in a file of its own.".to_owned()];
    let mut file = RustFile::new("src/action/mod.rs", lines);
    let modules = model.actions.iter().map(|action| {
        let (name, gate) = (&action.method, only_with(action.feature.as_deref()));
        quote!(#gate mod #name;)
    });
    file.item(quote!(#(#modules)*));
    file
}

/// `src/action/<action>.rs`.
pub(super) fn file(action: &Action) -> RustFile {
    let mut file = RustFile::new(format!("src/action/{}.rs", action.method), Vec::new());
    let (name, request, response) = (&action.method, &action.request, &action.response);
    file.import(format!("crate::model::{request}"));
    file.import(format!("crate::model::{response}"));
    let attributes = attributes(action);
    file.item(quote! {
        #[cfg(feature = "client")]
        impl crate::Client {
            #attributes
            #[inline]
            pub fn #name(&self, request: #request) -> crate::ResponseFuture<'_, #response> {
                self.backend.call(request, &self.options, crate::stub::Stub::#name)
            }
        }
    });
    file.item(quote! {
        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            #attributes
            #[inline]
            pub fn #name(&self, request: #request) -> Result<#response, crate::Error> {
                self.backend.call(request, &self.options, crate::blocking::Stub::#name)
            }
        }
    });
    file
}

/// What stands before each of an action's methods.
fn attributes(action: &Action) -> TokenStream {
    let docs = doc(&action.doc);
    let deprecated = action
        .deprecated
        .iter()
        .map(|note| quote!(#[deprecated = #note]));
    quote!(#docs #(#deprecated)*)
}
