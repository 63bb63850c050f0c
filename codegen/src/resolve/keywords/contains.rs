//! `contains`: a constraint for at least one item of a list.

use serde_json::Value;

use super::super::value_kind::ValueKind;
use super::schema::{Definition, Keyword, Lowering, Place, Rule, Schema};
use crate::description::Constraint;
use crate::model::{Check, Test};

const NAME: &str = "contains";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, words| {
        let inner = words(constraint.contains.as_deref()?)?;
        Some(format!("at least one item {inner}"))
    },
};

#[derive(Debug)]
struct Contains {
    schema: Schema,
    message: String,
}

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let contains = constraint.contains.as_deref()?;
    let location = place.keyword(NAME, place.kind.is_list(), lowering)?;
    let ValueKind::List(kind) = place.kind else {
        return None;
    };
    Some(Box::new(Contains {
        schema: lowering.tested(contains, &Place { kind, location }),
        message: format!("must have an item that is {}", valid_values(contains)),
    }))
}

fn valid_values(constraint: &Constraint) -> String {
    let values = constraint.one_of_values.iter().flatten();
    let values: Vec<_> = values
        .chain(&constraint.constant)
        .map(Value::to_string)
        .collect();
    if values.is_empty() {
        "valid".to_owned()
    } else {
        values.join(" or ")
    }
}

impl Keyword for Contains {
    fn test(&self) -> Test {
        Test::AnyItem(Box::new(self.schema.test()))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        vec![rule.check(self.test(), NAME, None, &self.message)]
    }
}
