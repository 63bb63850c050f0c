//! `src/client.rs`: the asynchronous client.

use proc_macro2::TokenStream;
use quote::quote;

use super::example;
use super::file::{RustFile, doc};
use crate::model::Model;

pub(super) fn file(model: &Model) -> RustFile {
    let mut file = RustFile::new(
        "src/client.rs",
        vec!["The asynchronous client. Its calls are in `action`.".to_owned()],
    );
    file.import("std::sync::Arc");
    file.import("tencent_runtime::client::Transport");
    file.import("tencent_runtime::CallOptions");
    file.import("crate::stub::Stub");
    file.item(structure(model));
    file.item(quote! {
        /// Sets up a [`Client`]: credential, region, endpoint, time limits, retry, validation.
        pub type ClientBuilder = tencent_runtime::client::ClientBuilder<Client>;
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
            pub(crate) stub: Arc<dyn Stub>,
            pub(crate) options: CallOptions,
        }
    }
}
