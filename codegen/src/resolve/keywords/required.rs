//! `required`: the members that must be present.

use super::super::value_kind::ValueKind;
use super::schema::{Definition, Keyword, Lowering, Member, NO_WORDS, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Test};

const NAME: &str = "required";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: NO_WORDS,
};

#[derive(Debug)]
struct Required(Vec<Member>);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let names = constraint.required.as_ref()?;
    let at = place.keyword(NAME, place.kind.is_object(), lowering)?;
    let ValueKind::Object(object) = place.kind else {
        return None;
    };
    let names = names.iter().enumerate();
    let members = names.filter_map(|(i, wire)| lowering.member(object, wire, &at.to(i)));
    Some(Box::new(Required(members.collect())))
}

impl Keyword for Required {
    fn test(&self) -> Test {
        Test::all(self.0.iter().map(Member::is_present))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        let check = |member: &Member| match rule.message {
            Some(message) => rule.check(member.is_present(), NAME, Some(member), message),
            None => Check::Required {
                field: member.field.clone(),
                wire: member.wire.clone(),
                source: rule.source.clone(),
            },
        };
        self.0.iter().map(check).collect()
    }
}
