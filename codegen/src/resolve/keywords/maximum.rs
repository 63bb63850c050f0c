//! `maximum`: the largest valid number.

use super::super::values;
use super::range;
use super::schema::{Definition, Keyword, Lowering, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Limit, Measure, Number, Relation, Test};

const NAME: &str = "maximum";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, _| match constraint.minimum {
        Some(_) => None,
        None => range::words(&None, &constraint.maximum, ""),
    },
};

#[derive(Debug)]
struct Maximum(Number);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let limit = constraint.maximum.as_ref()?;
    let at = place.keyword(NAME, place.kind.is_number(), lowering)?;
    let limit = lowering.keep(values::number(limit, place.kind, &at))?;
    Some(Box::new(Maximum(limit)))
}

impl Keyword for Maximum {
    fn test(&self) -> Test {
        Test::Compare(Measure::Value, Relation::AtMost, self.0)
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.limit(NAME, "maximum", Limit::Number(self.0), self.test())]
    }
}
