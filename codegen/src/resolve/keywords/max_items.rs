//! `maxItems`: the largest valid number of items.

use super::range;
use super::schema::{Definition, Keyword, Lowering, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Limit, Measure, Number, Relation, Test};

const NAME: &str = "maxItems";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, _| match constraint.min_items {
        Some(_) => None,
        None => range::words(&None, &constraint.max_items, " items"),
    },
};

#[derive(Debug)]
struct MaxItems(u64);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let limit = constraint.max_items?;
    place.keyword(NAME, place.kind.is_list(), lowering)?;
    Some(Box::new(MaxItems(limit)))
}

impl Keyword for MaxItems {
    fn test(&self) -> Test {
        Test::Compare(Measure::Items, Relation::AtMost, Number::Unsigned(self.0))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.limit(NAME, "max_items", Limit::Count(self.0), self.test())]
    }
}
