//! Names of crates and services.

use super::taken::KEYWORDS;
use crate::model::Name;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
