//! `anyOf`: constraints of which at least one must hold.

use super::schema::{Definition, Keyword, Lowering, NO_WORDS, Place, Rule, Schema};
use crate::description::Constraint;
use crate::model::{Check, Test};

const NAME: &str = "anyOf";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: NO_WORDS,
};

#[derive(Debug)]
struct AnyOf(Vec<Schema>);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let parts = constraint.any_of.as_ref()?;
    let at = place.location.to(NAME);
    lowering.require_message(&at);
    Some(Box::new(AnyOf(lowering.all_tested(parts, place.kind, &at))))
}

impl Keyword for AnyOf {
    fn test(&self) -> Test {
        Test::any(self.0.iter().map(Schema::test))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.check(self.test(), NAME, None, "")]
    }
}
