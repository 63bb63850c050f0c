//! `src/blocking.rs`: the blocking client, and the trait behind it.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::method_doc;
use super::file::{RustFile, doc};
use crate::model::{Action, Model};

pub(super) fn file(model: &Model) -> RustFile {
    let lines =
        vec!["The blocking client: the same calls without an asynchronous runtime.".to_owned()];
    let mut file = RustFile::new("src/blocking.rs", lines);
    file.import("std::sync::Arc");
    file.import("tencent_runtime::blocking::Transport");
    file.import("tencent_runtime::blocking::not_stubbed");
    file.import("tencent_runtime::CallOptions");
    file.import("tencent_runtime::Error");
    file.import("crate::model");
    let title = doc(&[
        format!("A blocking client of {}.", model.service.title),
        String::new(),
        "It is cheap to clone, and all clones share one pool of connections.".to_owned(),
    ]);
    file.item(quote! {
        #title
        #[derive(Clone, Debug)]
        pub struct Client {
            stub: Arc<dyn Stub>,
            options: CallOptions,
        }
    });
    file.item(quote! {
        /// Sets up a [`Client`]: credential, region, endpoint, time limits, retry, validation.
        pub type ClientBuilder = tencent_runtime::blocking::ClientBuilder<Client>;
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
    add_stub(&mut file, model);
    file
}

fn add_stub(file: &mut RustFile, model: &Model) {
    let methods = model.actions.iter().map(default_method);
    file.item(quote! {
        /// What stands behind a blocking client: the real transport, or anything that a test puts
        /// in its place.
        ///
        /// Every method answers with [`Error::NotStubbed`] until it is implemented.
        pub trait Stub: std::fmt::Debug + Send + Sync {
            #(#methods)*
        }
    });
    let methods = model.actions.iter().map(transport_method);
    file.item(quote!(impl Stub for Transport { #(#methods)* }));
}

fn method(action: &Action) -> TokenStream {
    let (name, request, response) = (&action.method, &action.request, &action.response);
    let docs = method_doc(action);
    quote! {
        #docs
        pub fn #name(&self, request: model::#request) -> Result<model::#response, Error> {
            self.options.check(&request)?;
            self.stub.#name(&request, &self.options)
        }
    }
}

fn signature(action: &Action) -> TokenStream {
    let (name, request, response) = (&action.method, &action.request, &action.response);
    quote! {
        fn #name(
            &self,
            request: &model::#request,
            options: &CallOptions,
        ) -> Result<model::#response, Error>
    }
}

fn default_method(action: &Action) -> TokenStream {
    let (signature, wire) = (signature(action), &action.wire);
    let line = format!(" Answers `{wire}`.");
    quote! {
        #[doc = #line]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " Whatever the test wants its caller to see."]
        #signature {
            let _ = (request, options);
            not_stubbed(#wire)
        }
    }
}

fn transport_method(action: &Action) -> TokenStream {
    let signature = signature(action);
    quote! {
        #signature {
            self.call(request, options)
        }
    }
}
