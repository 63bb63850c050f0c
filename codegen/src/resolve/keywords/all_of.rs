//! `allOf`: constraints that must all hold.

use super::schema::{Definition, Keyword, Lowering, NO_WORDS, Place, Rule, Schema};
use crate::description::Constraint;
use crate::model::{Check, Test};

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: NO_WORDS,
};

#[derive(Debug)]
struct AllOf(Vec<Schema>);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let parts = constraint.all_of.as_ref()?.iter().enumerate();
    let at = place.location.to("allOf");
    let parts = parts.map(|(position, part)| {
        let (kind, location) = (place.kind, at.to(position));
        lowering.reported(part, &Place { kind, location })
    });
    Some(Box::new(AllOf(parts.collect())))
}

impl Keyword for AllOf {
    fn test(&self) -> Test {
        Test::all(self.0.iter().map(Schema::test))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        self.0.iter().flat_map(|part| part.checks(rule)).collect()
    }
}
