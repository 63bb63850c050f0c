//! The JSON Schemas of objects and enums: what the runtime makes them of.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::file::{RustFile, raw, text};
use super::object::value_type;
use crate::model::{Enum, Field, Object, Variant, Variants};

pub(super) fn add_object(file: &mut RustFile, object: &Object) {
    let (name, summary) = (&object.rust, text(&object.summary));
    let members = object.fields.iter().map(member);
    let rules = object.rules.iter().map(|rule| raw(rule));
    file.item(quote! {
        #[cfg(feature = "schemars")]
        impl tencent_runtime::schema::Object for #name {
            #[inline]
            fn describe(object: &mut tencent_runtime::schema::ObjectSchema<'_>) {
                object.doc(#summary);
                #(#members)*
                #(object.rule(#rules);)*
            }
        }
    });
    file.item(quote! {
        #[cfg(feature = "schemars")]
        tencent_runtime::json_schema!(#name, object);
    });
}

fn member(field: &Field) -> TokenStream {
    let (wire, one) = (text(&field.wire), value_type(&field.of));
    let summary = text(&field.schema.summary);
    let of = if field.list { quote!(Vec<#one>) } else { one };
    let required = field.schema.required.then(|| quote!(.required()));
    let words = field.schema.words.as_deref().map(raw);
    let words = words.map(|words| quote!(.words(#words)));
    quote!(object.member::<#of>(#wire) #required .doc(#summary) #words;)
}

pub(super) fn add_enum(file: &mut RustFile, named: &Enum) {
    let (name, summary) = (&named.rust, text(&named.summary));
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
        let (value, summary) = (literal(&variant.value), text(&variant.summary));
        quote!(values.value(#value, #summary);)
    };
    variants.iter().map(value).collect()
}
