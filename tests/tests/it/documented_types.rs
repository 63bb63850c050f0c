//! Every type of the runtime and of the mock that programs name has an example.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Attribute, ImplItem, Item, UseTree, Visibility};
use tests::schema::{files_in, workspace};

/// The files in which generated crates re-export types.
const GENERATED: [&str; 3] = ["lib.rs", "blocking/mod.rs", "callback/mod.rs"];

/// The modules of the runtime that generated crates export as a whole.
const MODULES: [&str; 4] = [
    "client/clock.rs",
    "client/credential/mod.rs",
    "client/error/mod.rs",
    "callback/mod.rs",
];

/// A public type, and whether its documentation or that of a method has an example.
struct Documented {
    name: String,
    file: PathBuf,
    has_example: bool,
}

#[test]
fn every_type_that_programs_name_has_an_example() {
    let runtime = without_example("runtime", &names_of_runtime());
    let mut of_mock = BTreeSet::new();
    collect_exports(&items(&workspace().join("mock/src/lib.rs")), &mut of_mock);
    let without = [runtime, without_example("mock", &of_mock)].concat();
    assert!(
        without.is_empty(),
        "types without an example:\n{}",
        without.join("\n")
    );
}

/// The types of the runtime that generated crates export.
fn names_of_runtime() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in GENERATED {
        collect_exports(
            &items(&workspace().join("generated/src").join(file)),
            &mut names,
        );
    }
    for module in MODULES {
        let items = items(&workspace().join("runtime/src").join(module));
        collect_exports(&items, &mut names);
        names.extend(items.iter().filter_map(type_of).map(|(name, _)| name));
    }
    names
}

/// Describes the types with these names that have no example.
fn without_example(package: &str, names: &BTreeSet<String>) -> Vec<String> {
    let mut types = Vec::new();
    collect_types(&workspace().join(package).join("src"), &mut types);
    types.retain(|found| names.contains(&found.name));
    assert!(
        types.len() > 3,
        "{package} exports only {} types",
        types.len()
    );
    let without = types.iter().filter(|found| !found.has_example);
    without
        .map(|found| format!("{} in {}", found.name, found.file.display()))
        .collect()
}

fn items(file: &Path) -> Vec<Item> {
    let text = std::fs::read_to_string(file).unwrap();
    syn::parse_file(&text).unwrap().items
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Collects the names that public `use` items and type aliases name.
fn collect_exports(items: &[Item], names: &mut BTreeSet<String>) {
    for item in items {
        match item {
            Item::Use(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
                collect_leaves(&item.tree, names);
            }
            Item::Type(item) if is_public(&item.vis) => {
                if let syn::Type::Path(path) = &*item.ty
                    && let Some(last) = path.path.segments.last()
                {
                    names.insert(last.ident.to_string());
                }
            }
            _ => {}
        }
    }
}

fn collect_leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => collect_leaves(&path.tree, names),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Group(group) => group
            .items
            .iter()
            .for_each(|tree| collect_leaves(tree, names)),
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

/// Collects the public types in the files of a folder.
fn collect_types(folder: &Path, types: &mut Vec<Documented>) {
    for file in files_in(folder) {
        if file.is_dir() {
            collect_types(&file, types);
            continue;
        }
        let items = items(&file);
        let methods: Vec<(String, bool)> = items.iter().flat_map(examples_of_methods).collect();
        for (name, attributes) in items.iter().filter_map(type_of) {
            let of_method = methods
                .iter()
                .any(|(of, has_example)| *of == name && *has_example);
            types.push(Documented {
                has_example: has_example(attributes) || of_method,
                name,
                file: file.strip_prefix(workspace()).unwrap().to_path_buf(),
            });
        }
    }
}

/// The name and the attributes of a public type or trait.
fn type_of(item: &Item) -> Option<(String, &[Attribute])> {
    let (visibility, name, attributes) = match item {
        Item::Struct(item) => (&item.vis, &item.ident, &item.attrs),
        Item::Enum(item) => (&item.vis, &item.ident, &item.attrs),
        Item::Trait(item) => (&item.vis, &item.ident, &item.attrs),
        Item::Type(item) => (&item.vis, &item.ident, &item.attrs),
        _ => return None,
    };
    (is_public(visibility) && !is_hidden(attributes)).then(|| (name.to_string(), &**attributes))
}

/// The type of an `impl`, and whether the documentation of a method has an example, for each method.
fn examples_of_methods(item: &Item) -> Vec<(String, bool)> {
    let Item::Impl(item) = item else {
        return Vec::new();
    };
    let syn::Type::Path(of) = &*item.self_ty else {
        return Vec::new();
    };
    let name = of.path.segments.last().unwrap().ident.to_string();
    let methods = item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(&method.attrs),
        _ => None,
    });
    methods
        .map(|attributes| (name.clone(), has_example(attributes)))
        .collect()
}

fn has_example(attributes: &[Attribute]) -> bool {
    text(attributes).contains("\" ```")
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    text(attributes).contains("doc (hidden)")
}

fn text(attributes: &[Attribute]) -> String {
    let attributes = attributes.iter();
    attributes
        .map(|attribute| attribute.to_token_stream().to_string())
        .collect()
}
