//! Formats the tokens of a file.
//!
//! `prettyplease` writes no blank lines, so this module formats each item and joins them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::Problem;
use crate::emit::{Item, LINE_END, RustFile, Section, Table, raw};

/// An item that is not valid Rust, because of a bug in an emitter.
#[derive(Debug)]
pub(crate) struct Bug {
    /// The position of the item, or `None` for an import.
    item: Option<usize>,
    reason: String,
}

impl Bug {
    /// Returns a problem with the invalid tokens.
    pub(crate) fn problem(self, file: &RustFile) -> Problem {
        let item = self.item.and_then(|item| file.items.get(item));
        let tokens = match item {
            Some(Item::Rust(tokens)) => tokens.to_string(),
            Some(Item::Table(_)) | None => String::new(),
        };
        let tokens: String = tokens.chars().take(2_000).collect();
        Problem::new(format!(
            "the code for {} is not valid Rust: {}",
            file.path, self.reason
        ))
        .help(format!(
            "this is a bug in the generator; please report it with these tokens: {tokens}"
        ))
    }
}

/// Formats a file, without its first line.
pub(crate) fn format(file: RustFile) -> Result<String, Bug> {
    // The first line is added later, before a blank line.
    let mut parts = vec![String::new()];
    if !file.doc.is_empty() {
        let sections: String = file.sections.iter().map(section).collect();
        parts.push(inner_doc(&file.doc) + &sections);
    }
    if !file.uses.is_empty() {
        parts.push(imports(&file.uses)?);
    }
    for (position, item) in file.items.into_iter().enumerate() {
        parts.push(match item {
            Item::Rust(tokens) => {
                let text = print(tokens).map_err(|reason| Bug {
                    item: Some(position),
                    reason,
                })?;
                spaced(&text)
            }
            Item::Table(table) => rows(&table),
        });
    }
    Ok(parts.join("\n"))
}

fn inner_doc(lines: &[String]) -> String {
    lines
        .iter()
        .map(|line| {
            if line.is_empty() {
                "//!\n".to_owned()
            } else {
                format!("//! {line}\n")
            }
        })
        .collect()
}

/// Formats a section. One with a condition is an attribute, because comments have none.
fn section(section: &Section) -> String {
    let Some(cfg) = &section.cfg else {
        return inner_doc(&section.doc);
    };
    let text = raw(&format!("\n{}\n", section.doc.join("\n")));
    format!("#![cfg_attr(\n    {cfg},\n    doc = {text}\n)]\n")
}

/// Formats imports in three groups: the standard library, other crates, and the crate itself. Imports from
/// the same module are joined.
fn imports(uses: &BTreeSet<String>) -> Result<String, Bug> {
    let mut groups: [BTreeMap<&str, Vec<&str>>; 3] = Default::default();
    for path in uses {
        let group = match path.split("::").next() {
            Some("std") => 0,
            Some("crate" | "super") => 2,
            _ => 1,
        };
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        groups[group].entry(module).or_default().push(name);
    }
    let mut printed = Vec::new();
    for group in groups.iter().filter(|group| !group.is_empty()) {
        let paths = group.iter().map(|(module, names)| match names.as_slice() {
            [only] => format!("{module}::{only}"),
            several => format!("{module}::{{{}}}", several.join(", ")),
        });
        // Submodules come before the list of their parent, as in rustfmt.
        let paths: BTreeSet<String> = paths.collect();
        let mut text = String::new();
        for path in paths {
            let bug = |reason| Bug { item: None, reason };
            let tokens: TokenStream = path
                .parse()
                .map_err(|error: proc_macro2::LexError| bug(error.to_string()))?;
            text.push_str(&print(quote!(use #tokens;)).map_err(bug)?);
        }
        printed.push(text);
    }
    Ok(printed.join("\n"))
}

fn print(tokens: TokenStream) -> Result<String, String> {
    match syn::parse2(tokens) {
        Ok(parsed) => Ok(prettyplease::unparse(&parsed)),
        Err(error) => Err(error.to_string()),
    }
}

/// Formats a table with one row per line. `prettyplease` would fill the lines, because it does not know the macro.
fn rows(table: &Table) -> String {
    let Table {
        of,
        name,
        rows,
        sections,
    } = table;
    let mut text = format!("{of}! {{\n    {name} {{");
    for (left, right) in rows {
        text.push_str(&format!("\n        {left} => {right},"));
    }
    text.push_str(if rows.is_empty() { "}\n" } else { "\n    }\n" });
    for (title, content) in sections {
        text.push_str(&format!("    {title}: {content};\n"));
    }
    text.push_str("}\n");
    text
}

/// Inserts blank lines between the fields, variants and methods of an item.
fn spaced(item: &str) -> String {
    let mut text = String::with_capacity(item.len() + item.len() / 16);
    let mut before = "";
    for line in item.lines() {
        if ends_part(before) && starts_part(line) {
            text.push('\n');
        }
        match line.split_once("///") {
            Some((indent, doc)) if doc.contains(LINE_END) => {
                for part in doc.split(LINE_END) {
                    text.push_str(indent);
                    text.push_str("///");
                    text.push_str(part.trim_end());
                    text.push('\n');
                }
            }
            _ => {
                text.push_str(line);
                text.push('\n');
            }
        }
        before = line;
    }
    text
}

/// Whether a line ends a field, a variant, a constant or a method, one level inside an item.
fn ends_part(line: &str) -> bool {
    let inner = line
        .strip_prefix("    ")
        .is_some_and(|rest| !rest.starts_with([' ', '/']));
    inner && (line.ends_with('}') || line.ends_with(',') || line.ends_with(';'))
}

fn starts_part(line: &str) -> bool {
    let starts = [
        "    ///",
        "    #[",
        "    fn ",
        "    pub fn ",
        "    pub async fn ",
        "    const ",
    ];
    starts.iter().any(|start| line.starts_with(start))
}
