//! `src/lib.rs`.

use quote::quote;

use super::file::{RustFile, doc};
use crate::model::Model;

pub(super) fn file(model: &Model) -> RustFile {
    let service = &model.service;
    let mut lines = vec![format!(
        "A client of {}, service `{}`, version {}.",
        service.title, service.name, service.version
    )];
    lines.push(String::new());
    lines.extend(service.doc.iter().cloned());
    lines.extend(
        [
            "",
            "# Features",
            "",
            "- `client` (default): the asynchronous client.",
            "- `blocking`: the blocking client, for programs without an asynchronous runtime.",
            "- `tracing`: spans and events of calls, without secrets.",
            "",
            "Without features the crate is its types and validators, and has no HTTP stack.",
        ]
        .map(str::to_owned),
    );
    let mut file = RustFile::new("src/lib.rs", lines);
    file.item(quote! {
        #[cfg(feature = "blocking")]
        pub mod blocking;
        #[cfg(feature = "client")]
        mod client;
        pub mod error_code;
        pub mod model;
        #[cfg(feature = "client")]
        pub mod stub;
    });
    file.item(quote! {
        #[cfg(feature = "client")]
        pub use client::{Client, ClientBuilder};
        pub use tencent_runtime as runtime;
        #[cfg(any(feature = "client", feature = "blocking"))]
        pub use tencent_runtime::{CallOptions, Error};
        pub use tencent_runtime::{ErrorCode, Service};
    });
    let (name, version, host) = (&service.name, &service.version, &service.host);
    let docs = doc(&["The service that this crate calls.".to_owned()]);
    file.item(quote! {
        #docs
        pub const SERVICE: Service = Service::new(#name, #version, #host);
    });
    let requests = model.actions.iter().map(|action| &action.request);
    file.item(quote! {
        /// Visits every action of the service.
        pub fn visit_actions(visitor: &mut impl tencent_runtime::VisitActions) {
            #(visitor.visit::<model::#requests>();)*
        }
    });
    file
}
