//! `Debug` for objects with members that are never shown.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::RustFile;
use super::object::allow_deprecated;
use crate::model::Object;

pub(super) fn add(file: &mut RustFile, object: &Object) {
    file.import("tencent_runtime::redact");
    file.item(implementation(object));
}

fn implementation(object: &Object) -> TokenStream {
    let name = &object.rust;
    let text = name.as_str();
    let allow = allow_deprecated(object);
    let fields = object.fields.iter().map(|field| {
        let (name, text) = (&field.rust, field.rust.as_str());
        match (field.sensitive, field.promised) {
            (false, _) => quote!(.field(#text, &self.#name)),
            (true, false) => {
                quote!(.field(#text, &redact::Redacted::member(&self.#name)))
            }
            (true, true) => quote!(.field(#text, &redact::Redacted::Value)),
        }
    });
    quote! {
        #allow
        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#text) #(#fields)* .finish()
            }
        }
    }
}
