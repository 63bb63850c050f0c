//! Converts wire names to Rust names.

mod case;
mod package;
mod reserved;
pub(crate) mod wire;

use std::collections::{BTreeSet, HashMap};

use heck::ToShoutySnakeCase;

pub(crate) use self::case::words;
use self::case::{identifier, snake_case, split_acronyms, type_identifier, upper_camel_case};
pub use self::package::library_name;
pub(crate) use self::package::{is_package, library};
use self::reserved::{CALL_TYPES, FIELDS, METHODS, MODULES};
use crate::model::Name;

/// The names of one scope. Each new name differs from all earlier ones.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    used: BTreeSet<String>,
    /// For each name that was wanted twice, the next number to try.
    next: HashMap<String, usize>,
}

impl Scope {
    /// Creates a scope that already contains these names.
    pub(crate) fn holding<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            used: names.into_iter().map(str::to_owned).collect(),
            next: HashMap::new(),
        }
    }

    /// The name of an object or an enum.
    pub(crate) fn type_name(&mut self, wire: &str) -> Name {
        self.claim_camel(type_identifier(wire))
    }

    /// The name of a request or of a response.
    pub(crate) fn call_type_name(&mut self, wire: &str) -> Name {
        let name = type_identifier(wire);
        if CALL_TYPES.contains(&name.as_str()) {
            self.claim_camel(format!("{name}_"))
        } else {
            self.claim_camel(name)
        }
    }

    /// The name of a field, and of its setter.
    pub(crate) fn field(&mut self, wire: &str) -> Name {
        self.claim(identifier(snake_case(wire), FIELDS, "unnamed"))
    }

    /// The name of a client's method.
    pub(crate) fn method(&mut self, wire: &str) -> Name {
        self.claim(identifier(snake_case(wire), METHODS, "unnamed"))
    }

    /// The name of a module, and the stem of its file.
    pub(crate) fn module(&mut self, name: &str) -> Name {
        self.claim(identifier(snake_case(name), MODULES, "unnamed"))
    }

    /// The name of a constant. It contains a letter: in a pattern, `_0` would be the constant, not a variable.
    pub(crate) fn constant(&mut self, wire: &str) -> Name {
        let name = split_acronyms(wire).to_shouty_snake_case();
        let name = identifier(name, &[], "UNNAMED");
        self.claim(match name.contains(|c: char| c.is_ascii_alphabetic()) {
            true => name,
            false => format!("N{name}"),
        })
    }

    /// The name of an enum's variant, from the name that the overlay gives it.
    pub(crate) fn variant(&mut self, name: &str) -> Name {
        self.claim_camel(identifier(upper_camel_case(name), &["Unknown"], "Unnamed"))
    }

    /// The name of a cargo feature: words joined by `-`.
    pub(crate) fn feature(&mut self, wanted: &str) -> String {
        self.number(wanted, "-")
    }

    fn claim(&mut self, wanted: String) -> Name {
        Name::new(self.number(&wanted, "_"))
    }

    /// In a camel-case name, Rust warns about `_` next to letters, but not about `_` between digits.
    fn claim_camel(&mut self, wanted: String) -> Name {
        let is_numbered = wanted.ends_with(|last: char| last.is_ascii_digit());
        Name::new(self.number(&wanted, if is_numbered { "_" } else { "" }))
    }

    /// Appends a number if the name is used.
    fn number(&mut self, wanted: &str, before: &str) -> String {
        if self.used.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        let next = self.next.entry(wanted.to_owned()).or_insert(2);
        loop {
            let name = format!("{}{before}{next}", wanted.trim_end_matches('_'));
            *next += 1;
            if self.used.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reserved::KEYWORDS;
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
    fn types_do_not_hide_names_of_the_prelude() {
        let cases = [
            ("Option", "Option_"),
            ("String", "String_"),
            ("Self", "Self_"),
            ("UserInfo", "UserInfo"),
            ("Db_instance", "DbInstance"),
            ("3DModel", "_3DModel"),
            ("1Obj", "_1Obj"),
            ("1obj", "_1Obj"),
            ("12", "Unnamed12"),
            ("名obj", "Obj"),
            ("名", "Unnamed"),
            ("Error", "Error"),
        ];
        for (wire, rust) in cases {
            assert_eq!(Scope::default().type_name(wire).as_str(), rust, "{wire}");
        }
    }

    #[test]
    fn no_type_has_the_name_of_a_module() {
        let (mut types, mut modules) = (Scope::default(), Scope::default());
        let wires = [
            "1Obj", "1obj", "3DModel", "12", "1_2", "名1", "名", "名obj", "_", "a", "A", "x1",
            "self", "Self", "type", "ABC", "a_b_c",
        ];
        let names = wires.map(|wire| types.type_name(wire));
        let modules: BTreeSet<_> = names
            .iter()
            .map(|name| modules.module(name.as_str()))
            .collect();
        assert_eq!(modules.len(), wires.len());
        for name in &names {
            assert!(!modules.contains(name), "{name}");
        }
    }

    #[test]
    fn types_that_collide_after_conversion_stay_camel_case() {
        let groups: [(&[&str], &[&str]); 5] = [
            (
                &["FooBar", "foo_bar", "fooBar"],
                &["FooBar", "FooBar2", "FooBar3"],
            ),
            (
                &["FooBar", "FooBar2", "foo_bar"],
                &["FooBar", "FooBar2", "FooBar3"],
            ),
            (&["GoOn", "Go_On", "goOn"], &["GoOn", "GoOn2", "GoOn3"]),
            (&["Self", "self"], &["Self_", "Self2"]),
            (&["Foo2", "foo_2"], &["Foo2", "Foo2_2"]),
        ];
        for (wires, rust) in groups {
            let mut scope = Scope::default();
            let names: Vec<_> = wires.iter().map(|wire| scope.type_name(wire)).collect();
            let names: Vec<_> = names.iter().map(Name::as_str).collect();
            assert_eq!(names, rust);
        }
    }

    #[test]
    fn names_of_requests_and_methods_do_not_shadow_others() {
        assert_eq!(Scope::default().call_type_name("Error").as_str(), "Error_");
        assert_eq!(Scope::default().method("Clone").as_str(), "clone_");
        assert_eq!(Scope::default().method("CloneDisk").as_str(), "clone_disk");
    }

    #[test]
    fn no_constant_has_the_name_of_a_variable() {
        for (wire, rust) in [
            ("0", "N_0"),
            ("1_2", "N_1_2"),
            ("3d", "_3D"),
            ("_", "UNNAMED"),
        ] {
            let (mut fields, mut constants) = (Scope::default(), Scope::default());
            let constant = constants.constant(wire);
            assert_eq!(constant.as_str(), rust);
            assert_ne!(constant, fields.field(wire));
        }
    }

    #[test]
    fn names_that_collide_after_conversion_get_a_number() {
        let mut scope = Scope::default();
        assert_eq!(scope.field("appId").as_str(), "app_id");
        assert_eq!(scope.field("app_id").as_str(), "app_id_2");
        assert_eq!(scope.field("AppID").as_str(), "app_id_3");
        assert_eq!(scope.field("Type").as_str(), "type_");
        assert_eq!(scope.field("type").as_str(), "type_2");
    }

    /// A search from 2 for each name would take hours.
    #[test]
    fn many_names_that_collide_are_numbered() {
        let mut scope = Scope::default();
        let last = (0..100_000).map(|_| scope.field("Name")).last();
        assert_eq!(last.unwrap().as_str(), "name_100000");
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
