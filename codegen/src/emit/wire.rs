//! How an object travels as JSON, both ways.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::RustFile;
use super::object::allow_deprecated;
use crate::model::{Field, Object};

pub(super) fn add(file: &mut RustFile, object: &Object) {
    file.import("tencent_runtime::wire");
    file.item(members(object));
    let name = &object.rust;
    file.item(quote!(tencent_runtime::serde_through_wire!(#name);));
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
    let read = read(object);
    let write = write(object);
    quote! {
        #allow
        impl wire::Object for #name {
            const NAME: &'static str = #text;
            #promised

            #[inline]
            fn empty() -> Self {
                #empty
            }

            #read
            #write
        }
    }
}

fn read(object: &Object) -> TokenStream {
    if object.fields.is_empty() {
        return quote! {
            #[inline]
            fn read(&mut self, _: &str, member: wire::Member<'_>) -> Result<wire::Read, wire::Failure> {
                member.skip()
            }
        };
    }
    let arms = object.fields.iter().map(arm);
    quote! {
        #[inline]
        fn read(&mut self, name: &str, member: wire::Member<'_>) -> Result<wire::Read, wire::Failure> {
            match name {
                #(#arms)*
                _ => member.skip(),
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

fn write(object: &Object) -> TokenStream {
    if object.fields.is_empty() {
        return quote! {
            #[inline]
            fn write(&self, _: &mut wire::Members<'_>) {}
        };
    }
    let members = object.fields.iter().map(|field| {
        let (wire, name) = (&field.wire, &field.rust);
        let put = if field.promised {
            quote!(put_value)
        } else if field.boxed {
            quote!(put_box)
        } else {
            quote!(put)
        };
        quote!(members.#put(#wire, &self.#name);)
    });
    quote! {
        #[inline]
        fn write(&self, members: &mut wire::Members<'_>) {
            #(#members)*
        }
    }
}
