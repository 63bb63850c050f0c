//! `src/environment.rs`: the environments of a service.

use quote::quote;

use super::file::{RustFile, doc};
use crate::model::{Environment, Model};

/// `src/environment.rs`, if the service has environments.
pub(super) fn file(model: &Model) -> Option<RustFile> {
    let environments = model.environments();
    if environments.is_empty() {
        return None;
    }
    let mut file = RustFile::new("src/environment.rs", Vec::new());
    file.import("tencent_runtime::EnvironmentInfo");
    let docs = doc(&[
        format!("An environment of {}.", model.service.title),
        String::new(),
        "Each environment has its own hosts, keys and data. `environment` of a client's builder takes it."
            .to_owned(),
        "`Display` writes its name, such as `production`, and `FromStr` reads it.".to_owned(),
    ]);
    let variants = environments
        .iter()
        .enumerate()
        .map(|(position, environment)| {
            let name = &environment.rust;
            let host = format!("Host: `{}`.", environment.host);
            let docs = doc(&[&environment.doc[..], &[String::new(), host]].concat());
            let default = (position == 0).then(|| quote!(#[default]));
            quote!(#docs #default #name,)
        });
    file.item(quote! {
        #docs
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Environment {
            #(#variants)*
        }
    });
    let infos = environments.iter().map(|environment| {
        let Environment {
            name,
            host,
            action_hosts,
            ..
        } = environment;
        let hosts = action_hosts
            .iter()
            .map(|(action, host)| quote!((#action, #host)));
        let hosts = (!action_hosts.is_empty()).then(|| quote!(.action_hosts(&[#(#hosts),*])));
        quote!(EnvironmentInfo::new(#name, #host) #hosts)
    });
    file.item(quote! {
        /// The names and hosts, in the order of the variants.
        pub(crate) const ENVIRONMENTS: &[EnvironmentInfo] = &[#(#infos),*];
    });
    let names = environments.iter().map(|environment| &environment.rust);
    file.item(quote!(tencent_runtime::environments!(Environment of ENVIRONMENTS; #(#names),*);));
    Some(file)
}
