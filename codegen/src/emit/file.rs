//! A Rust file as tokens: its imports and its items.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Doc, Name};

/// A Rust file, before it is printed.
#[derive(Debug)]
pub(crate) struct RustFile {
    /// The path, relative to the crate's folder.
    pub(crate) path: String,
    /// The documentation of the module.
    pub(crate) doc: Doc,
    /// Further documentation of the module.
    pub(crate) sections: Vec<Section>,
    /// The imported paths, without `use`.
    pub(crate) uses: BTreeSet<String>,
    /// The items; the printer separates them by blank lines.
    pub(crate) items: Vec<Item>,
}

/// A part of the documentation of a module.
#[derive(Debug)]
pub(crate) struct Section {
    /// The condition of conditional compilation, as text.
    pub(crate) cfg: Option<String>,
    pub(crate) doc: Doc,
}

/// An item of a file.
#[derive(Debug)]
pub(crate) enum Item {
    Rust(TokenStream),
    Table(Table),
}

/// The call of a macro that takes a table with two columns.
#[derive(Debug)]
pub(crate) struct Table {
    /// The path of the macro.
    pub(crate) of: &'static str,
    /// The type that the table describes.
    pub(crate) name: Name,
    pub(crate) rows: Vec<(String, String)>,
    /// Titles and texts below the rows.
    pub(crate) sections: Vec<(&'static str, String)>,
}

impl RustFile {
    pub(crate) fn new(path: impl Into<String>, doc: Doc) -> Self {
        Self {
            path: path.into(),
            doc,
            sections: Vec::new(),
            uses: BTreeSet::new(),
            items: Vec::new(),
        }
    }

    pub(crate) fn section(&mut self, cfg: Option<String>, doc: Doc) {
        self.sections.push(Section { cfg, doc });
    }

    pub(crate) fn import(&mut self, path: impl Into<String>) {
        self.uses.insert(path.into());
    }

    pub(crate) fn item(&mut self, item: TokenStream) {
        self.items.push(Item::Rust(item));
    }

    pub(crate) fn table(&mut self, table: Table) {
        self.items.push(Item::Table(table));
    }
}

/// Separates two lines of documentation until they are printed. No text contains this character.
pub(crate) const LINE_END: char = '\u{1}';

/// Documentation as one attribute, because one attribute per line costs much more to parse and to
/// print. The printer splits it into lines.
pub(crate) fn doc(lines: &[String]) -> TokenStream {
    if lines.is_empty() {
        return TokenStream::new();
    }
    let mut text = String::with_capacity(lines.iter().map(|line| line.len() + 2).sum());
    for (position, line) in lines.iter().enumerate() {
        if position > 0 {
            text.push(LINE_END);
        }
        if !line.is_empty() {
            text.push(' ');
            text.push_str(line);
        }
    }
    let text = literal(&text);
    quote!(#[doc = #text])
}

/// The attributes that make an item found under other terms.
pub(super) fn aliases(terms: &[String]) -> TokenStream {
    quote!(#(#[doc(alias = #terms)])*)
}

/// A text as a raw string: escaping costs more than everything else.
fn literal(text: &str) -> Literal {
    if !text.contains("\"##") && !text.contains('\r') {
        let raw = format!("r##\"{text}\"##");
        if let Ok(literal) = raw.parse() {
            return literal;
        }
    }
    Literal::string(text)
}

/// A text with many quotes, as a raw string.
pub(crate) fn raw(text: &str) -> Literal {
    let mut marks = "#".to_owned();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    let literal = format!("r{marks}\"{text}\"{marks}").parse();
    literal.unwrap_or_else(|_| Literal::string(text))
}
