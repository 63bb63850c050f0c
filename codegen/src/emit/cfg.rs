//! Attributes for conditional compilation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{ALL_ACTIONS, Model};

/// Compiles an item only with a feature.
pub(super) fn only_with(feature: Option<&str>) -> Option<TokenStream> {
    feature.map(|feature| quote!(#[cfg(feature = #feature)]))
}

/// Compiles an item only with one of the clients, and with at least one action.
pub(super) fn client(model: &Model, client: &str) -> TokenStream {
    match model.any_action() {
        Some(any) => quote!(#[cfg(all(feature = #client, feature = #any))]),
        None => quote!(#[cfg(feature = #client)]),
    }
}

/// The condition for the asynchronous client with all actions, as text.
pub(super) fn whole_client(model: &Model) -> String {
    match model.any_action() {
        Some(_) => format!("all(feature = \"client\", feature = \"{ALL_ACTIONS}\")"),
        None => "feature = \"client\"".to_owned(),
    }
}

/// Compiles an item with either client, and with at least one action.
pub(super) fn either_client(model: &Model) -> TokenStream {
    let either = quote!(any(feature = "client", feature = "blocking"));
    match model.any_action() {
        Some(any) => quote!(#[cfg(all(#either, feature = #any))]),
        None => quote!(#[cfg(#either)]),
    }
}
