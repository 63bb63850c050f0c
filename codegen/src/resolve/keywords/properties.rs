//! `properties`: constraints for members that are present.

use super::super::value_kind::ValueKind;
use super::schema::{Definition, Keyword, Lowering, Member, NO_WORDS, Place, Rule, Schema};
use crate::description::Constraint;
use crate::model::{Check, Test};

const NAME: &str = "properties";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: NO_WORDS,
};

#[derive(Debug)]
struct Properties(Vec<(Member, Schema)>);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let entries = constraint.properties.as_ref()?;
    let at = place.keyword(NAME, place.kind.is_object(), lowering)?;
    let ValueKind::Object(object) = place.kind else {
        return None;
    };
    let mut properties = Vec::new();
    for (wire, constraint) in entries {
        let location = at.to(wire);
        if let Some(member) = lowering.member(object, wire, &location) {
            let kind = &member.kind;
            let schema = lowering.reported(constraint, &Place { kind, location });
            properties.push((member, schema));
        }
    }
    Some(Box::new(Properties(properties)))
}

impl Keyword for Properties {
    fn test(&self) -> Test {
        let test = |(member, schema): &(Member, Schema)| {
            Test::Member(member.field.clone(), Box::new(schema.test()))
        };
        Test::all(self.0.iter().map(test))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        let check = |(member, schema): &(Member, Schema)| Check::Member {
            field: member.field.clone(),
            wire: member.wire.clone(),
            checks: schema.checks(rule),
        };
        self.0.iter().map(check).collect()
    }
}
