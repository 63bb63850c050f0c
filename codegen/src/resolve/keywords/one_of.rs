//! `oneOf`: constraints of which exactly one must hold.

use super::schema::{Definition, Keyword, Lowering, NO_WORDS, Place, Rule, Schema};
use crate::description::Constraint;
use crate::model::{Check, Test};

const NAME: &str = "oneOf";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: NO_WORDS,
};

#[derive(Debug)]
struct OneOf(Vec<Schema>);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let parts = constraint.one_of.as_ref()?;
    let at = place.location.to(NAME);
    lowering.require_message(&at);
    Some(Box::new(OneOf(lowering.all_tested(parts, place.kind, &at))))
}

impl Keyword for OneOf {
    fn test(&self) -> Test {
        Test::One(self.0.iter().map(Schema::test).collect())
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.check(self.test(), NAME, None, "")]
    }
}
