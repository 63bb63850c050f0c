//! `src/client.rs`, the asynchronous client, and `src/blocking/mod.rs`, the blocking one. They differ
//! in the transport.

use proc_macro2::TokenStream;
use quote::quote;

use super::example;
use super::file::{RustFile, doc};
use crate::model::Model;

/// `src/client.rs`.
pub(super) fn file(model: &Model) -> RustFile {
    let mut file = RustFile::new(
        "src/client.rs",
        vec!["The asynchronous client. Its calls are in `action`.".to_owned()],
    );
    file.import("crate::stub::Stub");
    let mut lines = intro(&format!("A client of {}.", model.service.title));
    lines.extend(example::call(model));
    let transport = "tencent_runtime::client::Transport";
    add_client(&mut file, &lines, transport);
    file.import("tencent_runtime::client::ResponseFuture");
    add_call_json(
        &mut file,
        quote! {
            /// Returns the member `Response` of the answer. The call is signed, retried and classified like every
            /// other. It counts as idempotent if the name of the action begins with `Describe` or `List`;
            /// [`CallOptions::idempotent`] changes it. The client does not validate the request, knows no rate
            /// limit, and redacts all values of the request from messages.
            #[inline]
            pub fn call_json(
                &self,
                action: impl Into<String>,
                version: impl Into<String>,
                request: impl Into<Value>,
            ) -> ResponseFuture<'_, Value> {
                let request = JsonRequest::new(action, version, request);
                self.backend.call_json(request, &self.options, Stub::call_json)
            }
        },
    );
    if model.has_paginators() {
        file.import("tencent_runtime::client::Paginator");
        file.import("tencent_runtime::client::StubbedBy");
        add_paginate(&mut file);
    }
    file
}

/// `src/blocking/mod.rs`.
pub(super) fn blocking_file(model: &Model) -> RustFile {
    let lines =
        vec!["The blocking client: the same calls without an asynchronous runtime.".to_owned()];
    let mut file = RustFile::new("src/blocking/mod.rs", lines);
    file.item(quote! {
        mod stub;

        pub use stub::Stub;
    });
    let lines = intro(&format!("A blocking client of {}.", model.service.title));
    add_client(
        &mut file,
        &lines,
        "tencent_runtime::client::blocking::Transport",
    );
    file.import("tencent_runtime::client::Error");
    add_call_json(
        &mut file,
        quote! {
            /// Returns the member `Response` of the answer. It works like the method of the asynchronous client.
            ///
            /// # Errors
            ///
            /// See the variants of [`Error`].
            #[inline]
            pub fn call_json(
                &self,
                action: impl Into<String>,
                version: impl Into<String>,
                request: impl Into<Value>,
            ) -> Result<Value, Error> {
                let request = JsonRequest::new(action, version, request);
                self.backend.call_json(&request, &self.options, Stub::call_json)
            }
        },
    );
    if model.has_event_streams() {
        file.item(quote! {
            pub use tencent_runtime::client::blocking::EventStream;
        });
    }
    if model.has_paginators() {
        file.item(quote! {
            pub use tencent_runtime::client::blocking::{Items, Pages, Paginator};
        });
        file.import("tencent_runtime::client::blocking::StubbedBy");
        add_paginate(&mut file);
    }
    file
}

fn intro(first: &str) -> Vec<String> {
    let second = "It is cheap to clone, and all clones share one pool of connections.";
    [first, "", second].map(str::to_owned).to_vec()
}

/// Adds the method of a client that reads lists, to a file that imports the types of its kind of client.
fn add_paginate(file: &mut RustFile) {
    file.import("tencent_runtime::client::Paginate");
    file.item(quote! {
        impl Client {
            /// Reads the whole list of an action that returns it page by page.
            ///
            /// Nothing is sent before the items or the pages are read.
            #[inline]
            pub fn paginate<A>(&self, request: A) -> Paginator<A>
            where
                A: Paginate + StubbedBy<dyn Stub>,
            {
                Paginator::new(&self.backend, &self.options, request)
            }
        }
    });
}

/// Adds the method of a client that calls actions that the crate does not contain.
fn add_call_json(file: &mut RustFile, method: TokenStream) {
    file.import("tencent_runtime::client::JsonRequest");
    file.import("tencent_runtime::serde_json::Value");
    file.item(quote! {
        impl Client {
            /// Calls an action that this crate does not contain, or another version of one: its name, a version
            /// such as `2017-03-12`, and a request as a JSON object.
            ///
            #method
        }
    });
}

/// Adds a client that calls through a transport of the runtime.
fn add_client(file: &mut RustFile, lines: &[String], transport: &str) {
    file.import("std::sync::Arc");
    file.import(transport);
    for name in ["Backend", "BuildClient", "CallOptions", "ClientBuilder"] {
        file.import(format!("tencent_runtime::client::{name}"));
    }
    let docs = doc(lines);
    file.item(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) backend: Backend<Transport, dyn Stub>,
            pub(crate) options: CallOptions,
        }
    });
    file.item(quote! {
        impl Client {
            /// Starts to configure a client: credential, region, endpoint, time limits, retries,
            /// rate limit, validation.
            pub fn builder() -> ClientBuilder<Self> {
                ClientBuilder::new(&crate::SERVICE)
            }

            /// Creates a client that calls a stub instead of the service, for tests.
            #[must_use]
            pub fn from_stub(stub: impl Stub + 'static) -> Self {
                Self {
                    backend: Backend::Stub(Arc::new(stub)),
                    options: CallOptions::default(),
                }
            }

            /// Returns a client whose calls use these options. Unset options keep their values.
            #[must_use]
            pub fn with_options(&self, options: CallOptions) -> Self {
                Self {
                    backend: self.backend.clone(),
                    options: options.or(&self.options),
                }
            }
        }
    });
    file.item(quote! {
        impl From<Transport> for Client {
            fn from(transport: Transport) -> Self {
                let options = transport.default_options();
                Self { backend: Backend::Service(transport), options }
            }
        }
    });
    file.item(quote! {
        impl BuildClient for Client {
            type Transport = Transport;
        }
    });
}
