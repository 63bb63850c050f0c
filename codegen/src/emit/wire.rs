//! How an object travels as JSON, both ways.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::RustFile;
use super::object::allow_deprecated;
use crate::model::{Field, Name, Object};

pub(super) fn add(file: &mut RustFile, object: &Object) {
    file.import("tencent_runtime::wire");
    file.item(written(object));
    file.item(read(object));
    let name = &object.rust;
    file.item(quote!(tencent_runtime::debug_through_wire!(#name);));
    add_serde(file, name);
}

/// serde's traits, which whoever only calls actions does without.
pub(super) fn add_serde(file: &mut RustFile, name: &Name) {
    file.item(quote! {
        #[cfg(feature = "serde")]
        tencent_runtime::serde_through_wire!(#name);
    });
}

fn written(object: &Object) -> TokenStream {
    let (name, text) = (&object.rust, &object.wire);
    let allow = allow_deprecated(object);
    let write = write_method(object);
    quote! {
        #allow
        impl wire::Object for #name {
            const NAME: &'static str = #text;

            #write
        }
    }
}

/// A client reads what is answered; what is only sent is read by those who load it.
fn read(object: &Object) -> TokenStream {
    let name = &object.rust;
    let gate = (!object.direction.response).then(|| quote!(#[cfg(feature = "serde")]));
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
    let read = read_method(object);
    quote! {
        #gate
        #allow
        impl wire::ReadObject for #name {
            #promised

            #[inline]
            fn empty() -> Self {
                #empty
            }

            #read
        }
    }
}

fn read_method(object: &Object) -> TokenStream {
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
    } else {
        quote!(into)
    };
    quote!(#wire => member.#read(&mut self.#name),)
}

fn write_method(object: &Object) -> TokenStream {
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
        } else {
            quote!(put)
        };
        let secret = field.sensitive.then(|| quote!(.secret()));
        quote!(members #secret .#put(#wire, &self.#name);)
    });
    quote! {
        #[inline]
        fn write(&self, members: &mut wire::Members<'_>) {
            #(#members)*
        }
    }
}
