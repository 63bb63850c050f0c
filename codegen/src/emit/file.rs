//! A Rust file in the making: what it imports, and its items in order.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Doc, Name};

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
    pub(crate) items: Vec<Item>,
}

/// What stands in a file.
#[derive(Debug)]
pub(crate) enum Item {
    Rust(TokenStream),
    Table(Table),
}

/// A macro that takes a table: the names on the left, and what they stand for on the right.
#[derive(Debug)]
pub(crate) struct Table {
    /// The path of the macro.
    pub(crate) of: &'static str,
    /// What the table is about.
    pub(crate) name: Name,
    pub(crate) rows: Vec<(String, String)>,
    /// What is said below the rows.
    pub(crate) sections: Vec<(&'static str, String)>,
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
        self.items.push(Item::Rust(item));
    }

    pub(crate) fn table(&mut self, table: Table) {
        self.items.push(Item::Table(table));
    }
}

/// What stands between two lines of documentation until they are printed. Upstream has no such
/// character, and neither has a person.
pub(crate) const LINE_END: char = '\u{1}';

/// Documentation as one attribute: many would be many tokens to parse and to print. The printer makes
/// a line of each part.
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

/// A text as a raw string, which takes no escapes: they cost more than all the rest.
fn literal(text: &str) -> Literal {
    if !text.contains("\"##") && !text.contains('\r') {
        let raw = format!("r##\"{text}\"##");
        if let Ok(literal) = raw.parse() {
            return literal;
        }
    }
    Literal::string(text)
}

/// A text that is full of quotes.
pub(crate) fn raw(text: &str) -> Literal {
    let mut marks = "#".to_owned();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    let literal = format!("r{marks}\"{text}\"{marks}").parse();
    literal.unwrap_or_else(|_| Literal::string(text))
}
