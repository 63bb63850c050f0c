//! `minLength`: the smallest valid number of characters.

use super::super::value_kind::ValueKind;
use super::range;
use super::schema::{Definition, Keyword, Lowering, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Limit, Measure, Number, Relation, Test};

const NAME: &str = "minLength";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, _| {
        constraint.min_length?;
        range::words(
            &constraint.min_length,
            &constraint.max_length,
            " characters",
        )
    },
};

#[derive(Debug)]
struct MinLength(u64);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let limit = constraint.min_length?;
    let at = place.keyword(NAME, *place.kind == ValueKind::Text, lowering)?;
    range::check(
        &constraint.min_length,
        &constraint.max_length,
        &at,
        lowering,
    );
    Some(Box::new(MinLength(limit)))
}

impl Keyword for MinLength {
    fn test(&self) -> Test {
        Test::Compare(
            Measure::Characters,
            Relation::AtLeast,
            Number::Unsigned(self.0),
        )
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.limit(NAME, "min_length", Limit::Count(self.0), self.test())]
    }

    fn applies_to_empty_items(&self) -> bool {
        true
    }
}
