//! The one place where names on the wire become names in Rust.

use std::collections::BTreeSet;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::model::Name;

/// Every keyword of Rust, strict, reserved and contextual, of edition 2024.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that the prelude and generated code use without a path.
const TAKEN_TYPES: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// Names that the methods which send a request use without a path, and the example of a client.
const TAKEN_BY_CALLS: &[&str] = &[
    "Arc",
    "Backend",
    "BoxFuture",
    "CallOptions",
    "Client",
    "ClientBuilder",
    "Error",
    "Stub",
    "Transport",
];

/// What every object has besides its members, and what operators call: a setter of that name would
/// hide it, or be taken for it.
const TAKEN_FIELDS: &[&str] = &[
    "add",
    "advice",
    "bitand",
    "bitor",
    "bitxor",
    "clone",
    "default",
    "div",
    "eq",
    "fmt",
    "into",
    "mul",
    "new",
    "rem",
    "report",
    "serialize",
    "shl",
    "shr",
    "sub",
    "to_owned",
    "try_into",
    "validate",
];

/// What every client has besides its actions, and what pointers to a stub have: their methods would
/// be called instead.
const TAKEN_METHODS: &[&str] = &[
    "action",
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "clone_from",
    "clone_into",
    "default",
    "deref",
    "drop",
    "eq",
    "fmt",
    "from",
    "from_stub",
    "into",
    "new",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "with_options",
];

/// A module is not called like the one that holds it.
const TAKEN_MODULES: &[&str] = &["model"];

/// Names that one scope holds; each new one is made to differ from all before it.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// The name of an object or an enum.
    pub(crate) fn type_name(&mut self, wire: &str) -> Name {
        self.claim(type_identifier(wire))
    }

    /// The name of an object that is sent or answered by itself.
    pub(crate) fn call_type_name(&mut self, wire: &str) -> Name {
        let name = type_identifier(wire);
        if TAKEN_BY_CALLS.contains(&name.as_str()) {
            self.claim(format!("{name}_"))
        } else {
            self.claim(name)
        }
    }

    /// The name of a field, and of its setter.
    pub(crate) fn field(&mut self, wire: &str) -> Name {
        self.claim(identifier(snake_case(wire), TAKEN_FIELDS, "unnamed"))
    }

    /// The name of a client's method.
    pub(crate) fn method(&mut self, wire: &str) -> Name {
        self.claim(identifier(snake_case(wire), TAKEN_METHODS, "unnamed"))
    }

    /// The name of a module, and the stem of its file.
    pub(crate) fn module(&mut self, name: &str) -> Name {
        self.claim(identifier(snake_case(name), TAKEN_MODULES, "unnamed"))
    }

    /// The name of a constant.
    pub(crate) fn constant(&mut self, wire: &str) -> Name {
        let name = split_acronyms(wire).to_shouty_snake_case();
        self.claim(identifier(name, &[], "UNNAMED"))
    }

    /// The name of an enum's variant, which a person chose.
    pub(crate) fn variant(&mut self, name: &str) -> Name {
        self.claim(identifier(
            name.to_upper_camel_case(),
            &["Unknown"],
            "Unnamed",
        ))
    }

    /// Where two names are the same once they are cased, the later one gets a number.
    fn claim(&mut self, wanted: String) -> Name {
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{}_{number}", wanted.trim_end_matches('_'));
            number += 1;
        }
        Name::new(name)
    }
}

fn snake_case(wire: &str) -> String {
    split_acronyms(wire).to_snake_case()
}

/// The words of a name, in small letters.
pub(crate) fn words(wire: &str) -> Vec<String> {
    let snake_case = snake_case(wire);
    snake_case.split('_').map(str::to_owned).collect()
}

/// `IPv6` is one word, and a plural `s` belongs to the acronym before it (`URLs`).
fn split_acronyms(wire: &str) -> String {
    let mut text = wire.replace("IPv", "Ipv");
    for (plural, word) in [
        ("IDs", "Ids"),
        ("URLs", "Urls"),
        ("IPs", "Ips"),
        ("VPCs", "Vpcs"),
    ] {
        text = text.replace(plural, word);
    }
    text
}

fn type_identifier(wire: &str) -> String {
    let name = split_acronyms(wire).to_upper_camel_case();
    identifier(name, TAKEN_TYPES, "Unnamed")
}

/// What a user of a crate calls it.
pub(crate) fn library(package: &str) -> Name {
    Name::new(library_name(package))
}

/// What a program calls the library of a package.
#[must_use]
pub fn library_name(package: &str) -> String {
    package.replace('-', "_")
}

/// Names that cargo or a generated crate has other uses for.
const TAKEN_PACKAGES: &[&str] = &[
    "alloc",
    "build",
    "core",
    "deps",
    "examples",
    "incremental",
    "proc-macro",
    "serde",
    "std",
    "tencent-runtime",
    "test",
];

/// The longest name that a registry takes.
const LONGEST_PACKAGE: usize = 64;

/// Whether a crate can have that name.
pub(crate) fn is_package(name: &str) -> bool {
    is_label(name)
        && name.len() <= LONGEST_PACKAGE
        && !KEYWORDS.contains(&name)
        && !TAKEN_PACKAGES.contains(&name)
}

/// Whether a service can have that name: it is the first label of a host.
pub(crate) fn is_label(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('-')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn identifier(name: String, taken: &[&str], unnamed: &str) -> String {
    // What heck leaves are letters, digits and underscores of any script.
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    if name.is_empty() || name == "_" {
        return unnamed.to_owned();
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("_{name}");
    }
    if KEYWORDS.contains(&name.as_str()) || taken.contains(&name.as_str()) {
        return format!("{name}_");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_snake_case_and_never_keywords() {
        let cases = [
            ("FlowIds", "flow_ids"),
            ("IDCard", "id_card"),
            ("LongURL", "long_url"),
            ("URLs", "urls"),
            ("IPv6Addresses", "ipv6_addresses"),
            ("VpcIDs", "vpc_ids"),
            ("Type", "type_"),
            ("self", "self_"),
            ("Self", "self_"),
            ("Gen", "gen_"),
            ("New", "new_"),
            ("2FA", "_2fa"),
            ("app_id", "app_id"),
            ("a-b", "a_b"),
            ("_", "unnamed"),
            ("名称", "unnamed"),
        ];
        for (wire, rust) in cases {
            assert_eq!(Scope::default().field(wire).as_str(), rust, "{wire}");
        }
    }

    #[test]
    fn types_do_not_take_names_of_the_prelude() {
        let cases = [
            ("Option", "Option_"),
            ("String", "String_"),
            ("Self", "Self_"),
            ("UserInfo", "UserInfo"),
            ("Db_instance", "DbInstance"),
            ("3DModel", "_3dModel"),
            ("名", "Unnamed"),
            ("Error", "Error"),
        ];
        for (wire, rust) in cases {
            assert_eq!(Scope::default().type_name(wire).as_str(), rust, "{wire}");
        }
    }

    #[test]
    fn requests_and_methods_hide_nothing() {
        assert_eq!(Scope::default().call_type_name("Error").as_str(), "Error_");
        assert_eq!(Scope::default().method("Clone").as_str(), "clone_");
        assert_eq!(Scope::default().method("CloneDisk").as_str(), "clone_disk");
    }

    #[test]
    fn packages_have_names_that_cargo_takes() {
        let long = "a".repeat(65);
        for name in [
            "foo bar", "", "1abc", "a.b", "fn", "-", "std", "test", "名", "A", "a-", &long,
        ] {
            assert!(!is_package(name), "{name}");
        }
        for name in ["tencent-ess", "a1", "a--b", &long[1..]] {
            assert!(is_package(name), "{name}");
        }
    }

    #[test]
    fn names_that_collide_once_cased_get_a_number() {
        let mut scope = Scope::default();
        assert_eq!(scope.field("appId").as_str(), "app_id");
        assert_eq!(scope.field("app_id").as_str(), "app_id_2");
        assert_eq!(scope.field("AppID").as_str(), "app_id_3");
        assert_eq!(scope.field("Type").as_str(), "type_");
        assert_eq!(scope.field("type").as_str(), "type_2");
    }

    #[test]
    fn every_name_is_an_identifier() {
        for keyword in KEYWORDS {
            let name = Scope::default().field(keyword);
            assert!(
                syn::parse_str::<syn::Ident>(name.as_str()).is_ok(),
                "{name}"
            );
        }
    }
}
