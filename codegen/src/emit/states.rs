//! The methods of an enum with final states.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Name, Variant};

/// Returns the methods, if an enum has final states.
pub(super) fn methods<T>(name: &Name, variants: &[Variant<T>]) -> Option<TokenStream> {
    let finals: Vec<&Name> = names(variants, |variant| variant.is_final);
    if finals.is_empty() {
        return None;
    }
    let exceptions = variants
        .iter()
        .filter(|variant| !variant.may_become.is_empty());
    let exceptions: Vec<TokenStream> = exceptions
        .map(|variant| {
            let (from, next) = (&variant.rust, &variant.may_become);
            quote!((Self::#from, #(Self::#next)|*))
        })
        .collect();
    let may_become = match exceptions.as_slice() {
        [] => TokenStream::new(),
        exceptions => quote!(|| matches!((previous, self), #(#exceptions)|*)),
    };
    Some(quote! {
        impl #name {
            /// Returns whether the state is final. An unknown state is not.
            #[inline]
            #[must_use]
            pub const fn is_final(&self) -> bool {
                matches!(self, #(Self::#finals)|*)
            }

            /// Returns whether an application that knows the previous state accepts this one. It does not
            /// leave a final state: messages can arrive in any order, and more than once.
            #[inline]
            #[must_use]
            pub fn may_follow(&self, previous: &Self) -> bool {
                !previous.is_final() || self == previous #may_become
            }
        }
    })
}

fn names<T>(variants: &[Variant<T>], holds: fn(&Variant<T>) -> bool) -> Vec<&Name> {
    let variants = variants.iter().filter(|variant| holds(variant));
    variants.map(|variant| &variant.rust).collect()
}
