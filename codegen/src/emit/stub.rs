//! `src/stub.rs` and `src/blocking/stub.rs`: traits that replace the service in tests.

use proc_macro2::TokenStream;
use quote::quote;

use super::cfg::only_with;
use super::example;
use super::file::{RustFile, doc};
use crate::model::{Action, Model};

/// `src/stub.rs`.
pub(super) fn file(model: &Model) -> RustFile {
    let mut file = RustFile::new(
        "src/stub.rs",
        vec!["The stub, which replaces the service in tests.".to_owned()],
    );
    file.import("tencent_runtime::client::not_stubbed");
    for name in ["CallOptions", "JsonRequest", "ResponseFuture"] {
        file.import(format!("tencent_runtime::client::{name}"));
    }
    file.import("tencent_runtime::serde_json::Value");
    file.import("crate::model");
    let mut lines = vec![
        format!("Replaces {} in tests.", model.service.title),
        String::new(),
        "A method that is not implemented returns [`Error::NotStubbed`](crate::Error::NotStubbed),"
            .to_owned(),
        "so a test implements only the methods that it needs.".to_owned(),
    ];
    lines.extend(example::stub(model));
    let docs = doc(&lines);
    if model.has_event_streams() {
        file.import("tencent_runtime::client::EventStream");
    }
    let methods = model.actions.iter().map(|action| {
        let response = method(action, "response to", signature(action));
        let events =
            events_signature(action).map(|signature| method(action, "events of", signature));
        quote!(#response #events)
    });
    file.item(quote! {
        #docs
        #[allow(unused_variables)]
        pub trait Stub: std::fmt::Debug + Send + Sync {
            #(#methods)*

            /// Returns the response to an action that the crate does not contain.
            fn call_json<'a>(
                &'a self,
                request: &'a JsonRequest,
                options: &'a CallOptions,
            ) -> ResponseFuture<'a, Value> {
                not_stubbed("call_json")
            }
        }
    });
    file
}

/// `src/blocking/stub.rs`.
pub(super) fn blocking_file(model: &Model) -> RustFile {
    let mut file = RustFile::new("src/blocking/stub.rs", Vec::new());
    file.import("tencent_runtime::client::blocking::not_stubbed");
    for name in ["CallOptions", "Error", "JsonRequest"] {
        file.import(format!("tencent_runtime::client::{name}"));
    }
    file.import("tencent_runtime::serde_json::Value");
    file.import("crate::model");
    if model.has_event_streams() {
        file.import("tencent_runtime::client::blocking::EventStream");
    }
    let methods = model.actions.iter().map(|action| {
        let response = method(action, "response to", blocking_signature(action));
        let events = blocking_events_signature(action);
        let events = events.map(|signature| method(action, "events of", signature));
        quote!(#response #events)
    });
    file.item(quote! {
        /// Replaces the service in tests of a blocking client.
        ///
        /// A method that is not implemented returns [`Error::NotStubbed`], so a test implements only the
        /// methods that it needs. It can return every other [`Error`] too, for example
        /// `Err(ApiError::new(request, ErrorCode::REQUEST_LIMIT_EXCEEDED, "slow down").into())`.
        #[allow(unused_variables)]
        pub trait Stub: std::fmt::Debug + Send + Sync {
            #(#methods)*

            /// Returns the response to an action that the crate does not contain.
            fn call_json(
                &self,
                request: &JsonRequest,
                options: &CallOptions,
            ) -> Result<Value, Error> {
                not_stubbed("call_json")
            }
        }
    });
    file
}

fn signature(action: &Action) -> TokenStream {
    let (method, request, response) = (&action.method, &action.request, &action.response);
    quote! {
        fn #method<'a>(
            &'a self,
            request: &'a model::#request,
            options: &'a CallOptions,
        ) -> ResponseFuture<'a, model::#response>
    }
}

fn blocking_signature(action: &Action) -> TokenStream {
    let (name, request, response) = (&action.method, &action.request, &action.response);
    quote! {
        fn #name(
            &self,
            request: &model::#request,
            options: &CallOptions,
        ) -> Result<model::#response, Error>
    }
}

/// The method for an action that can answer with events.
fn events_signature(action: &Action) -> Option<TokenStream> {
    let method = &action.event_stream.as_ref()?.method;
    let (request, response) = (&action.request, &action.response);
    Some(quote! {
        fn #method<'a>(
            &'a self,
            request: &'a model::#request,
            options: &'a CallOptions,
        ) -> ResponseFuture<'a, EventStream<model::#response>>
    })
}

fn blocking_events_signature(action: &Action) -> Option<TokenStream> {
    let method = &action.event_stream.as_ref()?.method;
    let (request, response) = (&action.request, &action.response);
    Some(quote! {
        fn #method(
            &self,
            request: &model::#request,
            options: &CallOptions,
        ) -> Result<EventStream<model::#response>, Error>
    })
}

/// A method of a stub that returns the response to an action, or its events, with its default implementation.
fn method(action: &Action, returned: &str, signature: TokenStream) -> TokenStream {
    let cfg = only_with(action.feature.as_deref());
    let wire = &action.wire;
    let line = format!(" Returns the {returned} `{wire}`.");
    quote! {
        #[doc = #line]
        #cfg
        #signature {
            not_stubbed(#wire)
        }
    }
}
