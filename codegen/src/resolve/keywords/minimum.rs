//! `minimum`: the smallest valid number.

use super::super::values;
use super::range;
use super::schema::{Definition, Keyword, Lowering, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Limit, Measure, Number, Relation, Test};

const NAME: &str = "minimum";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, _| {
        constraint.minimum.as_ref()?;
        range::words(&constraint.minimum, &constraint.maximum, "")
    },
};

#[derive(Debug)]
struct Minimum(Number);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let limit = constraint.minimum.as_ref()?;
    let at = place.keyword(NAME, place.kind.is_number(), lowering)?;
    let as_float = |number: &Option<serde_json::Number>| number.as_ref()?.as_f64();
    let (least, most) = (as_float(&constraint.minimum), as_float(&constraint.maximum));
    range::check(&least, &most, &at, lowering);
    let limit = lowering.keep(values::number(limit, place.kind, &at))?;
    Some(Box::new(Minimum(limit)))
}

impl Keyword for Minimum {
    fn test(&self) -> Test {
        Test::Compare(Measure::Value, Relation::AtLeast, self.0)
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.limit(NAME, "minimum", Limit::Number(self.0), self.test())]
    }
}
