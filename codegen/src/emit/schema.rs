//! The JSON Schemas of objects and enums, for the feature `schemars`.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::file::{RustFile, raw};
use super::json_lines;
use crate::model::{Enum, Object, Variant, Variants};

/// `src/schema/<object>.rs`.
pub(super) fn object_file(object: &Object) -> RustFile {
    let mut file = RustFile::new(format!("src/schema/{}.rs", object.module), Vec::new());
    for name in object.field_types().into_iter().chain([&object.rust]) {
        file.import(format!("crate::model::{name}"));
    }
    let text = json_lines::broken(&object.schema);
    object_items(object, &text)
        .into_iter()
        .for_each(|item| file.item(item));
    file
}

/// `src/schema/<enum>.rs`.
pub(super) fn enum_file(named: &Enum) -> RustFile {
    let mut file = RustFile::new(format!("src/schema/{}.rs", named.module), Vec::new());
    file.import(format!("crate::model::{}", named.rust));
    enum_items(named)
        .into_iter()
        .for_each(|item| file.item(item));
    file
}

/// Adds the JSON Schema of an object to a file that imports the types which it names.
pub(super) fn add_object(file: &mut RustFile, object: &Object) {
    object_items(object, &object.schema)
        .into_iter()
        .for_each(|item| file.item(only_with_schemars(item)));
}

/// Adds the JSON Schema of an enum to the file of its type.
pub(super) fn add_enum(file: &mut RustFile, named: &Enum) {
    enum_items(named)
        .into_iter()
        .for_each(|item| file.item(only_with_schemars(item)));
}

fn only_with_schemars(item: TokenStream) -> TokenStream {
    quote!(#[cfg(feature = "schemars")] #item)
}

fn object_items(object: &Object, text: &str) -> [TokenStream; 2] {
    let (name, text) = (&object.rust, raw(text));
    let named = object.field_types();
    let refer = (!named.is_empty()).then(|| {
        let named = named.iter();
        quote! {
            fn refer(types: &mut tencent_runtime::schema::Types<'_>) {
                #(types.add::<#named>();)*
            }
        }
    });
    let implementation = quote! {
        impl tencent_runtime::schema::Object for #name {
            const SCHEMA: &'static str = #text;

            #refer
        }
    };
    [
        implementation,
        quote!(tencent_runtime::json_schema!(#name, object);),
    ]
}

fn enum_items(named: &Enum) -> [TokenStream; 2] {
    let (name, summary) = (&named.rust, &named.summary);
    let values = match &named.variants {
        Variants::Integer(variants) => values(variants, |value| {
            Literal::i64_unsuffixed(*value).into_token_stream()
        }),
        Variants::Text(variants) => values(variants, ToTokens::to_token_stream),
    };
    let implementation = quote! {
        impl tencent_runtime::schema::Enum for #name {
            #[inline]
            fn describe(values: &mut tencent_runtime::schema::EnumSchema) {
                values.doc(#summary);
                #(#values)*
            }
        }
    };
    [
        implementation,
        quote!(tencent_runtime::json_schema!(#name, open_enum);),
    ]
}

fn values<T>(variants: &[Variant<T>], literal: impl Fn(&T) -> TokenStream) -> Vec<TokenStream> {
    let value = |variant: &Variant<T>| {
        let (value, summary) = (literal(&variant.value), &variant.summary);
        quote!(values.value(#value, #summary);)
    };
    variants.iter().map(value).collect()
}
