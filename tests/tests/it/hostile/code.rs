//! The code of generated files, without the texts of the description.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use tencent_codegen::Output;

/// Appends the tokens of a file, without names, texts and documentation.
fn shape(tokens: TokenStream, out: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                // `#[doc = …]` and `#![doc = …]` are comments.
                let is_inner =
                    matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
                if is_inner {
                    tokens.next();
                }
                match tokens.peek() {
                    Some(TokenTree::Group(group)) if is_doc(group.stream()) => drop(tokens.next()),
                    _ => out.push('#'),
                }
            }
            // A list that is broken into lines ends with a comma.
            TokenTree::Punct(mark) if mark.as_char() == ',' && tokens.peek().is_none() => {}
            TokenTree::Punct(mark) => out.push(mark.as_char()),
            TokenTree::Ident(_) => out.push_str(" i "),
            TokenTree::Literal(literal) => out.push_str(match literal.to_string() {
                text if text.contains('"') => " \"\" ",
                _ => " 0 ",
            }),
            // The printer puts long expressions between braces.
            TokenTree::Group(group) => shape(group.stream(), out),
        }
    }
}

fn is_doc(attribute: TokenStream) -> bool {
    matches!(attribute.into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

/// The code of a file, without any text of the description.
fn code(path: &str, text: &str) -> String {
    let mut code = String::new();
    if path.ends_with(".rs") {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        shape(quote::quote!(#file), &mut code);
    } else if path.ends_with(".md") {
        // A page is only text.
    } else {
        for line in text.lines().skip(1) {
            code.push_str(match line.strip_prefix("description = \"") {
                Some(rest) => is_ended(rest),
                None => line,
            });
            code.push('\n');
        }
    }
    code
}

/// Makes sure that a string of TOML ends at the end of its line.
fn is_ended(rest: &str) -> &'static str {
    let inner = rest.strip_suffix('"').unwrap();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        assert_ne!(c, '"', "{rest}");
        if c == '\\' {
            assert!(
                matches!(characters.next(), Some('"' | '\\' | 'U')),
                "{rest}"
            );
        }
    }
    "description"
}

/// The code of all files of a crate.
fn shapes(output: &Output) -> BTreeMap<String, String> {
    let files = output.files.iter();
    files
        .map(|(path, text)| (path.clone(), code(path, text)))
        .collect()
}

/// The lines of code blocks that rustdoc compiles.
pub(super) fn tests_in_docs(text: &str) -> Vec<String> {
    let docs = text.lines().map(str::trim);
    let docs = docs.filter_map(|line| line.strip_prefix("///").or(line.strip_prefix("//!")));
    let mut block: Option<bool> = None;
    let mut found = Vec::new();
    for line in docs {
        let line = line.trim_start_matches([' ', '-', '>']);
        if line.starts_with("```") || line.starts_with("~~~") {
            block = match block {
                Some(_) => None,
                None => Some(!["```text", "```json"].contains(&line)),
            };
        } else if block == Some(true) {
            found.push(line.to_owned());
        }
    }
    found
}

/// A crate, and the code of its files.
pub(super) struct Crate {
    output: Output,
    shapes: BTreeMap<String, String>,
}

impl Crate {
    pub(super) fn of(output: Output) -> Self {
        let shapes = shapes(&output);
        Self { output, shapes }
    }

    /// The code of files that differ in code, for messages.
    pub(super) fn difference(&self, other: &Output) -> String {
        let files = other.files.iter();
        let code = files.map(|(path, text)| (path, code(path, text)));
        let differs = code.filter(|(path, code)| self.shapes.get(*path) != Some(code));
        differs
            .map(|(path, code)| format!("{path}\n{:?}\n{code}\n", self.shapes.get(path)))
            .collect()
    }

    /// Whether another crate differs from this one only in strings and comments.
    pub(super) fn has_code_of(&self, other: &Output) -> bool {
        let known: BTreeSet<&String> = self.shapes.values().collect();
        let is_known = |(path, text): (&String, &String)| {
            if self.output.files.get(path) == Some(text) {
                return true;
            }
            let code = code(path, text);
            match self.shapes.get(path) {
                Some(shape) => *shape == code,
                // A name that is part of the path changed.
                None => known.contains(&code),
            }
        };
        self.output.files.len() == other.files.len() && other.files.iter().all(is_known)
    }
}
