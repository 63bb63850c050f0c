//! `maxLength`: the largest valid number of characters.

use super::super::value_kind::ValueKind;
use super::range;
use super::schema::{Definition, Keyword, Lowering, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Limit, Measure, Number, Relation, Test};

const NAME: &str = "maxLength";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, _| match constraint.min_length {
        Some(_) => None,
        None => range::words(&None, &constraint.max_length, " characters"),
    },
};

#[derive(Debug)]
struct MaxLength(u64);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let limit = constraint.max_length?;
    place.keyword(NAME, *place.kind == ValueKind::Text, lowering)?;
    Some(Box::new(MaxLength(limit)))
}

impl Keyword for MaxLength {
    fn test(&self) -> Test {
        Test::Compare(
            Measure::Characters,
            Relation::AtMost,
            Number::Unsigned(self.0),
        )
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.limit(NAME, "max_length", Limit::Count(self.0), self.test())]
    }
}
