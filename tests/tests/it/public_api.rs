//! A snapshot of the public API of the generated crate, so that a review shows its changes.

use std::path::Path;

use quote::ToTokens;
use syn::{ImplItem, Item, Visibility};
use tests::schema::{files_in, workspace};

#[test]
fn the_public_api() {
    let mut lines = Vec::new();
    collect(&workspace().join("generated/src"), &mut lines);
    insta::assert_snapshot!(lines.join("\n"));
}

fn collect(folder: &Path, lines: &mut Vec<String>) {
    for path in files_in(folder) {
        if path.is_dir() {
            collect(&path, lines);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let shown = path
            .strip_prefix(workspace())
            .unwrap()
            .display()
            .to_string();
        lines.push(format!("\n// {shown}"));
        for item in syn::parse_file(&text).unwrap().items {
            lines.extend(item_lines(item));
        }
    }
}

/// Returns an item without documentation, bodies and private parts.
fn item_lines(item: Item) -> Vec<String> {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let fields = item
                .fields
                .iter()
                .filter(|field| is_public(&field.vis))
                .map(|field| format!("    {}: {}", text(&field.ident), text(&field.ty)));
            std::iter::once(format!("pub struct {}", item.ident))
                .chain(fields)
                .collect()
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let variants = item
                .variants
                .iter()
                .map(|variant| format!("    {}", variant.ident));
            std::iter::once(format!("pub enum {}", item.ident))
                .chain(variants)
                .collect()
        }
        Item::Trait(item) if is_public(&item.vis) => vec![format!("pub trait {}", item.ident)],
        Item::Type(item) if is_public(&item.vis) => {
            vec![format!("pub type {} = {}", item.ident, text(&item.ty))]
        }
        Item::Fn(item) if is_public(&item.vis) => vec![format!("pub {}", text(&item.sig))],
        Item::Const(item) if is_public(&item.vis) => {
            vec![format!("pub const {}: {}", item.ident, text(&item.ty))]
        }
        Item::Use(item) if is_public(&item.vis) => vec![format!("pub use {}", text(&item.tree))],
        Item::Mod(item) if is_public(&item.vis) => vec![format!("pub mod {}", item.ident)],
        Item::Impl(item) => match &item.trait_ {
            Some((path, _)) => vec![format!("impl {} for {}", text(path), text(&item.self_ty))],
            None => {
                let of = text(&item.self_ty);
                item.items
                    .iter()
                    .filter_map(|item| method(&of, item))
                    .collect()
            }
        },
        _ => Vec::new(),
    }
}

fn method(of: &str, item: &ImplItem) -> Option<String> {
    match item {
        ImplItem::Fn(method) if is_public(&method.vis) => {
            let signature = text(&method.sig).replacen("fn ", &format!("fn {of}::"), 1);
            Some(format!("    pub {signature}"))
        }
        ImplItem::Const(constant) if is_public(&constant.vis) => Some(format!(
            "    pub const {of}::{}: {}",
            constant.ident,
            text(&constant.ty)
        )),
        _ => None,
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Formats tokens without superfluous spaces.
fn text(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let tight = [
        (" :: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ,", ","),
        (" :", ":"),
        (",)", ")"),
    ];
    tight
        .iter()
        .fold(text, |text, (loose, tight)| text.replace(loose, tight))
}
