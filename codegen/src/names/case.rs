//! Converts names to the cases of Rust, and to identifiers.

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::reserved::{KEYWORDS, TYPES};

pub(super) fn snake_case(wire: &str) -> String {
    split_acronyms(wire).to_snake_case()
}

/// The words of a name, in lower case.
pub(crate) fn words(wire: &str) -> Vec<String> {
    let snake_case = snake_case(wire);
    snake_case.split('_').map(str::to_owned).collect()
}

/// Keeps `IPv6` as one word, and a plural `s` with its acronym (`URLs`).
pub(super) fn split_acronyms(wire: &str) -> String {
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

pub(super) fn type_identifier(wire: &str) -> String {
    let name = upper_camel_case(&split_acronyms(wire));
    identifier(name, TYPES, "Unnamed")
}

/// Converts to upper camel case. The first letter is upper case also after digits, so that no type has
/// the name of a module.
pub(super) fn upper_camel_case(name: &str) -> String {
    let name = only_ascii(&name.to_upper_camel_case());
    match name.find(|c: char| c.is_ascii_alphabetic()) {
        Some(first) => {
            let (digits, word) = name.split_at(first);
            let (letter, rest) = word.split_at(1);
            format!("{digits}{}{rest}", letter.to_ascii_uppercase())
        }
        None => format!("Unnamed{name}"),
    }
}

/// Removes letters and digits of other scripts.
fn only_ascii(name: &str) -> String {
    let kept = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    name.chars().filter(kept).collect()
}

pub(super) fn identifier(name: String, reserved: &[&str], unnamed: &str) -> String {
    let name = only_ascii(&name);
    if name.is_empty() || name == "_" {
        return unnamed.to_owned();
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("_{name}");
    }
    if KEYWORDS.contains(&name.as_str()) || reserved.contains(&name.as_str()) {
        return format!("{name}_");
    }
    name
}
