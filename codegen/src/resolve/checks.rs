//! Constraints become the steps of a validator.

use serde_json::{Number as JsonNumber, Value};

use super::conditions::Conditions;
use super::index::At;
use super::subject::{Subject, misfits};
use crate::description::Constraint;
use crate::model::{Check, ItemChecks, Keyword, Limit, Name, Test, Valid};

/// How a broken constraint is told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Telling<'a> {
    /// By the runtime, from the limit.
    Limit,
    /// By a sentence that a person wrote for the whole rule.
    Sentence(&'a str),
}

/// A limit from the number that a word gives.
type MakeLimit = fn(usize) -> Limit;

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
        let mut checks = Vec::new();
        if let Some(minimum) = &constraint.minimum {
            let limit = self.number(minimum, subject, &at.to("minimum"));
            checks.extend(limit.map(|n| self.limit(Limit::Minimum(n), Keyword::Minimum)));
        }
        if let Some(maximum) = &constraint.maximum {
            let limit = self.number(maximum, subject, &at.to("maximum"));
            checks.extend(limit.map(|n| self.limit(Limit::Maximum(n), Keyword::Maximum)));
        }
        let counts: [(Option<u64>, MakeLimit, Keyword); 4] = [
            (constraint.min_length, Limit::MinLength, Keyword::MinLength),
            (constraint.max_length, Limit::MaxLength, Keyword::MaxLength),
            (constraint.min_items, Limit::MinItems, Keyword::MinItems),
            (constraint.max_items, Limit::MaxItems, Keyword::MaxItems),
        ];
        for (count, limit, keyword) in counts {
            let count = count.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
            checks.extend(count.map(|count| self.limit(limit(count), keyword)));
        }
        if let Some(pattern) = &constraint.pattern {
            let name = self.conditions.pattern(pattern, &at.to("pattern"));
            checks.extend(name.map(|name| self.limit(Limit::Pattern(name), Keyword::Pattern)));
        }
        if let Some(values) = &constraint.one_of_values {
            let valid = self.conditions.valid(values, subject, &at.to("enum"));
            checks.extend(valid.map(|valid| self.limit(Limit::OneOf(valid), Keyword::Enum)));
        }
        if let Some(value) = &constraint.constant {
            let values = std::slice::from_ref(value);
            let valid = self.conditions.valid(values, subject, &at.to("const"));
            checks.extend(valid.map(|valid| self.constant(valid, value)));
        }
        checks
    }

    fn number(
        &mut self,
        number: &JsonNumber,
        subject: &Subject,
        at: &At<'_>,
    ) -> Option<crate::model::Number> {
        self.conditions.number(number, subject, at)
    }

    /// A single limit: the runtime tells it by itself, unless a person wrote a sentence for it.
    fn limit(&self, limit: Limit, keyword: Keyword) -> Check {
        match self.telling {
            Telling::Limit => Check::Limit {
                limit,
                read_from: self.read_from.clone(),
            },
            Telling::Sentence(_) => self.rule(limit_test(limit), keyword, None, String::new()),
        }
    }

    fn constant(&self, valid: Valid, value: &Value) -> Check {
        self.rule(
            Test::OneOf(valid),
            Keyword::Const,
            None,
            format!("must be {value}"),
        )
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
            checks.extend(self.combination(Test::Any(tests), Keyword::AnyOf, &at.to("anyOf")));
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

fn limit_test(limit: Limit) -> Test {
    match limit {
        Limit::Minimum(number) => Test::Minimum(number),
        Limit::Maximum(number) => Test::Maximum(number),
        Limit::MinLength(length) => Test::MinLength(length),
        Limit::MaxLength(length) => Test::MaxLength(length),
        Limit::Pattern(name) => Test::Pattern(name),
        Limit::MinItems(count) => Test::MinItems(count),
        Limit::MaxItems(count) => Test::MaxItems(count),
        Limit::OneOf(valid) => Test::OneOf(valid),
        // These come from named enums only, never from a constraint.
        Limit::Known | Limit::KnownInAnyCase => Test::All(Vec::new()),
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
