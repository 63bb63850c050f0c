//! `pattern`: a regular expression that a string must match.

use super::super::docs;
use super::super::value_kind::ValueKind;
use super::schema::{Definition, Keyword, Lowering, Place, Rule};
use crate::description::Constraint;
use crate::model::{Check, Limit, Name, Test};

const NAME: &str = "pattern";

pub(super) const DEFINITION: Definition = Definition {
    lower,
    words: |constraint, _| {
        let pattern = constraint.pattern.as_ref()?;
        let description = constraint.description.clone();
        Some(description.unwrap_or_else(|| format!("matching {}", docs::code(pattern))))
    },
};

#[derive(Debug)]
struct Pattern(Name);

fn lower(
    constraint: &Constraint,
    place: &Place<'_>,
    lowering: &mut Lowering<'_, '_>,
) -> Option<Box<dyn Keyword>> {
    let Some(expression) = &constraint.pattern else {
        report_orphans(constraint, place, lowering);
        return None;
    };
    let at = place.keyword(NAME, *place.kind == ValueKind::Text, lowering)?;
    // Without a message, the violation is worded by the description.
    let description = lowering
        .without_message
        .then_some(constraint.description.as_deref());
    let title = constraint.title.as_deref();
    let name = lowering.patterns.name(expression, title, description, &at);
    let name = lowering.keep(name.map_err(|problem| vec![problem]))?;
    lowering.uses.patterns = true;
    Some(Box::new(Pattern(name)))
}

/// Reports a `title` or a `description` without a `pattern`.
fn report_orphans(constraint: &Constraint, place: &Place<'_>, lowering: &mut Lowering<'_, '_>) {
    let orphans = [
        ("title", &constraint.title, "names"),
        ("description", &constraint.description, "describes"),
    ];
    for (name, _, does) in orphans.into_iter().filter(|(_, text, _)| text.is_some()) {
        let at = place.location.to(name);
        let problem = at.problem(format!(
            "a `{name}` {does} a pattern, but there is no pattern"
        ));
        let help = "add the `pattern` beside it, or move the text into a `doc`";
        lowering.problems.push(problem.help(help));
    }
}

impl Keyword for Pattern {
    fn test(&self) -> Test {
        Test::Matches(self.0.clone())
    }

    fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        let limit = Limit::Pattern(self.0.clone());
        vec![rule.limit(NAME, "pattern", limit, self.test())]
    }
}
