//! Constraints become questions that a validator asks, without reporting anything.

use super::Context;
use super::constants::Constants;
use super::index::At;
use super::objects::Fields;
use super::subject::{Subject, misfits};
use super::values;
use crate::description::Constraint;
use crate::diagnostics::Problem;
use crate::model::{Bound, Field, Keyword, Name, Test};

/// What the constraints of one object have in common.
pub(super) struct Conditions<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    pub(super) fields: &'c Fields,
    pub(super) constants: &'c mut Constants,
    pub(super) problems: &'c mut Vec<Problem>,
}

impl Conditions<'_, '_> {
    /// Whether a constraint holds.
    pub(super) fn test(&mut self, constraint: &Constraint, subject: &Subject, at: &At<'_>) -> Test {
        let misfits = misfits(constraint, subject, at);
        if !misfits.is_empty() {
            self.problems.extend(misfits);
            return Test::all([]);
        }
        let bounds = self.bounds(constraint, subject, at).into_iter();
        let mut tests: Vec<_> = bounds.map(|(bound, _)| Test::Bound(bound)).collect();
        tests.extend(self.list_tests(constraint, subject, at));
        tests.extend(self.member_tests(constraint, subject, at));
        tests.extend(self.combined_tests(constraint, subject, at));
        Test::all(tests)
    }

    pub(super) fn tests(
        &mut self,
        parts: &[Constraint],
        subject: &Subject,
        at: &At<'_>,
    ) -> Vec<Test> {
        let parts = parts.iter().enumerate();
        parts
            .map(|(position, part)| self.test(part, subject, &at.to(position)))
            .collect()
    }

    /// What the single words of a constraint say, and the words.
    pub(super) fn bounds(
        &mut self,
        constraint: &Constraint,
        subject: &Subject,
        at: &At<'_>,
    ) -> Vec<(Bound, Keyword)> {
        let mut bounds = Vec::new();
        if let Some(minimum) = &constraint.minimum {
            let number = values::number(minimum, subject, &at.to("minimum"));
            bounds.extend(
                self.keep(number)
                    .map(|n| (Bound::Minimum(n), Keyword::Minimum)),
            );
        }
        if let Some(maximum) = &constraint.maximum {
            let number = values::number(maximum, subject, &at.to("maximum"));
            bounds.extend(
                self.keep(number)
                    .map(|n| (Bound::Maximum(n), Keyword::Maximum)),
            );
        }
        bounds.extend(counts(constraint));
        if let Some(pattern) = &constraint.pattern {
            let words = constraint.description.as_deref();
            let name = self.pattern(pattern, words, &at.to("pattern"));
            bounds.extend(name.map(|name| (Bound::Pattern(name), Keyword::Pattern)));
        } else if constraint.description.is_some() {
            let problem = at
                .to("description")
                .problem("this says what a pattern asks for, and there is no pattern");
            let help = "write the `pattern` beside it, or move the sentence into a `doc`";
            self.problems.push(problem.help(help));
        }
        if let Some(values) = &constraint.one_of_values {
            let at = at.to("enum");
            let valid = values::valid(self.context, values, subject, &|position| at.to(position));
            bounds.extend(
                self.keep(valid)
                    .map(|valid| (Bound::OneOf(valid), Keyword::Enum)),
            );
        }
        if let Some(value) = &constraint.constant {
            let values = std::slice::from_ref(value);
            let valid = values::valid(self.context, values, subject, &|_| at.to("const"));
            bounds.extend(
                self.keep(valid)
                    .map(|valid| (Bound::OneOf(valid), Keyword::Const)),
            );
        }
        bounds
    }

    fn list_tests(&mut self, constraint: &Constraint, subject: &Subject, at: &At<'_>) -> Vec<Test> {
        let Subject::List(item) = subject else {
            return Vec::new();
        };
        let mut tests = Vec::new();
        if let Some(items) = &constraint.items {
            let test = self.test(items, item, &at.to("items"));
            let empty_or = if item.can_be_empty() && items.min_length.is_none() {
                Test::any([Test::Empty, test])
            } else {
                test
            };
            tests.push(Test::EveryItem(Box::new(empty_or)));
        }
        if let Some(contains) = &constraint.contains {
            let test = self.test(contains, item, &at.to("contains"));
            tests.push(Test::AnyItem(Box::new(test)));
        }
        tests
    }

    fn member_tests(
        &mut self,
        constraint: &Constraint,
        subject: &Subject,
        at: &At<'_>,
    ) -> Vec<Test> {
        let Subject::Object(object) = subject else {
            return Vec::new();
        };
        let mut tests = Vec::new();
        for (position, wire) in constraint.required.iter().flatten().enumerate() {
            tests.extend(self.present(object, wire, &at.to("required").to(position)));
        }
        for (wire, constraint) in constraint.properties.iter().flatten() {
            let at = at.to("properties").to(wire);
            if let Some((field, subject)) = self.member(object, wire, &at) {
                let test = self.test(constraint, &subject, &at);
                tests.push(Test::Member(field, Box::new(test)));
            }
        }
        for (wire, others) in constraint.dependent_required.iter().flatten() {
            let at = at.to("dependentRequired").to(wire);
            let Some(present) = self.present(object, wire, &at) else {
                continue;
            };
            let others = others.iter().enumerate();
            let others: Vec<_> = others
                .filter_map(|(i, other)| self.present(object, other, &at.to(i)))
                .collect();
            tests.push(Test::any([present.negated(), Test::all(others)]));
        }
        tests
    }

    fn combined_tests(
        &mut self,
        constraint: &Constraint,
        subject: &Subject,
        at: &At<'_>,
    ) -> Vec<Test> {
        let mut tests = Vec::new();
        if let Some(parts) = &constraint.all_of {
            tests.extend(self.tests(parts, subject, &at.to("allOf")));
        }
        if let Some(parts) = &constraint.any_of {
            tests.push(Test::any(self.tests(parts, subject, &at.to("anyOf"))));
        }
        if let Some(parts) = &constraint.one_of {
            tests.push(Test::One(self.tests(parts, subject, &at.to("oneOf"))));
        }
        if let Some(part) = &constraint.not {
            tests.push(self.test(part, subject, &at.to("not")).negated());
        }
        if let Some(condition) = &constraint.condition {
            let condition = self.test(condition, subject, &at.to("if"));
            if let Some(then) = &constraint.then {
                let then = self.test(then, subject, &at.to("then"));
                tests.push(Test::any([condition.clone().negated(), then]));
            }
            if let Some(otherwise) = &constraint.otherwise {
                let otherwise = self.test(otherwise, subject, &at.to("else"));
                tests.push(Test::any([condition, otherwise]));
            }
        }
        tests
    }

    /// Whether a member of an object is present.
    pub(super) fn present(&mut self, object: &Name, wire: &str, at: &At<'_>) -> Option<Test> {
        self.field(object, wire, at)
            .map(|field| Test::Present(field.rust.clone()))
    }

    /// A member of an object, and what its value is.
    pub(super) fn member(
        &mut self,
        object: &Name,
        wire: &str,
        at: &At<'_>,
    ) -> Option<(Name, Subject)> {
        self.field(object, wire, at)
            .map(|field| (field.rust.clone(), Subject::of(field)))
    }

    fn field(&mut self, object: &Name, wire: &str, at: &At<'_>) -> Option<&Field> {
        let fields = self
            .fields
            .get(object)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let found = fields.iter().find(|field| field.wire == wire);
        // A member that the facts have, and that could not be resolved, has been told of.
        let is_known = || {
            self.context
                .members(object)
                .iter()
                .any(|known| known.name == wire)
        };
        if found.is_none() && !is_known() {
            let message = format!("`{object}` has no member `{wire}`");
            let known = fields.iter().map(|field| field.wire.as_str());
            self.problems.push(at.dangling(&message, wire, known));
        }
        found
    }

    /// The compiled form of an expression, shared by all checks of the object.
    fn pattern(&mut self, expression: &str, words: Option<&str>, at: &At<'_>) -> Option<Name> {
        let compiled = self.constants.pattern(expression, words, at);
        self.keep(compiled.map_err(|problem| vec![problem]))
    }

    /// What could be read; what could not is told.
    fn keep<T>(&mut self, read: Result<T, Vec<Problem>>) -> Option<T> {
        read.map_err(|problems| self.problems.extend(problems)).ok()
    }
}

/// A bound from the number that a word gives.
type MakeBound = fn(usize) -> Bound;

fn counts(constraint: &Constraint) -> impl Iterator<Item = (Bound, Keyword)> {
    let words: [(Option<u64>, MakeBound, Keyword); 4] = [
        (constraint.min_length, Bound::MinLength, Keyword::MinLength),
        (constraint.max_length, Bound::MaxLength, Keyword::MaxLength),
        (constraint.min_items, Bound::MinItems, Keyword::MinItems),
        (constraint.max_items, Bound::MaxItems, Keyword::MaxItems),
    ];
    words.into_iter().filter_map(|(count, bound, keyword)| {
        let count = usize::try_from(count?).unwrap_or(usize::MAX);
        Some((bound(count), keyword))
    })
}
