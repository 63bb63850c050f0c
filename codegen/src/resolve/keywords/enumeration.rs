//! `enum`: the valid values.

use super::super::{docs, values};
use super::schema::{Definition, Keyword, Lowering, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Limit, Test, Valid};

const NAME: &str = "enum";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, _| {
        let values = constraint.one_of_values.as_ref()?.iter();
        let values: Vec<_> = values.map(docs::value).collect();
        Some(format!("one of {}", values.join(", ")))
    },
};

#[derive(Debug)]
struct Enumeration(Valid);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let values = constraint.one_of_values.as_ref()?;
    let at = place.keyword(NAME, place.kind.is_scalar(), lowering)?;
    let at = |position| at.to(position);
    let valid = values::valid(lowering.context, values, place.kind, &at);
    let valid = lowering.keep(valid)?;
    lowering.uses.enums.extend(valid.named_enum().cloned());
    Some(Box::new(Enumeration(valid)))
}

impl Keyword for Enumeration {
    fn test(&self) -> Test {
        Test::OneOf(self.0.clone())
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        let limit = Limit::Values(self.0.clone());
        let function = match self.0.ignores_case() {
            true => "one_of_in_any_case",
            false => "one_of",
        };
        vec![rule.limit(NAME, function, limit, self.test())]
    }
}
