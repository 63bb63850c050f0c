//! Lets generated code use deprecated fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Object;

/// Allows an object's own code to name its deprecated fields.
pub(super) fn allow_deprecated(object: &Object) -> Option<TokenStream> {
    object
        .has_deprecated()
        .then(|| quote!(#[allow(deprecated)]))
}
