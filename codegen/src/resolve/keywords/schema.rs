//! A constraint as a typed tree, and what each keyword provides.

use std::collections::BTreeSet;

use super::super::context::{Context, Fields};
use super::super::location::Location;
use super::super::patterns::Patterns;
use super::super::value_kind::ValueKind;
use crate::description::Constraint;
use crate::diagnostics::Problem;
use crate::model::{Check, Field, Limit, Name, Test};

/// A keyword of a constraint, with typed values and resolved members.
pub(super) trait Keyword: std::fmt::Debug {
    /// A test that is true for each value that satisfies the keyword.
    fn test(&self) -> Test;

    /// Steps that report a value which breaks the keyword.
    fn checks(&self, rule: &Rule<'_>) -> Vec<Check>;

    /// Whether the keyword applies to an item of a list that is an empty string.
    fn applies_to_empty_items(&self) -> bool {
        false
    }
}

/// The functions that lower a keyword and describe it in documentation.
pub(in super::super) struct Definition {
    /// Returns `None` if the constraint does not have the keyword, or if it has a problem.
    pub(super) lower:
        fn(&Constraint, &Place<'_>, &mut Lowering<'_, '_>) -> Option<Box<dyn Keyword>>,
    /// Describes valid values, such as "at most 8 characters". Uses the function for inner
    /// constraints.
    pub(super) words: fn(&Constraint, Words) -> Option<String>,
}

/// A function that describes the values which satisfy a constraint.
type Words = fn(&Constraint) -> Option<String>;

/// The description of keywords that documentation omits.
pub(super) const NO_WORDS: fn(&Constraint, Words) -> Option<String> = |_, _| None;

/// The value that a constraint is about, and the place of the constraint.
pub(in super::super) struct Place<'p> {
    pub(in super::super) kind: &'p ValueKind,
    pub(in super::super) location: Location<'p>,
}

impl Place<'_> {
    /// The location of a keyword. Reports the keyword if it does not apply to values of this kind.
    pub(super) fn keyword(
        &self,
        name: &str,
        applies: bool,
        lowering: &mut Lowering<'_, '_>,
    ) -> Option<Location<'_>> {
        let at = self.location.to(name);
        if applies {
            return Some(at);
        }
        let message = format!(
            "`{name}` does not apply to a value that is {}",
            self.kind.in_words()
        );
        lowering.problems.push(at.problem(message));
        None
    }
}

/// The tables that lowering uses, and the results that it collects.
pub(in super::super) struct Lowering<'c, 'a> {
    pub(in super::super) context: &'c Context<'a>,
    pub(in super::super) fields: &'c Fields,
    pub(in super::super) patterns: &'c mut Patterns,
    pub(in super::super) problems: &'c mut Vec<Problem>,
    pub(in super::super) uses: &'c mut Uses,
    /// Whether a violation of this constraint has no message of its own.
    pub(in super::super) without_message: bool,
    pub(in super::super) keywords: &'static [Definition],
}

impl Lowering<'_, '_> {
    /// Lowers a constraint whose violations are reported.
    pub(in super::super) fn reported(
        &mut self,
        constraint: &Constraint,
        place: &Place<'_>,
    ) -> Schema {
        let keywords = self.keywords.iter();
        Schema(
            keywords
                .filter_map(|keyword| (keyword.lower)(constraint, place, self))
                .collect(),
        )
    }

    /// Lowers a constraint that is only tested, such as an `if`.
    pub(super) fn tested(&mut self, constraint: &Constraint, place: &Place<'_>) -> Schema {
        let outer = std::mem::replace(&mut self.without_message, false);
        let schema = self.reported(constraint, place);
        self.without_message = outer;
        schema
    }

    /// Lowers the constraints of a keyword that tests several.
    pub(super) fn all_tested(
        &mut self,
        parts: &[Constraint],
        kind: &ValueKind,
        at: &Location<'_>,
    ) -> Vec<Schema> {
        let parts = parts.iter().enumerate();
        parts
            .map(|(position, part)| {
                let location = at.to(position);
                self.tested(part, &Place { kind, location })
            })
            .collect()
    }

    /// Reports a keyword whose violations need a message of their own.
    pub(super) fn require_message(&mut self, at: &Location<'_>) {
        if self.without_message {
            let problem = at.problem("this needs a message for the caller who breaks it");
            let help = "move it into `rules` of the object, where it has a `message`";
            self.problems.push(problem.help(help));
        }
    }

    /// Returns a value, or reports why there is none.
    pub(super) fn keep<T>(&mut self, value: Result<T, Vec<Problem>>) -> Option<T> {
        value
            .map_err(|problems| self.problems.extend(problems))
            .ok()
    }

    /// Finds a member of an object by its wire name, or reports that there is none.
    pub(super) fn member(
        &mut self,
        object: &Name,
        wire: &str,
        at: &Location<'_>,
    ) -> Option<Member> {
        let fields = self.fields.get(object).map_or(&[][..], Vec::as_slice);
        if let Some(field) = fields.iter().find(|field| field.wire == wire) {
            self.uses.deprecated |= field.deprecated.is_some();
            return Some(Member::new(field));
        }
        // A member that upstream has and that could not be resolved is reported elsewhere.
        let members = self.context.members(object);
        if !members.iter().any(|known| known.name == wire) {
            let message = format!("`{object}` has no member `{wire}`");
            let known = fields.iter().map(|field| field.wire.as_str());
            self.problems.push(at.dangling(&message, wire, known));
        }
        None
    }
}

/// The items that the code of a constraint names.
#[derive(Debug, Default)]
pub(in super::super) struct Uses {
    /// The enums whose variants it names.
    pub(in super::super) enums: BTreeSet<Name>,
    pub(in super::super) patterns: bool,
    /// Whether it names deprecated members.
    pub(in super::super) deprecated: bool,
}

/// A member that a constraint names.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) field: Name,
    pub(super) wire: String,
    pub(super) kind: ValueKind,
}

impl Member {
    fn new(field: &Field) -> Self {
        Self {
            field: field.rust.clone(),
            wire: field.wire.clone(),
            kind: ValueKind::of(field),
        }
    }

    pub(super) fn is_present(&self) -> Test {
        Test::Present(self.field.clone())
    }
}

/// A constraint as a typed tree: its keywords, lowered.
#[derive(Debug, Default)]
pub(in super::super) struct Schema(Vec<Box<dyn Keyword>>);

impl Schema {
    /// A test that is true for each value that satisfies the constraint.
    pub(super) fn test(&self) -> Test {
        Test::all(self.0.iter().map(|keyword| keyword.test()))
    }

    /// Steps that report a value which breaks the constraint.
    pub(in super::super) fn checks(&self, rule: &Rule<'_>) -> Vec<Check> {
        let keywords = self.0.iter();
        keywords.flat_map(|keyword| keyword.checks(rule)).collect()
    }

    /// The keywords that apply to empty items of a list, and those that do not.
    pub(super) fn by_use_for_empty_items(&self) -> (Vec<&dyn Keyword>, Vec<&dyn Keyword>) {
        let keywords = self.0.iter().map(|keyword| &**keyword);
        keywords.partition(|keyword| keyword.applies_to_empty_items())
    }
}

/// How violations of a constraint are reported.
#[derive(Debug)]
pub(in super::super) struct Rule<'a> {
    /// The message of the whole rule. Without one, the runtime words each violation by its keyword.
    pub(in super::super) message: Option<&'a str>,
    /// The constant of the rule. Without a message, it holds only the source.
    pub(in super::super) source: Name,
}

impl Rule<'_> {
    /// A check whose message comes from the runtime, unless the rule has a message.
    pub(super) fn limit(
        &self,
        keyword: &'static str,
        function: &'static str,
        limit: Limit,
        test: Test,
    ) -> Check {
        match self.message {
            Some(message) => self.check(test, keyword, None, message),
            None => Check::Limit {
                function,
                limit,
                source: self.source.clone(),
            },
        }
    }

    /// A check that reports the rule, or `message` if the constraint is not a rule. `member` is the member
    /// that is reported, if it is not the value itself.
    pub(super) fn check(
        &self,
        test: Test,
        keyword: &'static str,
        member: Option<&Member>,
        message: &str,
    ) -> Check {
        Check::Rule {
            test,
            keyword,
            member: member.map(|member| member.wire.clone()),
            message: self.message.is_none().then(|| message.to_owned()),
            source: self.source.clone(),
        }
    }
}
