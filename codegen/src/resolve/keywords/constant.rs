//! `const`: the only valid value.

use super::super::values;
use super::schema::{Definition, Keyword, Lowering, NO_WORDS, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Test, Valid};

const NAME: &str = "const";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: NO_WORDS,
};

#[derive(Debug)]
struct Constant {
    valid: Valid,
    message: String,
}

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let value = constraint.constant.as_ref()?;
    let at = place.keyword(NAME, place.kind.is_scalar(), lowering)?;
    let values = std::slice::from_ref(value);
    let valid = values::valid(lowering.context, values, place.kind, &|_| at.clone());
    let valid = lowering.keep(valid)?;
    lowering.uses.enums.extend(valid.named_enum().cloned());
    let message = format!("must be {value}");
    Some(Box::new(Constant { valid, message }))
}

impl Keyword for Constant {
    fn test(&self) -> Test {
        Test::OneOf(self.valid.clone())
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.check(self.test(), NAME, None, &self.message)]
    }
}
