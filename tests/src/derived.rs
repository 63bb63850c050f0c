//! Creates the simplest types for a description: structs with serde's derives. Benchmarks compare generated
//! code with them.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use tencent_codegen::description::{Facts, Member, Object};

/// Returns all types of a description as Rust code.
///
/// # Panics
///
/// If the created code is not valid Rust.
#[must_use]
pub fn text(facts: &Facts) -> String {
    let items = facts.objects.iter().map(|(name, object)| {
        let file = syn::parse2(structure(name, object)).unwrap();
        prettyplease::unparse(&file)
    });
    items.collect::<Vec<_>>().join("\n")
}

fn structure(name: &str, object: &Object) -> TokenStream {
    let name = type_name(name);
    let fields = object.members.iter().map(|member| {
        let (wire, name) = (&member.name, identifier(&member.name.to_snake_case()));
        let of = of(member);
        quote! {
            #[serde(rename = #wire, default, skip_serializing_if = "Option::is_none")]
            pub #name: Option<#of>,
        }
    });
    quote! {
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct #name { #(#fields)* }
    }
}

fn of(member: &Member) -> TokenStream {
    let one = match member.of.as_str() {
        "int64" => quote!(i64),
        "uint64" => quote!(u64),
        "float" => quote!(f64),
        "bool" => quote!(bool),
        "string" | "date" | "datetime" | "datetime_iso" | "binary" => quote!(String),
        object => {
            let name = type_name(object);
            // Recursive objects need the box, and the others work with it.
            return if member.list {
                quote!(Vec<#name>)
            } else {
                quote!(Box<#name>)
            };
        }
    };
    if member.list { quote!(Vec<#one>) } else { one }
}

/// The name of an object can be the name of a type that the fields use.
fn type_name(object: &str) -> Ident {
    match object.to_upper_camel_case() {
        name if ["Box", "Option", "String", "Vec"].contains(&&*name) => {
            identifier(&(name + "Object"))
        }
        name => identifier(&name),
    }
}

fn identifier(name: &str) -> Ident {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let name = if plain {
        name.to_owned()
    } else {
        format!("_{name}")
    };
    match syn::parse_str::<Ident>(&name) {
        Ok(ident) => ident,
        Err(_) => Ident::new(&format!("{name}_"), Span::call_site()),
    }
}
