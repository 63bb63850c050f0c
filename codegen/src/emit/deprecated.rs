//! Lets generated code use deprecated fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Object;

/// Allows an object's own code to name its deprecated fields.
pub(super) fn allow_deprecated(object: &Object) -> Option<TokenStream> {
    allow_if(object.has_deprecated())
}

/// Allows a validator to name deprecated fields, also those of other objects.
pub(super) fn allow_deprecated_in_validator(object: &Object) -> Option<TokenStream> {
    allow_if(object.has_deprecated() || object.validator.uses_deprecated)
}

fn allow_if(names_deprecated: bool) -> Option<TokenStream> {
    names_deprecated.then(|| quote!(#[allow(deprecated)]))
}
