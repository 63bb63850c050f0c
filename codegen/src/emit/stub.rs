//! `src/stub.rs`, the trait behind the client, and `src/transport.rs`, the real one.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{RustFile, doc};
use super::gate::only_with;
use crate::model::{Action, Model};

pub(super) fn file(model: &Model) -> RustFile {
    let mut file = RustFile::new(
        "src/stub.rs",
        vec!["What stands behind a client.".to_owned()],
    );
    file.import("tencent_runtime::client::not_stubbed");
    file.import("tencent_runtime::BoxFuture");
    file.import("tencent_runtime::CallOptions");
    file.import("tencent_runtime::Error");
    file.import("crate::model");
    let lines = [
        format!(
            "What stands behind a client of {}: the real transport, or anything",
            model.service.title
        ),
        "that a test puts in its place.".to_owned(),
        String::new(),
        "Every method answers with [`Error::NotStubbed`] until it is implemented, so a test"
            .to_owned(),
        "implements those that it needs.".to_owned(),
    ];
    let docs = doc(&lines);
    let methods = model.actions.iter().map(default_method);
    file.item(quote! {
        #docs
        pub trait Stub: std::fmt::Debug + Send + Sync {
            #(#methods)*
        }
    });
    file
}

/// `src/transport.rs`: the real transport.
pub(super) fn transport_file(model: &Model) -> RustFile {
    let mut file = RustFile::new("src/transport.rs", Vec::new());
    file.import("tencent_runtime::client::Transport");
    file.import("tencent_runtime::BoxFuture");
    file.import("tencent_runtime::CallOptions");
    file.import("tencent_runtime::Error");
    file.import("crate::model");
    file.import("crate::stub::Stub");
    let methods = model.actions.iter().map(transport_method);
    file.item(quote!(impl Stub for Transport { #(#methods)* }));
    file
}

fn signature(action: &Action) -> TokenStream {
    let (method, request, response) = (&action.method, &action.request, &action.response);
    quote! {
        fn #method<'a>(
            &'a self,
            request: &'a model::#request,
            options: &'a CallOptions,
        ) -> BoxFuture<'a, Result<model::#response, Error>>
    }
}

fn default_method(action: &Action) -> TokenStream {
    let (signature, wire) = (signature(action), &action.wire);
    let gate = only_with(action.feature.as_deref());
    let line = format!(" Answers `{wire}`.");
    quote! {
        #gate
        #[doc = #line]
        #signature {
            let _ = (request, options);
            not_stubbed(#wire)
        }
    }
}

fn transport_method(action: &Action) -> TokenStream {
    let (signature, gate) = (signature(action), only_with(action.feature.as_deref()));
    quote! {
        #gate
        #signature {
            self.call(request, options)
        }
    }
}
