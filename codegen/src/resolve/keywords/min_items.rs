//! `minItems`: the smallest valid number of items.

use super::range;
use super::schema::{Definition, Keyword, Lowering, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Limit, Measure, Number, Relation, Test};

const NAME: &str = "minItems";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, _| {
        constraint.min_items?;
        range::words(&constraint.min_items, &constraint.max_items, " items")
    },
};

#[derive(Debug)]
struct MinItems(u64);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let limit = constraint.min_items?;
    let at = place.keyword(NAME, place.kind.is_list(), lowering)?;
    range::check(&constraint.min_items, &constraint.max_items, &at, lowering);
    Some(Box::new(MinItems(limit)))
}

impl Keyword for MinItems {
    fn test(&self) -> Test {
        Test::Compare(Measure::Items, Relation::AtLeast, Number::Unsigned(self.0))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.limit(NAME, "min_items", Limit::Count(self.0), self.test())]
    }
}
