//! The keywords of JSON Schema that the generator compiles, one per file.
//!
//! A constraint is lowered once to a [`Schema`]: each keyword becomes a value with typed limits and
//! resolved members. A keyword provides a test, for conditions, and checks, for reports.

mod all_of;
mod any_of;
mod constant;
mod contains;
mod dependent_required;
mod enumeration;
mod if_then_else;
mod items;
mod max_items;
mod max_length;
mod maximum;
mod min_items;
mod min_length;
mod minimum;
mod not;
mod one_of;
mod pattern;
mod properties;
mod range;
mod required;
mod schema;

use self::schema::Definition;
pub(super) use self::schema::{Lowering, Place, Rule, Uses};
use crate::description::Constraint;

/// All keywords, in the order in which their violations are reported.
pub(super) static KEYWORDS: &[Definition] = &[
    minimum::DEFINITION,
    maximum::DEFINITION,
    min_length::DEFINITION,
    max_length::DEFINITION,
    min_items::DEFINITION,
    max_items::DEFINITION,
    pattern::DEFINITION,
    enumeration::DEFINITION,
    constant::DEFINITION,
    items::DEFINITION,
    contains::DEFINITION,
    required::DEFINITION,
    dependent_required::DEFINITION,
    properties::DEFINITION,
    all_of::DEFINITION,
    any_of::DEFINITION,
    one_of::DEFINITION,
    not::DEFINITION,
    if_then_else::DEFINITION,
];

/// Describes the values that satisfy a constraint, such as "1 to 10".
pub(super) fn words(constraint: &Constraint) -> Option<String> {
    let parts = KEYWORDS.iter();
    let parts: Vec<_> = parts
        .filter_map(|keyword| (keyword.words)(constraint, words))
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
