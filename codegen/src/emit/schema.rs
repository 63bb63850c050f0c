//! The JSON Schemas of objects and enums: what the runtime makes them of.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::file::{RustFile, raw};
use crate::model::{Enum, Field, Name, Object, Type, Variant, Variants};

pub(super) fn add_object(file: &mut RustFile, object: &Object) {
    let (name, text) = (&object.rust, raw(&object.schema));
    let named: BTreeSet<_> = object.fields.iter().filter_map(named_type).collect();
    let refer = (!named.is_empty()).then(|| {
        let named = named.iter();
        quote! {
            fn refer(types: &mut tencent_runtime::schema::Types<'_>) {
                #(types.add::<#named>();)*
            }
        }
    });
    file.item(quote! {
        #[cfg(feature = "schemars")]
        impl tencent_runtime::schema::Object for #name {
            const SCHEMA: &'static str = #text;

            #refer
        }
    });
    file.item(quote! {
        #[cfg(feature = "schemars")]
        tencent_runtime::json_schema!(#name, object);
    });
}

/// The type that the schema of a member refers to.
fn named_type(field: &Field) -> Option<&Name> {
    match &field.of {
        Type::Object(name) | Type::IntegerEnum(name) | Type::TextEnum(name) => Some(name),
        _ => None,
    }
}

pub(super) fn add_enum(file: &mut RustFile, named: &Enum) {
    let (name, summary) = (&named.rust, &named.summary);
    let values = match &named.variants {
        Variants::Integer(variants) => values(variants, |value| {
            proc_macro2::Literal::i64_unsuffixed(*value).into_token_stream()
        }),
        Variants::Text(variants) => values(variants, ToTokens::to_token_stream),
    };
    file.item(quote! {
        #[cfg(feature = "schemars")]
        impl tencent_runtime::schema::Enum for #name {
            #[inline]
            fn describe(values: &mut tencent_runtime::schema::EnumSchema) {
                values.doc(#summary);
                #(#values)*
            }
        }
    });
    file.item(quote! {
        #[cfg(feature = "schemars")]
        tencent_runtime::json_schema!(#name, open_enum);
    });
}

fn values<T>(variants: &[Variant<T>], literal: impl Fn(&T) -> TokenStream) -> Vec<TokenStream> {
    let value = |variant: &Variant<T>| {
        let (value, summary) = (literal(&variant.value), &variant.summary);
        quote!(values.value(#value, #summary);)
    };
    variants.iter().map(value).collect()
}
