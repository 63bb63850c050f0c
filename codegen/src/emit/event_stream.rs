//! The methods of an action that can answer with server-sent events.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::RustFile;
use crate::model::{Action, ErrorPaths, EventStream};

/// Adds the methods of both clients, and the code of the request. `attributes` and `blocking` belong to the
/// methods that return one response.
pub(super) fn add(
    file: &mut RustFile,
    action: &Action,
    stream: &EventStream,
    attributes: &TokenStream,
    blocking: &TokenStream,
) {
    let (request, response, name) = (&action.request, &action.response, &action.method);
    let method = &stream.method;
    file.item(ask_for_events(action, stream));
    file.item(quote! {
        #[cfg(feature = "client")]
        impl crate::Client {
            #attributes
            #[inline]
            pub fn #name(&self, request: #request) -> crate::StreamableCall<'_, #request> {
                self.backend.streamable_call(
                    request,
                    &self.options,
                    crate::stub::Stub::#name,
                    crate::stub::Stub::#method,
                )
            }
        }
    });
    let events = format!(" Like [`{name}`](Self::{name}), but returns the events of the response.");
    let deprecated = action.deprecated.iter();
    let deprecated = deprecated.map(|note| quote!(#[deprecated = #note]));
    file.item(quote! {
        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            #blocking
            #[inline]
            pub fn #name(&self, request: #request) -> Result<#response, crate::Error> {
                self.backend
                    .call_streamable(request, &self.options, crate::blocking::Stub::#name)
            }

            #[doc = #events]
            #(#deprecated)*
            #[inline]
            pub fn #method(
                &self,
                request: #request,
            ) -> Result<crate::blocking::EventStream<#response>, crate::Error> {
                self.backend.stream(request, &self.options, crate::blocking::Stub::#method)
            }
        }
    });
}

/// Implements the runtime's trait of requests for events.
fn ask_for_events(action: &Action, stream: &EventStream) -> TokenStream {
    let request = &action.request;
    let switch = stream.switch.iter().map(|(_, field)| {
        quote! {
            #[inline]
            #[allow(deprecated)]
            fn ask_for_events(&mut self) {
                self.#field = Some(true);
            }
        }
    });
    quote! {
        impl tencent_runtime::StreamingAction for #request {
            #(#switch)*
        }
    }
}

/// The description of the events, as a part of that of the action.
pub(super) fn info(stream: &EventStream) -> TokenStream {
    let switch = stream.switch.iter().map(|(wire, _)| quote!(.switch(#wire)));
    let error = stream
        .error
        .iter()
        .map(|[code, message]: &ErrorPaths| quote!(.error(&[#(#code),*], &[#(#message),*])));
    quote! {
        .event_stream(tencent_runtime::EventStreamInfo::new() #(#switch)* #(#error)*)
    }
}
