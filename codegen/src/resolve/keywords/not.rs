//! `not`: a constraint that must not hold.

use super::schema::{Definition, Keyword, Lowering, NO_WORDS, Place, Rule, Schema};
use crate::description::Constraint;
use crate::model::{Check, Test};

const NAME: &str = "not";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: NO_WORDS,
};

#[derive(Debug)]
struct Not(Schema);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let part = constraint.not.as_deref()?;
    let (kind, location) = (place.kind, place.location.to(NAME));
    lowering.require_message(&location);
    let schema = lowering.tested(part, &Place { kind, location });
    Some(Box::new(Not(schema)))
}

impl Keyword for Not {
    fn test(&self) -> Test {
        self.0.test().negated()
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.check(self.test(), NAME, None, "")]
    }
}
