//! `src/patterns.rs`: the regular expressions that validators match.

use quote::quote;

use super::file::{RustFile, doc};
use crate::model::{Model, Pattern};

/// Returns `None` if no validator has a pattern.
pub(super) fn file(model: &Model) -> Option<RustFile> {
    if model.patterns.is_empty() {
        return None;
    }
    let title = format!(
        "The patterns that validators of {} match.",
        model.service.title
    );
    let mut file = RustFile::new("src/patterns.rs", vec![title]);
    file.import("tencent_runtime::validate::Pattern");
    for pattern in &model.patterns {
        let Pattern {
            name,
            expression,
            description,
        } = pattern;
        let docs = description.iter().map(|text| doc(&[sentence(text)]));
        let described = description.iter().map(|text| quote!(.described(#text)));
        file.item(quote! {
            #(#docs)*
            pub(crate) const #name: Pattern = Pattern::new(#expression) #(#described)*;
        });
    }
    Some(file)
}

/// A description as a sentence.
fn sentence(description: &str) -> String {
    let mut characters = description.chars();
    let first = characters
        .next()
        .map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), characters.as_str())
}
