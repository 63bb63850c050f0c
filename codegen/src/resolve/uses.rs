//! Which other types the code of an object names.

use std::collections::BTreeSet;

use crate::model::{Bound, Check, Field, Limit, Name, Test, Type, Valid};

/// The types of the same crate that an object's code names.
pub(super) fn uses<'a>(
    own: &Name,
    fields: &[Field],
    checks: impl Iterator<Item = &'a Check>,
) -> Vec<Name> {
    let mut names = BTreeSet::new();
    for field in fields {
        if let Type::Object(name) | Type::IntegerEnum(name) | Type::TextEnum(name) = &field.of {
            names.insert(name.clone());
        }
    }
    checks.for_each(|check| uses_of_check(check, &mut names));
    names.remove(own);
    names.into_iter().collect()
}

fn uses_of_check(check: &Check, names: &mut BTreeSet<Name>) {
    match check {
        Check::Member { checks, .. } => checks.iter().for_each(|check| uses_of_check(check, names)),
        Check::Items(items) => {
            items
                .always
                .iter()
                .chain(&items.content)
                .for_each(|check| uses_of_check(check, names));
        }
        Check::Limit {
            limit: Limit::Bound(Bound::OneOf(Valid::Variants { of, .. })),
            ..
        } => {
            names.insert(of.clone());
        }
        Check::Rule { test, .. } => uses_of_test(test, names),
        Check::When {
            test,
            then,
            otherwise,
        } => {
            uses_of_test(test, names);
            then.iter()
                .chain(otherwise)
                .for_each(|check| uses_of_check(check, names));
        }
        Check::Required { .. } | Check::Descend { .. } | Check::Limit { .. } => {}
    }
}

fn uses_of_test(test: &Test, names: &mut BTreeSet<Name>) {
    match test {
        Test::All(tests) | Test::Any(tests) | Test::One(tests) => {
            tests.iter().for_each(|test| uses_of_test(test, names));
        }
        Test::Not(test) | Test::Member(_, test) | Test::EveryItem(test) | Test::AnyItem(test) => {
            uses_of_test(test, names);
        }
        Test::Bound(Bound::OneOf(Valid::Variants { of, .. })) => {
            names.insert(of.clone());
        }
        Test::Present(_) | Test::Empty | Test::Bound(_) => {}
    }
}
