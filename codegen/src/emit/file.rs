//! A Rust file in the making: what it imports, and its items in order.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Doc;

/// A Rust file, before it is printed.
#[derive(Debug)]
pub(crate) struct RustFile {
    /// Where it goes, from the crate's folder.
    pub(crate) path: String,
    /// The documentation of the file itself.
    pub(crate) doc: Doc,
    /// The paths that it imports, without `use`.
    pub(crate) uses: BTreeSet<String>,
    /// Its items; the printer sets a blank line between two of them.
    pub(crate) items: Vec<TokenStream>,
}

impl RustFile {
    pub(crate) fn new(path: impl Into<String>, doc: Doc) -> Self {
        Self {
            path: path.into(),
            doc,
            uses: BTreeSet::new(),
            items: Vec::new(),
        }
    }

    pub(crate) fn import(&mut self, path: impl Into<String>) {
        self.uses.insert(path.into());
    }

    pub(crate) fn item(&mut self, item: TokenStream) {
        self.items.push(item);
    }
}

/// Documentation as attributes: one for each line, or it would be printed as a block comment.
pub(crate) fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            line.clone()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}
