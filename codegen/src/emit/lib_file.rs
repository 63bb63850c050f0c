//! `src/lib.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::cfg::{self, only_with};
use super::file::{RustFile, doc};
use crate::model::Model;

pub(super) fn file(model: &Model) -> RustFile {
    let service = &model.service;
    let lines = if model.is_callable() {
        client_doc(model)
    } else {
        vec![
            format!(
                "{}, service `{}`, version {}, without actions.",
                service.title, service.name, service.version
            ),
            String::new(),
            "Upstream no longer serves any action of it, so the crate has no client.".to_owned(),
        ]
    };
    let mut file = RustFile::new("src/lib.rs", lines);
    if model.is_callable() {
        add_clients(&mut file, model);
    } else {
        file.item(quote!(
            pub mod error_code;
        ));
        file.item(quote! {
            pub use tencent_runtime as runtime;
            pub use tencent_runtime::{ErrorCode, Service};
        });
    }
    let (name, version, host) = (&service.name, &service.version, &service.host);
    let docs = doc(&["The service that this crate calls.".to_owned()]);
    file.item(quote! {
        #docs
        pub const SERVICE: Service = Service::new(#name, #version, #host);
    });
    let visits = visits(model);
    file.item(quote! {
        /// Visits every action of the service.
        #[cfg(feature = "serde")]
        pub fn visit_actions(visitor: &mut impl tencent_runtime::VisitActions) {
            #visits
        }
    });
    file.item(quote! {
        /// Visits every action of the service, with the JSON Schemas of what it sends and answers.
        #[cfg(feature = "schemars")]
        pub fn visit_schemas(visitor: &mut impl tencent_runtime::schema::VisitSchemas) {
            #visits
        }
    });
    file
}

/// The documentation of a crate with a client.
fn client_doc(model: &Model) -> Vec<String> {
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
            "- `socks`: SOCKS proxies.",
            "- `default-tls` (default): TLS of the clients, that is `ring` and `webpki-roots`.",
            "- `ring` or `aws-lc-rs`: the library for the cryptography of TLS and of signatures.",
            "- `webpki-roots`, `native-roots` or both: whose certificate authorities are trusted, those",
            "  of Mozilla's list or those of the system.",
            "- `serde`: `Serialize` and `Deserialize` for all types, to load requests from JSON, to store",
            "  responses as JSON, and for `visit_actions`.",
            "- `schemars`: JSON Schemas of all types, for OpenAPI documents and the tools of language",
            "  models. They are for values without `null`, empty strings and empty lists, which count as",
            "  absent.",
        ]
        .map(str::to_owned),
    );
    if let Some(action) = model
        .actions
        .first()
        .and_then(|action| action.feature.as_ref())
    {
        lines.extend([
            "- `full` (default): every action.".to_owned(),
            format!("- one for each action, such as `{action}`: the action and what it reaches."),
        ]);
    }
    lines.extend([
        String::new(),
        "Without the clients the crate is its types and validators, and has no HTTP stack."
            .to_owned(),
    ]);
    lines
}

fn visits(model: &Model) -> TokenStream {
    let visits = model.actions.iter().map(|action| {
        let (cfg, request) = (only_with(action.feature.as_deref()), &action.request);
        quote!(#cfg visitor.visit::<model::#request>();)
    });
    let unused =
        (model.any_action().is_some() || !model.is_callable()).then(|| quote!(let _ = &visitor;));
    quote!(#unused #(#visits)*)
}

/// Adds the modules and re-exports of a crate with clients.
fn add_clients(file: &mut RustFile, model: &Model) {
    let (client, blocking) = (cfg::client(model, "client"), cfg::client(model, "blocking"));
    let either = cfg::either_client(model);
    let patterns = (!model.patterns.is_empty()).then(|| {
        // Without some actions, a pattern may have no users.
        let allow = (!model.features.is_empty())
            .then(|| quote!(#[cfg_attr(not(feature = "full"), allow(dead_code))]));
        quote!(#allow mod patterns;)
    });
    let schema = model.has_rules.then(|| {
        quote!(
            #[cfg(feature = "schemars")]
            mod schema;
        )
    });
    let others = model.has_rules.then(|| {
        quote!(
            mod validate;
            mod wire;
        )
    });
    file.item(quote! {
        mod action;
        #blocking
        pub mod blocking;
        #client
        mod client;
        pub mod error_code;
        pub mod model;
        #patterns
        #schema
        #client
        pub mod stub;
        #others
    });
    file.item(quote! {
        #client
        pub use client::{Client, ClientBuilder};
        pub use tencent_runtime as runtime;
        #client
        pub use tencent_runtime::client::ResponseFuture;
        #either
        pub use tencent_runtime::client::{CallOptions, Error, credential};
        pub use tencent_runtime::{ErrorCode, Service};
    });
}
