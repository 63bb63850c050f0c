//! `src/action/<action>.rs`: an action, and the methods that call it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::cfg::only_with;
use super::file::{RustFile, aliases, doc};
use super::{event_stream, pages, waiter};
use crate::model::{Action, BodyForm, Idempotency, Model};

/// `src/action/mod.rs`.
pub(super) fn module_file(model: &Model) -> RustFile {
    let lines = vec!["The actions of the service.".to_owned()];
    let mut file = RustFile::new("src/action/mod.rs", lines);
    let modules = model.actions.iter().map(|action| {
        let (name, cfg) = (&action.method, only_with(action.feature.as_deref()));
        quote!(#cfg mod #name;)
    });
    file.item(quote!(#(#modules)*));
    file
}

/// `src/action/<action>.rs`.
pub(super) fn file(action: &Action) -> RustFile {
    let mut file = RustFile::new(format!("src/action/{}.rs", action.method), Vec::new());
    let (request, response) = (&action.request, &action.response);
    file.import(format!("crate::model::{request}"));
    file.import(format!("crate::model::{response}"));
    let attributes = attributes(action, doc(&action.doc));
    let blocking = attributes_of_blocking(action);
    retryable_codes(action)
        .into_iter()
        .for_each(|item| file.item(item));
    file.item(description(action));
    match &action.event_stream {
        Some(stream) => event_stream::add(&mut file, action, stream, &attributes, &blocking),
        None => add_methods(&mut file, action, &attributes, &blocking),
    }
    if let Some(pagination) = &action.pagination {
        pages::add(&mut file, action, pagination);
    }
    waiter::add(&mut file, action);
    file
}

/// Adds the methods of both clients.
fn add_methods(
    file: &mut RustFile,
    action: &Action,
    attributes: &TokenStream,
    blocking: &TokenStream,
) {
    let (name, request, response) = (&action.method, &action.request, &action.response);
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
            #blocking
            #[inline]
            pub fn #name(&self, request: #request) -> Result<#response, crate::Error> {
                self.backend.call(request, &self.options, crate::blocking::Stub::#name)
            }
        }
    });
}

fn attributes(action: &Action, docs: TokenStream) -> TokenStream {
    let deprecated = action
        .deprecated
        .iter()
        .map(|note| quote!(#[deprecated = #note]));
    let aliases = aliases(&action.aliases);
    quote!(#docs #aliases #(#deprecated)*)
}

/// The summary, and a link to the asynchronous method, which documents the rest.
fn attributes_of_blocking(action: &Action) -> TokenStream {
    let (name, lines) = (&action.method, action.summary.clone());
    let summary = doc(&lines);
    let link = format!("\n See [`Client::{name}`](crate::Client::{name}) for limits and errors.");
    let attributes = attributes(action, summary);
    quote!(#attributes #[cfg_attr(feature = "client", doc = #link)])
}

/// Implements the runtime's trait of requests.
fn description(action: &Action) -> TokenStream {
    let (request, response, wire) = (&action.request, &action.response, &action.wire);
    let unsigned = action.unsigned.then(|| quote!(.unsigned()));
    let body = body_form(action.body);
    let repeat = match &action.idempotency {
        Idempotency::None => quote!(),
        Idempotency::Always => quote!(.idempotent()),
        Idempotency::WithToken(member) => quote!(.idempotency_token(#member)),
    };
    let limit = action.requests_per_second.map(|limit| {
        let limit = Literal::u32_unsuffixed(limit);
        quote!(.requests_per_second(#limit))
    });
    let server_timeout = action.server_timeout_seconds.map(|seconds| {
        let timeout = seconds_literal(seconds);
        quote!(.server_timeout(#timeout))
    });
    let retry_on = (!action.retry_on.is_empty()).then(|| quote!(.retry_on(RETRY_ON)));
    let size = action.max_request_bytes.map(|bytes| {
        let bytes = Literal::u32_unsuffixed(bytes);
        quote!(.max_request_bytes(#bytes))
    });
    let names = &action.sensitive;
    let sensitive = (!names.is_empty()).then(|| quote!(.sensitive(&[#(#names),*])));
    let events = action.event_stream.as_ref().map(event_stream::info);
    quote! {
        impl tencent_runtime::Action for #request {
            type Response = #response;

            const INFO: tencent_runtime::ActionInfo =
                tencent_runtime::ActionInfo::new(#wire, &crate::SERVICE) #unsigned #body #repeat #limit
                #server_timeout #retry_on #size #sensitive #events;
        }
    }
}

/// The form of the body, if it is not JSON.
fn body_form(form: BodyForm) -> Option<TokenStream> {
    let form = match form {
        BodyForm::Json => return None,
        BodyForm::Multipart => quote!(Multipart),
        BodyForm::Octets => quote!(Octets),
    };
    Some(quote!(.body_form(tencent_runtime::BodyForm::#form)))
}

/// The constant with the retryable codes, which is not part of the expression so that it is static.
fn retryable_codes(action: &Action) -> Option<TokenStream> {
    let codes = action.retry_on.iter().map(|entry| {
        let code = &entry.code;
        let pause = seconds_literal(entry.pause_seconds);
        let within = seconds_literal(entry.within_seconds);
        quote!(tencent_runtime::RetryableCode::new(#code, #pause, #within))
    });
    (!action.retry_on.is_empty()).then(|| {
        quote! {
            const RETRY_ON: &[tencent_runtime::RetryableCode] = &[#(#codes),*];
        }
    })
}

fn seconds_literal(seconds: u32) -> TokenStream {
    let seconds = Literal::u32_unsuffixed(seconds);
    quote!(std::time::Duration::from_secs(#seconds))
}
