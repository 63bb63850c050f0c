//! `dependentRequired`: the members that must be present if another one is.

use super::super::value_kind::ValueKind;
use super::schema::{Definition, Keyword, Lowering, Member, NO_WORDS, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Test};

const NAME: &str = "dependentRequired";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: NO_WORDS,
};

/// Members, each with those that it requires.
#[derive(Debug)]
struct DependentRequired(Vec<(Member, Vec<Member>)>);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let entries = constraint.dependent_required.as_ref()?;
    let at = place.keyword(NAME, place.kind.is_object(), lowering)?;
    let ValueKind::Object(object) = place.kind else {
        return None;
    };
    let mut dependent = Vec::new();
    for (wire, others) in entries {
        let at = at.to(wire);
        let member = lowering.member(object, wire, &at);
        let others = others.iter().enumerate();
        let others = others.filter_map(|(i, other)| lowering.member(object, other, &at.to(i)));
        let others: Vec<_> = others.collect();
        dependent.extend(member.map(|member| (member, others)));
    }
    Some(Box::new(DependentRequired(dependent)))
}

impl Keyword for DependentRequired {
    fn test(&self) -> Test {
        Test::all(self.0.iter().map(|(member, others)| {
            let all_present = Test::all(others.iter().map(Member::is_present));
            Test::any([member.is_present().negated(), all_present])
        }))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        let entries = self.0.iter();
        let check = |(member, others): &(Member, Vec<Member>)| {
            let message = format!("is required together with {}", member.wire);
            let others = others.iter();
            let then = others
                .map(|other| rule.check(other.is_present(), NAME, Some(other), &message))
                .collect();
            Check::When {
                test: member.is_present(),
                then,
                otherwise: Vec::new(),
            }
        };
        entries.map(check).collect()
    }
}
