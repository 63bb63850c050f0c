//! `src/client.rs`: the asynchronous client.

use proc_macro2::TokenStream;
use quote::quote;

use super::example;
use super::file::{RustFile, doc};
use crate::model::{Action, Model};

pub(super) fn file(model: &Model) -> RustFile {
    let mut file = RustFile::new("src/client.rs", vec!["The asynchronous client.".to_owned()]);
    file.import("std::sync::Arc");
    file.import("tencent_runtime::client::Transport");
    file.import("tencent_runtime::CallOptions");
    file.import("tencent_runtime::Error");
    file.import("crate::model");
    file.import("crate::stub::Stub");
    file.item(structure(model));
    file.item(quote! {
        /// Sets up a [`Client`]: credential, region, endpoint, time limits, retry, validation.
        pub type ClientBuilder = tencent_runtime::client::ClientBuilder<Client>;
    });
    let methods = model.actions.iter().map(method);
    file.item(quote! {
        impl Client {
            /// Starts to set up a client.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&crate::SERVICE)
            }

            /// A client that asks the stub instead of the service, for tests.
            #[must_use]
            pub fn from_stub(stub: impl Stub + 'static) -> Self {
                Self { stub: Arc::new(stub), options: CallOptions::default() }
            }

            /// The same client, whose calls take these options; what they leave open stays as it was.
            #[must_use]
            pub fn with_options(&self, options: CallOptions) -> Self {
                Self {
                    stub: Arc::clone(&self.stub),
                    options: options.or(&self.options),
                }
            }

            #(#methods)*
        }
    });
    file.item(quote! {
        impl From<Transport> for Client {
            fn from(transport: Transport) -> Self {
                let options = transport.default_options();
                Self { stub: Arc::new(transport), options }
            }
        }
    });
    file
}

fn structure(model: &Model) -> TokenStream {
    let mut lines = vec![
        format!("A client of {}.", model.service.title),
        String::new(),
        "It is cheap to clone, and all clones share one pool of connections.".to_owned(),
    ];
    lines.extend(example::call(model));
    let docs = doc(&lines);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            stub: Arc<dyn Stub>,
            options: CallOptions,
        }
    }
}

/// The documentation of a method: the action's own, and what can go wrong.
pub(super) fn method_doc(action: &Action) -> TokenStream {
    let mut lines = action.doc.clone();
    lines.extend(
        [
            "",
            "# Errors",
            "",
            "Where the request breaks a rule, no credential is found, the service cannot be reached,",
            "or it answers with an error or with what cannot be decoded: [`Error`] tells them apart.",
        ]
        .map(str::to_owned),
    );
    let deprecated = action
        .deprecated
        .iter()
        .map(|note| quote!(#[deprecated = #note]));
    let docs = doc(&lines);
    quote!(#docs #(#deprecated)*)
}

fn method(action: &Action) -> TokenStream {
    let (name, request, response) = (&action.method, &action.request, &action.response);
    let docs = method_doc(action);
    quote! {
        #docs
        pub async fn #name(&self, request: model::#request) -> Result<model::#response, Error> {
            self.options.check(&request)?;
            self.stub.#name(&request, &self.options).await
        }
    }
}
