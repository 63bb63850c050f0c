//! `src/blocking/`: the blocking client, and what stands behind it.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{RustFile, doc};
use super::gate::only_with;
use crate::model::{Action, Model};

pub(super) fn file(model: &Model) -> RustFile {
    let lines =
        vec!["The blocking client: the same calls without an asynchronous runtime.".to_owned()];
    let mut file = RustFile::new("src/blocking/mod.rs", lines);
    file.import("std::sync::Arc");
    file.import("tencent_runtime::blocking::Transport");
    file.import("tencent_runtime::CallOptions");
    file.item(quote! {
        mod stub;
        mod transport;

        pub use stub::Stub;
    });
    let title = doc(&[
        format!("A blocking client of {}.", model.service.title),
        String::new(),
        "It is cheap to clone, and all clones share one pool of connections.".to_owned(),
    ]);
    file.item(quote! {
        #title
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) stub: Arc<dyn Stub>,
            pub(crate) options: CallOptions,
        }
    });
    file.item(quote! {
        /// Sets up a [`Client`]: credential, region, endpoint, time limits, retry, validation.
        pub type ClientBuilder = tencent_runtime::blocking::ClientBuilder<Client>;
    });
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

/// `src/blocking/stub.rs`: the trait behind the client.
pub(super) fn stub_file(model: &Model) -> RustFile {
    let mut file = RustFile::new("src/blocking/stub.rs", Vec::new());
    file.import("tencent_runtime::blocking::not_stubbed");
    file.import("tencent_runtime::CallOptions");
    file.import("tencent_runtime::Error");
    file.import("crate::model");
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
    file
}

/// `src/blocking/transport.rs`: the real transport.
pub(super) fn transport_file(model: &Model) -> RustFile {
    let mut file = RustFile::new("src/blocking/transport.rs", Vec::new());
    file.import("tencent_runtime::blocking::Transport");
    file.import("tencent_runtime::CallOptions");
    file.import("tencent_runtime::Error");
    file.import("super::Stub");
    file.import("crate::model");
    let methods = model.actions.iter().map(transport_method);
    file.item(quote!(impl Stub for Transport { #(#methods)* }));
    file
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
    let gate = only_with(action.feature.as_deref());
    let line = format!(" Answers `{wire}`.");
    quote! {
        #gate
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
    let (signature, gate) = (signature(action), only_with(action.feature.as_deref()));
    quote! {
        #gate
        #signature {
            self.call(request, options)
        }
    }
}
