//! Limits and valid values as literals.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Number, Valid};

/// Valid values as literals or paths.
pub(super) fn valid_values(valid: &Valid) -> Vec<TokenStream> {
    match valid {
        Valid::Integers(values) => values
            .iter()
            .map(|value| number_literal(Number::Integer(*value)))
            .collect(),
        Valid::Unsigned(values) => values
            .iter()
            .map(|value| number_literal(Number::Unsigned(*value)))
            .collect(),
        Valid::Texts(values) => values.iter().map(|value| quote!(#value)).collect(),
        Valid::Bool(value) => vec![quote!(#value)],
        Valid::Variants { of, variants, .. } => variants
            .iter()
            .map(|variant| quote!(#of::#variant))
            .collect(),
    }
}

pub(super) fn number_literal(number: Number) -> TokenStream {
    let literal = match number {
        Number::Integer(value) => {
            let digits = Literal::u64_unsuffixed(value.unsigned_abs());
            return if value < 0 {
                quote!(-#digits)
            } else {
                quote!(#digits)
            };
        }
        Number::Unsigned(value) => Literal::u64_unsuffixed(value),
        Number::Float(value) if value < 0.0 => {
            let digits = Literal::f64_unsuffixed(-value);
            return quote!(-#digits);
        }
        Number::Float(value) => Literal::f64_unsuffixed(value),
    };
    quote!(#literal)
}
