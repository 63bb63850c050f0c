//! Names of crates and services.

use super::reserved::KEYWORDS;
use super::wire::is_label;
use crate::model::Name;

/// The name of a package's library.
pub(crate) fn library(package: &str) -> Name {
    Name::new(library_name(package))
}

/// The name of a package's library, as Rust code writes it.
#[must_use]
pub fn library_name(package: &str) -> String {
    package.replace('-', "_")
}

/// Names that cargo or a generated crate reserves.
const PACKAGES: &[&str] = &[
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

/// The longest name that a registry accepts.
const LONGEST_PACKAGE: usize = 64;

/// Whether a crate can have this name.
pub(crate) fn is_package(name: &str) -> bool {
    is_label(name)
        && name.len() <= LONGEST_PACKAGE
        && !KEYWORDS.contains(&name)
        && !PACKAGES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_names_are_valid_for_cargo() {
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
