//! Constraints become the steps of a validator.

use serde_json::Value;

use super::conditions::Conditions;
use super::index::At;
use super::subject::{Subject, misfits};
use crate::description::Constraint;
use crate::model::{Bound, Check, ItemChecks, Keyword, Limit, Name, Test};

/// How a broken constraint is told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Telling<'a> {
    /// By the runtime, from the limit.
    Limit,
    /// By a sentence that a person wrote for the whole rule.
    Sentence(&'a str),
}

/// Compiles constraints of one object.
pub(super) struct Compiler<'c, 'a> {
    pub(super) conditions: Conditions<'c, 'a>,
    pub(super) telling: Telling<'c>,
    pub(super) read_from: Name,
}

impl Compiler<'_, '_> {
    /// The steps that hold a value against a constraint.
    pub(super) fn checks(
        &mut self,
        constraint: &Constraint,
        subject: &Subject,
        at: &At<'_>,
    ) -> Vec<Check> {
        let misfits = misfits(constraint, subject, at);
        if !misfits.is_empty() {
            self.conditions.problems.extend(misfits);
            return Vec::new();
        }
        let mut checks = self.limits(constraint, subject, at);
        checks.extend(self.list_checks(constraint, subject, at));
        checks.extend(self.member_checks(constraint, subject, at));
        checks.extend(self.combined_checks(constraint, subject, at));
        checks
    }

    fn limits(&mut self, constraint: &Constraint, subject: &Subject, at: &At<'_>) -> Vec<Check> {
        let bounds = self.conditions.bounds(constraint, subject, at);
        let constant = constraint.constant.as_ref();
        bounds
            .into_iter()
            .map(|(bound, keyword)| self.limit(bound, keyword, constant))
            .collect()
    }

    /// A single limit: the runtime tells it by itself, unless a person wrote a sentence for it. A
    /// constant has no check of its own there.
    fn limit(&self, bound: Bound, keyword: Keyword, constant: Option<&Value>) -> Check {
        match (self.telling, keyword, constant) {
            (Telling::Limit, Keyword::Const, Some(value)) => self.rule(
                Test::Bound(bound),
                keyword,
                None,
                format!("must be {value}"),
            ),
            (Telling::Limit, ..) => Check::Limit {
                limit: Limit::Bound(bound),
                read_from: self.read_from.clone(),
            },
            (Telling::Sentence(_), ..) => {
                self.rule(Test::Bound(bound), keyword, None, String::new())
            }
        }
    }

    /// A rule, told by the person's sentence or by one made here.
    fn rule(&self, test: Test, keyword: Keyword, member: Option<&str>, made: String) -> Check {
        let message = match self.telling {
            Telling::Sentence(sentence) => sentence.to_owned(),
            Telling::Limit => made,
        };
        let member = member.map(str::to_owned);
        Check::Rule {
            test,
            keyword,
            member,
            message,
            read_from: self.read_from.clone(),
        }
    }

    fn list_checks(
        &mut self,
        constraint: &Constraint,
        subject: &Subject,
        at: &At<'_>,
    ) -> Vec<Check> {
        let Subject::List(item) = subject else {
            return Vec::new();
        };
        let mut checks = Vec::new();
        if let Some(items) = &constraint.items {
            let at = at.to("items");
            // An empty item has a place in the list: only its length is checked.
            let length = Constraint {
                min_length: items.min_length,
                ..Constraint::default()
            };
            let content = Constraint {
                min_length: None,
                ..(**items).clone()
            };
            checks.push(Check::Items(ItemChecks {
                always: self.checks(&length, item, &at),
                content: self.checks(&content, item, &at),
                can_be_empty: item.can_be_empty(),
            }));
        }
        if let Some(contains) = &constraint.contains {
            let test = self.conditions.test(contains, item, &at.to("contains"));
            let made = format!("must have an item that is {}", in_words(contains));
            checks.push(self.rule(Test::AnyItem(Box::new(test)), Keyword::Contains, None, made));
        }
        checks
    }

    fn member_checks(
        &mut self,
        constraint: &Constraint,
        subject: &Subject,
        at: &At<'_>,
    ) -> Vec<Check> {
        let Subject::Object(object) = subject else {
            return Vec::new();
        };
        let mut checks = Vec::new();
        for (position, wire) in constraint.required.iter().flatten().enumerate() {
            let at = at.to("required").to(position);
            let present = self.conditions.present(object, wire, &at);
            let made = "is required".to_owned();
            checks.extend(present.map(|test| self.rule(test, Keyword::Required, Some(wire), made)));
        }
        for (wire, others) in constraint.dependent_required.iter().flatten() {
            checks.extend(self.dependent(object, wire, others, &at.to("dependentRequired")));
        }
        for (wire, constraint) in constraint.properties.iter().flatten() {
            let at = at.to("properties").to(wire);
            if let Some((field, subject)) = self.conditions.member(object, wire, &at) {
                let checks_below = self.checks(constraint, &subject, &at);
                checks.push(Check::Member {
                    field,
                    wire: wire.clone(),
                    checks: checks_below,
                });
            }
        }
        checks
    }

    fn dependent(
        &mut self,
        object: &Name,
        wire: &str,
        others: &[String],
        at: &At<'_>,
    ) -> Option<Check> {
        let test = self.conditions.present(object, wire, &at.to(wire))?;
        let mut then = Vec::new();
        for (position, other) in others.iter().enumerate() {
            let present = self
                .conditions
                .present(object, other, &at.to(wire).to(position))?;
            let made = format!("is required together with {wire}");
            then.push(self.rule(present, Keyword::DependentRequired, Some(other), made));
        }
        Some(Check::When {
            test,
            then,
            otherwise: Vec::new(),
        })
    }

    fn combined_checks(
        &mut self,
        constraint: &Constraint,
        subject: &Subject,
        at: &At<'_>,
    ) -> Vec<Check> {
        let mut checks = Vec::new();
        for (position, part) in constraint.all_of.iter().flatten().enumerate() {
            checks.extend(self.checks(part, subject, &at.to("allOf").to(position)));
        }
        if let Some(parts) = &constraint.any_of {
            let tests = self.conditions.tests(parts, subject, &at.to("anyOf"));
            checks.extend(self.combination(Test::any(tests), Keyword::AnyOf, &at.to("anyOf")));
        }
        if let Some(parts) = &constraint.one_of {
            let tests = self.conditions.tests(parts, subject, &at.to("oneOf"));
            checks.extend(self.combination(Test::One(tests), Keyword::OneOf, &at.to("oneOf")));
        }
        if let Some(part) = &constraint.not {
            let test = self.conditions.test(part, subject, &at.to("not"));
            checks.extend(self.combination(test.negated(), Keyword::Not, &at.to("not")));
        }
        if let Some(condition) = &constraint.condition {
            let test = self.conditions.test(condition, subject, &at.to("if"));
            let mut branch = |part: &Option<Box<Constraint>>, word: &str| {
                part.iter()
                    .flat_map(|part| self.checks(part, subject, &at.to(word)))
                    .collect()
            };
            let then = branch(&constraint.then, "then");
            let otherwise = branch(&constraint.otherwise, "else");
            checks.push(Check::When {
                test,
                then,
                otherwise,
            });
        }
        checks
    }

    /// Nobody understands a broken combination without a sentence that says what would be valid.
    fn combination(&mut self, test: Test, keyword: Keyword, at: &At<'_>) -> Option<Check> {
        if let Telling::Limit = self.telling {
            let problem = at.problem("this needs a sentence for whoever breaks it");
            let help = "move it into `rules` of the object, where it has a `message`";
            self.conditions.problems.push(problem.help(help));
            return None;
        }
        Some(self.rule(test, keyword, None, String::new()))
    }
}

fn in_words(contains: &Constraint) -> String {
    let values = contains
        .one_of_values
        .iter()
        .flatten()
        .chain(&contains.constant);
    let values: Vec<_> = values.map(Value::to_string).collect();
    if values.is_empty() {
        "valid".to_owned()
    } else {
        values.join(" or ")
    }
}
