//! Validators: the steps that check a value, and the conditions of these steps.

use std::collections::BTreeSet;

use super::Name;

/// A step of a validator. It checks the current value: the object at first, and below
/// [`Check::Member`] and [`Check::Items`] a member or an item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Check {
    /// A member must be present.
    Required {
        field: Name,
        wire: String,
        source: Name,
    },
    /// Checks a member if it is present.
    Member {
        field: Name,
        wire: String,
        checks: Vec<Check>,
    },
    /// Checks the items of the current list.
    Items(ItemChecks),
    /// Runs the validator of a member that is an object or a list of objects.
    Descend { field: Name, wire: String },
    /// Calls a function of the runtime, which formats the message from the limit.
    Limit {
        function: &'static str,
        limit: Limit,
        source: Name,
    },
    /// Reports a message unless a test holds. The violation is reported for `member`, if there is
    /// one, and otherwise for the current value.
    Rule {
        test: Test,
        /// The keyword, as JSON Schema writes it.
        keyword: &'static str,
        member: Option<String>,
        /// `None` if `source` is the constant of a rule, which has the message.
        message: Option<String>,
        /// The constant of the rule, or that of the source.
        source: Name,
    },
    /// Steps that depend on a test.
    When {
        test: Test,
        then: Vec<Check>,
        otherwise: Vec<Check>,
    },
}

impl Check {
    /// Merges steps that follow each other and have the same condition.
    pub(crate) fn merge(checks: Vec<Self>) -> Vec<Self> {
        let mut merged: Vec<Self> = Vec::new();
        for check in checks {
            let rest = match merged.last_mut() {
                Some(last) => last.absorb(check),
                None => Some(check),
            };
            merged.extend(rest);
        }
        merged.into_iter().map(Self::merge_below).collect()
    }

    /// Whether the check, or one inside it, reports a rule of the object.
    pub(crate) fn has_rule(&self) -> bool {
        let any = |checks: &[Self]| checks.iter().any(Self::has_rule);
        match self {
            Self::Rule { message, .. } => message.is_none(),
            Self::Member { checks, .. } => any(checks),
            Self::Items(items) => any(&items.always) || any(&items.content),
            Self::When {
                then, otherwise, ..
            } => any(then) || any(otherwise),
            Self::Required { .. } | Self::Descend { .. } | Self::Limit { .. } => false,
        }
    }

    /// Adds the steps of the next check, and returns the check if its condition is another one.
    fn absorb(&mut self, next: Self) -> Option<Self> {
        match (self, next) {
            (
                Self::When {
                    test,
                    then,
                    otherwise,
                },
                Self::When {
                    test: next_test,
                    then: next_then,
                    otherwise: next_otherwise,
                },
            ) if *test == next_test => {
                then.extend(next_then);
                otherwise.extend(next_otherwise);
                None
            }
            (
                Self::Member { field, checks, .. },
                Self::Member {
                    field: next_field,
                    checks: next_checks,
                    ..
                },
            ) if *field == next_field => {
                checks.extend(next_checks);
                None
            }
            (_, next) => Some(next),
        }
    }

    /// Steps that depend on a test. Joins two tests without other steps between them.
    fn when(outer: Test, mut steps: Vec<Self>, otherwise: Vec<Self>) -> Self {
        if otherwise.is_empty()
            && let [Self::When { otherwise, .. }] = steps.as_slice()
            && otherwise.is_empty()
            && let Some(Self::When { test, then, .. }) = steps.pop()
        {
            return Self::When {
                test: Test::all([outer, test]),
                then,
                otherwise: Vec::new(),
            };
        }
        Self::When {
            test: outer,
            then: steps,
            otherwise,
        }
    }

    fn merge_below(self) -> Self {
        match self {
            Self::Member {
                field,
                wire,
                checks,
            } => Self::Member {
                field,
                wire,
                checks: Self::merge(checks),
            },
            Self::When {
                test,
                then,
                otherwise,
            } => Self::when(test, Self::merge(then), Self::merge(otherwise)),
            other => other,
        }
    }
}

/// The checks of every item of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ItemChecks {
    /// Steps for every item, also for an empty one.
    pub(crate) always: Vec<Check>,
    /// Steps for items that are not empty.
    pub(crate) content: Vec<Check>,
    /// Whether an item can be empty.
    pub(crate) can_be_empty: bool,
}

/// The argument of a function of the runtime that checks the current value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Limit {
    /// No argument: the type of the value has the limit.
    OfType,
    Number(Number),
    Count(u64),
    /// The constant that holds a pattern.
    Pattern(Name),
    Values(Valid),
}

/// A number of the type that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Integer(i64),
    Unsigned(u64),
    Float(f64),
}

/// Valid values of the type that they are compared with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Valid {
    Integers(Vec<i64>),
    Unsigned(Vec<u64>),
    Texts(Vec<String>),
    Bool(bool),
    Variants {
        of: Name,
        variants: Vec<Name>,
        /// Whether a text that differs from a value only in case is equal to it.
        ignore_case: bool,
    },
}

impl Valid {
    /// The enum that has the values.
    pub(crate) fn named_enum(&self) -> Option<&Name> {
        match self {
            Self::Variants { of, .. } => Some(of),
            _ => None,
        }
    }

    pub(crate) fn ignores_case(&self) -> bool {
        matches!(
            self,
            Self::Variants {
                ignore_case: true,
                ..
            }
        )
    }
}

/// A condition on the current value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    /// Made by [`Test::all`].
    All(Vec<Test>),
    /// Made by [`Test::any`].
    Any(Vec<Test>),
    /// Exactly one test holds.
    One(Vec<Test>),
    Not(Box<Test>),
    /// A member of the current object is present.
    Present(Name),
    /// The test holds for a member of the current object, if the member is present.
    Member(Name, Box<Test>),
    /// The test holds for every item of the current list.
    EveryItem(Box<Test>),
    /// The test holds for an item of the current list.
    AnyItem(Box<Test>),
    /// The current string is empty.
    Empty,
    /// A measure of the current value is within a limit.
    Compare(Measure, Relation, Number),
    /// The current value is one of these.
    OneOf(Valid),
    /// The current string matches the pattern in that constant.
    Matches(Name),
    /// The request is that of one of these actions.
    IsFor(Vec<String>),
}

/// A number that a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// The value itself.
    Value,
    /// How many characters a string has.
    Characters,
    /// How many items a list has.
    Items,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    AtLeast,
    AtMost,
}

impl Test {
    /// All of the tests, flattened. Tests of one member are joined, so that each member occurs once:
    /// an emitter may search for it.
    pub(crate) fn all(tests: impl IntoIterator<Item = Self>) -> Self {
        let mut flat: Vec<Self> = Vec::new();
        for test in tests {
            match test {
                Self::All(inner) => inner
                    .into_iter()
                    .for_each(|test| add_to_all(&mut flat, test)),
                other => add_to_all(&mut flat, other),
            }
        }
        only(flat).unwrap_or_else(Self::All)
    }

    /// At least one of the tests; a single test stays as it is.
    pub(crate) fn any(tests: impl IntoIterator<Item = Self>) -> Self {
        only(tests.into_iter().collect()).unwrap_or_else(Self::Any)
    }

    /// The opposite of the test. Negation moves inwards as far as possible, as a person would write
    /// it.
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::All(tests) => Self::any(tests.into_iter().map(Self::negated)),
            Self::Any(tests) => Self::all(tests.into_iter().map(Self::negated)),
            Self::Not(test) => *test,
            other => Self::Not(Box::new(other)),
        }
    }
}

/// Adds a test that must hold too. Joins it with the test of the same member, if there is one.
fn add_to_all(tests: &mut Vec<Test>, test: Test) {
    if tests.contains(&test) {
        return;
    }
    let Test::Member(field, further) = test else {
        tests.push(test);
        return;
    };
    let test_of_member = tests
        .iter_mut()
        .find_map(|test_of_member| match test_of_member {
            Test::Member(same, test_of_member) if *same == field => Some(test_of_member),
            _ => None,
        });
    match test_of_member {
        Some(test_of_member) => {
            let first = std::mem::replace(&mut **test_of_member, Test::Empty);
            **test_of_member = Test::all([first, *further]);
        }
        None => tests.push(Test::Member(field, further)),
    }
}

/// Returns the only test, or all tests if there are several.
fn only(mut tests: Vec<Test>) -> Result<Test, Vec<Test>> {
    match tests.pop() {
        Some(last) if tests.is_empty() => Ok(last),
        Some(last) => {
            tests.push(last);
            Err(tests)
        }
        None => Err(tests),
    }
}

/// The validator of an object.
#[derive(Debug, Default)]
pub(crate) struct Validator {
    pub(crate) sources: Vec<Source>,
    pub(crate) rules: Vec<RuleConstant>,
    pub(crate) checks: Vec<Check>,
    pub(crate) warnings: Vec<Check>,
    /// The action of this request, if rules of the objects in it are limited to actions.
    pub(crate) action: Option<String>,
    /// The enums whose variants it names.
    pub(crate) enums: BTreeSet<Name>,
    pub(crate) uses_patterns: bool,
    /// Whether it names deprecated members, also of other objects.
    pub(crate) uses_deprecated: bool,
}

/// A constant that holds the source of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) name: Name,
    pub(crate) text: String,
}

/// A constant that holds a rule of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RuleConstant {
    pub(crate) constant: Name,
    /// The name in the overlay.
    pub(crate) name: String,
    pub(crate) message: String,
    /// The paths of the members that the rule involves, relative to the object.
    pub(crate) members: Vec<String>,
    pub(crate) source: String,
}

/// A constant that holds a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) name: Name,
    pub(crate) expression: String,
    /// The requirement of the pattern, in words that continue "must be".
    pub(crate) description: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::new(text.to_owned())
    }

    fn required(field: &str) -> Check {
        Check::Required {
            field: name(field),
            wire: field.to_owned(),
            source: name("S"),
        }
    }

    fn when(field: &str, then: Vec<Check>) -> Check {
        Check::When {
            test: Test::Present(name(field)),
            then,
            otherwise: Vec::new(),
        }
    }

    #[test]
    fn steps_with_the_same_condition_are_merged_if_they_follow_each_other() {
        let checks = vec![
            when("a", vec![when("b", vec![required("c")])]),
            when("a", vec![when("b", vec![required("d")])]),
            required("e"),
            when("a", vec![required("f")]),
        ];
        let both = Test::all([Test::Present(name("a")), Test::Present(name("b"))]);
        let joined = Check::When {
            test: both,
            then: vec![required("c"), required("d")],
            otherwise: Vec::new(),
        };
        let merged = vec![joined, required("e"), when("a", vec![required("f")])];
        assert_eq!(Check::merge(checks), merged);
    }
}
