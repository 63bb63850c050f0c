//! `if`, `then` and `else`: a constraint that decides which of two others must hold.

use super::schema::{Definition, Keyword, Lowering, NO_WORDS, Place, Rule, Schema};
use crate::description::Constraint;
use crate::model::{Check, Test};

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: NO_WORDS,
};

#[derive(Debug)]
struct IfThenElse {
    condition: Schema,
    then: Option<Schema>,
    otherwise: Option<Schema>,
}

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let branches = [("then", &constraint.then), ("else", &constraint.otherwise)];
    let Some(condition) = &constraint.condition else {
        for (name, _) in branches.iter().filter(|(_, branch)| branch.is_some()) {
            let message = format!("`{name}` needs an `if` beside it");
            let problem = place.location.to(name).problem(message);
            lowering.problems.push(problem);
        }
        return None;
    };
    let place_of = |name| Place {
        kind: place.kind,
        location: place.location.to(name),
    };
    if branches.iter().all(|(_, branch)| branch.is_none()) {
        let message = "`if` needs a `then` or an `else` beside it";
        let problem = place.location.to("if").problem(message);
        lowering.problems.push(problem);
    }
    let condition = lowering.tested(condition, &place_of("if"));
    let [then, otherwise] = branches.map(|(name, branch)| {
        let branch = branch.as_deref()?;
        Some(lowering.reported(branch, &place_of(name)))
    });
    Some(Box::new(IfThenElse {
        condition,
        then,
        otherwise,
    }))
}

impl Keyword for IfThenElse {
    fn test(&self) -> Test {
        let condition = self.condition.test();
        let then = self.then.iter().map(|then| {
            let excused = condition.clone().negated();
            Test::any([excused, then.test()])
        });
        let otherwise = self.otherwise.iter();
        let otherwise = otherwise.map(|other| Test::any([condition.clone(), other.test()]));
        Test::all(then.chain(otherwise))
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        let branch = |schema: &Option<Schema>| {
            let schema = schema.iter();
            schema.flat_map(|schema| schema.checks(rule)).collect()
        };
        vec![Check::When {
            test: self.condition.test(),
            then: branch(&self.then),
            otherwise: branch(&self.otherwise),
        }]
    }
}
