//! How an object travels as JSON, both ways.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::RustFile;
use super::object::allow_deprecated;
use crate::model::{Field, Object};

pub(super) fn add(file: &mut RustFile, object: &Object) {
    file.import("tencent_runtime::wire");
    file.item(serialize(object));
    file.item(deserialize(object));
    file.item(members(object));
}

fn serialize(object: &Object) -> TokenStream {
    let name = &object.rust;
    let allow = allow_deprecated(object);
    let members = object.fields.iter().map(|field| {
        let (wire, name) = (&field.wire, &field.rust);
        if field.promised {
            quote!(members.put_value(#wire, &self.#name);)
        } else {
            quote!(members.put(#wire, &self.#name);)
        }
    });
    let mutable = (!object.fields.is_empty()).then(|| quote!(mut));
    quote! {
        #allow
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let #mutable members = wire::Members::new(serializer);
                #(#members)*
                members.end()
            }
        }
    }
}

fn deserialize(object: &Object) -> TokenStream {
    let name = &object.rust;
    quote! {
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                wire::object(deserializer)
            }
        }
    }
}

fn members(object: &Object) -> TokenStream {
    let name = &object.rust;
    let text = &object.wire;
    let allow = allow_deprecated(object);
    let promised: Vec<_> = object
        .fields
        .iter()
        .filter(|field| field.promised)
        .map(|field| &field.wire)
        .collect();
    let promised = (!promised.is_empty())
        .then(|| quote!(const PROMISED: &'static [&'static str] = &[#(#promised),*];));
    let empty = if object.has_pinned() {
        let fields = object.fields.iter().map(|field| &field.rust);
        quote!(Self { #(#fields: None),* })
    } else {
        quote!(Self::default())
    };
    let body = if object.fields.is_empty() {
        quote! {
            let _ = name;
            member.skip()
        }
    } else {
        let arms = object.fields.iter().map(arm);
        quote! {
            match name {
                #(#arms)*
                _ => member.skip(),
            }
        }
    };
    quote! {
        #allow
        impl wire::Object for #name {
            const NAME: &'static str = #text;
            #promised

            fn empty() -> Self {
                #empty
            }

            fn read<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                member: wire::Member<'_, A>,
            ) -> Result<wire::Read, A::Error> {
                #body
            }
        }
    }
}

fn arm(field: &Field) -> TokenStream {
    let (wire, name) = (&field.wire, &field.rust);
    let read = if field.promised {
        quote!(into_promised)
    } else if field.boxed {
        quote!(into_box)
    } else {
        quote!(into)
    };
    quote!(#wire => member.#read(&mut self.#name),)
}
