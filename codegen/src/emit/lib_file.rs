//! `src/lib.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::cfg::{self, only_with};
use super::documented;
use super::file::{RustFile, doc};
use super::front_page;
use super::state_machine;
use crate::model::{Doc, Model};

pub(super) fn file(model: &Model) -> RustFile {
    let service = &model.service;
    let lines = if model.is_callable() {
        title(model)
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
    // docs.rs shows the features that an item needs.
    file.item(quote!(#![cfg_attr(docsrs, feature(doc_cfg))]));
    if model.is_callable() {
        front_page::add(&mut file, model);
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
    if model.callbacks.is_some() {
        file.item(quote! {
            #[cfg(feature = "callback")]
            pub mod callback;
        });
    }
    let (name, version, host) = (&service.name, &service.version, &service.host);
    let docs = doc(&["The service that this crate calls.".to_owned()]);
    let environments =
        has_environments(model).then(|| quote!(.environments(environment::ENVIRONMENTS)));
    let region = service.requires_region.then(|| quote!(.requires_region()));
    file.item(quote! {
        #docs
        pub const SERVICE: Service = Service::new(#name, #version, #host) #environments #region;
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
        /// Visits every action of the service, with the JSON Schemas of its request and response.
        #[cfg(feature = "schemars")]
        pub fn visit_schemas(visitor: &mut impl tencent_runtime::schema::VisitSchemas) {
            #visits
        }
    });
    if model.is_callable() {
        add_mock(&mut file, model);
    }
    file
}

fn add_mock(file: &mut RustFile, model: &Model) {
    let document = documented::is_present(model).then(|| quote!(documented::add(&mut actions);));
    let machines = state_machine::is_present(model).then(|| {
        let constants = model.state_machines.iter().map(|machine| &machine.constant);
        quote!(#(actions.add_state_machine(&mock::#constants);)*)
    });
    file.item(quote! {
        /// Returns every action of the service, for [`MockServer::start`](mock::MockServer::start).
        #[cfg(feature = "mock")]
        #[must_use]
        pub fn actions() -> mock::Actions {
            let mut actions = mock::Actions::new(&SERVICE);
            visit_schemas(&mut actions);
            #document
            #machines
            actions
        }
    });
}

fn has_environments(model: &Model) -> bool {
    !model.environments().is_empty()
}

/// The first lines of the documentation of a crate with clients.
fn title(model: &Model) -> Doc {
    let service = &model.service;
    let mut lines = vec![
        format!(
            "A client of {}, service `{}`, version {}.",
            service.title, service.name, service.version
        ),
        String::new(),
    ];
    lines.extend(service.doc.iter().cloned());
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
    let environment = has_environments(model).then(|| {
        quote!(
            mod environment;
        )
    });
    let others = model.has_rules.then(|| {
        quote!(
            mod validate;
            mod wire;
        )
    });
    let documented = documented::is_present(model).then(|| {
        quote!(
            #[cfg(feature = "mock")]
            mod documented;
        )
    });
    let mock = match state_machine::is_present(model) {
        true => quote!(
            pub mod mock;
        ),
        false => quote!(
            pub use tencent_mock as mock;
        ),
    };
    let streams = model.has_paginators().then(|| {
        quote! {
            #client
            pub use tencent_runtime::client::{Items, Pages, Paginator};
            #either
            pub use tencent_runtime::client::Paginate;
        }
    });
    let event_streams = model.has_event_streams().then(|| {
        quote! {
            #client
            pub use tencent_runtime::client::EventStream;
            #either
            pub use tencent_runtime::client::Event;
        }
    });
    let wait_error = model.has_waiters().then(|| {
        quote! {
            #either
            pub use tencent_runtime::client::WaitError;
        }
    });
    file.item(quote! {
        mod action;
        #blocking
        pub mod blocking;
        #client
        mod client;
        #documented
        #environment
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
        pub use client::Client;
        #[cfg(feature = "mock")]
        #mock
        pub use tencent_runtime as runtime;
        #client
        pub use tencent_runtime::client::ResponseFuture;
        #streams
        #event_streams
        #wait_error
        #either
        pub use tencent_runtime::client::credential::Credential;
        #either
        pub use tencent_runtime::client::{
            BuildClient, BuildError, CallOptions, CallRecorder, ClientBuilder, Error, HostKind, JsonRequest,
            Language, RateLimit, RateLimiter, RetryPolicy, clock, credential, error, rate_limit,
        };
        pub use tencent_runtime::validate::{Validate, Violation, Violations};
        pub use tencent_runtime::wire::DecodeWarning;
        pub use tencent_runtime::{
            Action, ActionInfo, ErrorCode, OpenEnum, Region, Service, UnknownValue,
        };
    });
    if model.has_event_streams() {
        file.item(quote! {
            /// A call whose response can also be read event by event.
            #client
            pub type StreamableCall<'a, A> =
                tencent_runtime::client::StreamableCall<'a, A, dyn stub::Stub>;
        });
    }
    if has_environments(model) {
        file.item(quote! {
            pub use environment::Environment;
            pub use tencent_runtime::{EnvironmentInfo, ServiceEnvironment, UnknownEnvironment};
        });
    }
}
