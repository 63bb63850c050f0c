//! `items`: a constraint for each item of a list.

use super::super::value_kind::ValueKind;
use super::schema::{Definition, Keyword, Lowering, Place, Rule, Schema};
use crate::description::Constraint;
use crate::model::{Check, ItemChecks, Test};

const NAME: &str = "items";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, words| {
        let inner = words(constraint.items.as_deref()?)?;
        Some(format!("each item {inner}"))
    },
};

/// An empty item counts as absent, but it occupies a position in its list. So only keywords about
/// its length apply to it.
#[derive(Debug)]
struct Items {
    schema: Schema,
    can_be_empty: bool,
}

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let items = constraint.items.as_deref()?;
    let location = place.keyword(NAME, place.kind.is_list(), lowering)?;
    let ValueKind::List(kind) = place.kind else {
        return None;
    };
    Some(Box::new(Items {
        schema: lowering.reported(items, &Place { kind, location }),
        can_be_empty: kind.can_be_empty(),
    }))
}

impl Keyword for Items {
    fn test(&self) -> Test {
        let (always, _) = self.schema.by_use_for_empty_items();
        let test = self.schema.test();
        Test::EveryItem(Box::new(if self.can_be_empty && always.is_empty() {
            Test::any([Test::Empty, test])
        } else {
            test
        }))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        let checks = |keywords: Vec<&dyn Keyword>| {
            let keywords = keywords.into_iter();
            keywords.flat_map(|keyword| keyword.checks(rule)).collect()
        };
        let (always, content) = self.schema.by_use_for_empty_items();
        vec![Check::Items(ItemChecks {
            always: checks(always),
            content: checks(content),
            can_be_empty: self.can_be_empty,
        })]
    }
}
