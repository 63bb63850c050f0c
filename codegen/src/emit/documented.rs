//! `src/documented/`: the documentation of actions that the mock uses.

use quote::quote;

use super::cfg::only_with;
use super::file::{RustFile, raw};
use super::state_machine::scalar;
use crate::model::{Action, Model};

/// One file for each action with documentation, and the module that lists them.
pub(super) fn files(model: &Model) -> Vec<RustFile> {
    let actions: Vec<&Action> = actions(model).collect();
    if actions.is_empty() {
        return Vec::new();
    }
    let mut files = vec![module_file(&actions)];
    files.extend(actions.into_iter().map(file));
    files
}

/// Whether any action has documentation.
pub(super) fn is_present(model: &Model) -> bool {
    actions(model).next().is_some()
}

fn actions(model: &Model) -> impl Iterator<Item = &Action> {
    let actions = model.actions.iter();
    actions.filter(|action| !action.documented.is_empty())
}

/// `src/documented/mod.rs`.
fn module_file(actions: &[&Action]) -> RustFile {
    let lines = vec!["The documentation of actions that the mock uses.".to_owned()];
    let mut file = RustFile::new("src/documented/mod.rs", lines);
    file.import("tencent_mock::Actions");
    let modules = actions.iter().map(|action| {
        let (name, cfg) = (&action.method, only_with(action.feature.as_deref()));
        quote!(#cfg mod #name;)
    });
    file.item(quote!(#(#modules)*));
    let calls = actions.iter().map(|action| {
        let (name, wire) = (&action.method, &action.wire);
        let cfg = only_with(action.feature.as_deref());
        quote!(#cfg actions.document(#wire, #name::DOCUMENTED);)
    });
    file.item(quote! {
        pub(crate) fn add(actions: &mut Actions) {
            #(#calls)*
        }
    });
    file
}

/// `src/documented/<action>.rs`.
fn file(action: &Action) -> RustFile {
    let mut file = RustFile::new(format!("src/documented/{}.rs", action.method), Vec::new());
    file.import("tencent_mock::Documented");
    let documented = &action.documented;
    let (errors, creates) = (&documented.errors, &documented.creates);
    let errors = (!errors.is_empty()).then(|| quote!(.errors(&[#(#errors),*])));
    let creates = (!creates.is_empty()).then(|| quote!(.creates(&[#(#creates),*])));
    let ids = documented.ids.iter().map(|link| {
        let (member, of) = (&link.member, &link.of);
        let when = link.when.iter().map(|(name, value)| {
            let value = scalar(value);
            quote!((#name, Scalar::#value))
        });
        quote!(IdLink { member: #member, of: #of, when: &[#(#when),*] })
    });
    let ids = (!documented.ids.is_empty()).then(|| quote!(.ids(&[#(#ids),*])));
    if ids.is_some() {
        file.import("tencent_mock::machine::*");
    }
    let calls = documented.calls.iter().map(|(request, response)| {
        let (request, response) = (raw(request), raw(response));
        quote!((#request, #response))
    });
    let calls = (!documented.calls.is_empty()).then(|| quote!(.examples(&[#(#calls),*])));
    file.item(quote! {
        pub(super) const DOCUMENTED: Documented = Documented::new() #errors #creates #ids #calls;
    });
    file
}
