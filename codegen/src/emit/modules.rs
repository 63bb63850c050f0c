//! The `mod.rs` files of folders that have a file for each type.

use proc_macro2::TokenStream;
use quote::quote;

use super::cfg::only_with;
use super::file::RustFile;
use crate::model::{Model, Name};

/// A type, its module, and the feature without which it is left out.
type Module<'m> = (&'m Name, &'m Name, Option<&'m str>);

/// `src/model/mod.rs`: exports all objects and enums, and the methods of the trait that they share.
pub(super) fn model(model: &Model) -> RustFile {
    let title = format!(
        "The requests, responses and other types of {}.",
        model.service.title
    );
    let mut file = RustFile::new("src/model/mod.rs", vec![title]);
    let modules = sorted(objects(model, |_| true).chain(enums(model)));
    let declared = modules.iter().map(declare);
    file.item(quote!(#(#declared)*));
    let exports = modules.iter().map(|(module, name, feature)| {
        let cfg = only_with(*feature);
        quote!(#cfg pub use #module::#name;)
    });
    file.item(quote!(#(#exports)*));
    file.item(quote! {
        pub use tencent_runtime::validate::Validate as _;
    });
    file
}

/// `src/validate/mod.rs`.
pub(super) fn validate(model: &Model) -> RustFile {
    let sent = objects(model, |object| object.direction.request);
    implementations(
        "src/validate/mod.rs",
        "The validators of all objects.",
        sent,
    )
}

/// `src/schema/mod.rs`.
pub(super) fn schema(model: &Model) -> RustFile {
    let all = objects(model, |_| true).chain(enums(model));
    implementations("src/schema/mod.rs", "The JSON Schemas of all types.", all)
}

/// `src/wire/mod.rs`.
pub(super) fn wire(model: &Model) -> RustFile {
    let all = objects(model, |_| true);
    implementations("src/wire/mod.rs", "The wire format of all objects.", all)
}

fn implementations<'m>(
    path: &str,
    title: &str,
    modules: impl Iterator<Item = Module<'m>>,
) -> RustFile {
    let mut file = RustFile::new(path, vec![title.to_owned()]);
    let modules = sorted(modules);
    let declared = modules.iter().map(declare);
    file.item(quote!(#(#declared)*));
    file
}

fn objects<'m>(
    model: &'m Model,
    filter: fn(&crate::model::Object) -> bool,
) -> impl Iterator<Item = Module<'m>> {
    let objects = model.objects.iter().filter(move |object| filter(object));
    objects.map(|object| (&object.module, &object.rust, object.feature.as_deref()))
}

fn enums(model: &Model) -> impl Iterator<Item = Module<'_>> {
    let enums = model.enums.iter();
    enums.map(|named| (&named.module, &named.rust, named.feature.as_deref()))
}

fn sorted<'m>(modules: impl Iterator<Item = Module<'m>>) -> Vec<Module<'m>> {
    let mut modules: Vec<_> = modules.collect();
    modules.sort();
    modules
}

fn declare((module, _, feature): &Module<'_>) -> TokenStream {
    let cfg = only_with(*feature);
    quote!(#cfg mod #module;)
}
