//! What is compiled with one feature alone.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Model;

/// The attribute that leaves something out without the feature.
pub(super) fn only_with(feature: Option<&str>) -> Option<TokenStream> {
    feature.map(|feature| quote!(#[cfg(feature = #feature)]))
}

/// The same for one of the clients, which is there as soon as there is an action.
pub(super) fn client(model: &Model, client: &str) -> TokenStream {
    match model.any_action() {
        Some(any) => quote!(#[cfg(all(feature = #client, feature = #any))]),
        None => quote!(#[cfg(feature = #client)]),
    }
}

/// The same for what both clients share.
pub(super) fn either_client(model: &Model) -> TokenStream {
    let either = quote!(any(feature = "client", feature = "blocking"));
    match model.any_action() {
        Some(any) => quote!(#[cfg(all(#either, feature = #any))]),
        None => quote!(#[cfg(#either)]),
    }
}
