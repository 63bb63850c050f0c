//! The file of an enum.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::file::{Item, RustFile, aliases, doc};
use super::{schema, states};
use crate::model::{Enum, Name, Variant, Variants};

/// `src/model/<enum>.rs`, with its JSON Schema.
pub(super) fn whole_file(named: &Enum) -> RustFile {
    let mut file = file("model", named);
    schema::add_enum(&mut file, named);
    file
}

/// `<folder>/<enum>.rs`.
pub(super) fn file(folder: &str, named: &Enum) -> RustFile {
    let mut file = RustFile::new(format!("src/{folder}/{}.rs", named.module), Vec::new());
    let name = &named.rust;
    match &named.variants {
        Variants::Integer(variants) => {
            let derives = quote!(Clone, Copy, Debug, PartialEq, Eq, Hash);
            file.item(enumeration(named, derives, variants, quote!(i64)));
            file.item(integer_methods(name, variants));
            file.items
                .extend(states::methods(name, variants).map(Item::Rust));
            file.item(from_integer(name, variants));
            file.item(quote!(tencent_runtime::open_enum_of_integers!(#name);));
        }
        Variants::Text(variants) => {
            let derives = quote!(Clone, Debug, PartialEq, Eq, Hash);
            file.item(enumeration(named, derives, variants, quote!(Box<str>)));
            file.item(text_methods(name, variants));
            file.items
                .extend(states::methods(name, variants).map(Item::Rust));
            file.item(from_text(name, variants));
            file.item(quote!(tencent_runtime::open_enum_of_texts!(#name);));
        }
    }
    file
}

fn enumeration<T>(
    named: &Enum,
    derives: TokenStream,
    variants: &[Variant<T>],
    wire: TokenStream,
) -> TokenStream {
    let (name, docs, terms) = (&named.rust, doc(&named.doc), aliases(&named.aliases));
    let variants = variants.iter().map(|variant| {
        let (name, docs) = (&variant.rust, doc(&variant.doc));
        let terms = aliases(&variant.aliases);
        quote!(#docs #terms #name,)
    });
    quote! {
        #docs
        #terms
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know. It is decoded and encoded unchanged.
            Unknown(tencent_runtime::UnknownValue<#wire>),
        }
    }
}

fn all_values<T>(variants: &[Variant<T>]) -> TokenStream {
    let names = variants.iter().map(|variant| &variant.rust);
    quote! {
        /// The values that this version of the crate knows.
        pub const VALUES: &'static [Self] = &[#(Self::#names),*];
    }
}

fn integer_methods(name: &Name, variants: &[Variant<i64>]) -> TokenStream {
    let all = all_values(variants);
    let arms = variants.iter().map(|variant| {
        let (name, value) = (&variant.rust, Literal::i64_unsuffixed(variant.value));
        quote!(Self::#name => #value,)
    });
    quote! {
        impl #name {
            #all

            /// Returns the value on the wire.
            #[inline]
            #[must_use]
            pub const fn value(&self) -> i64 {
                match self {
                    #(#arms)*
                    Self::Unknown(other) => other.value(),
                }
            }
        }
    }
}

fn from_integer(name: &Name, variants: &[Variant<i64>]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let (name, value) = (&variant.rust, Literal::i64_unsuffixed(variant.value));
        quote!(#value => Self::#name,)
    });
    quote! {
        impl From<i64> for #name {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    #(#arms)*
                    other => Self::Unknown(tencent_runtime::UnknownValue::new(other)),
                }
            }
        }
    }
}

fn text_methods(name: &Name, variants: &[Variant<String>]) -> TokenStream {
    let all = all_values(variants);
    let arms = variants.iter().map(|variant| {
        let (name, value) = (&variant.rust, &variant.value);
        quote!(Self::#name => #value,)
    });
    quote! {
        impl #name {
            #all

            /// Returns the value on the wire.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#arms)*
                    Self::Unknown(other) => other.as_str(),
                }
            }
        }
    }
}

fn from_text(name: &Name, variants: &[Variant<String>]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let (name, value) = (&variant.rust, &variant.value);
        quote!(#value => Self::#name,)
    });
    quote! {
        impl From<&str> for #name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    #(#arms)*
                    other => Self::Unknown(tencent_runtime::UnknownValue::new(other.into())),
                }
            }
        }
    }
}
