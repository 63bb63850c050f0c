//! Constraints, typed: what a validator does, step by step.

use super::Name;

/// One step of a validator. It is about the value at hand: the object at first, and below
/// [`Check::Member`] and [`Check::Items`] what stands there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Check {
    /// A member must be present.
    Required {
        field: Name,
        wire: String,
        read_from: Name,
    },
    /// What holds for a member where it is present.
    Member {
        field: Name,
        wire: String,
        checks: Vec<Check>,
    },
    /// What holds for the items of the list at hand.
    Items(ItemChecks),
    /// A member is an object, or a list of objects, with checks of its own.
    Descend { field: Name, wire: String },
    /// The value keeps within a limit.
    Limit { limit: Limit, read_from: Name },
    /// A rule with a sentence of its own. Where it names a member, that is where it is broken.
    Rule {
        test: Test,
        keyword: Keyword,
        member: Option<String>,
        message: String,
        read_from: Name,
    },
    /// Steps that depend on a test.
    When {
        test: Test,
        then: Vec<Check>,
        otherwise: Vec<Check>,
    },
}

/// What holds for every item of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ItemChecks {
    /// Steps for every item, an empty one too.
    pub(crate) always: Vec<Check>,
    /// Steps for items that are not empty.
    pub(crate) content: Vec<Check>,
    /// Whether an item can be empty.
    pub(crate) can_be_empty: bool,
}

/// A limit that the runtime has a check for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Limit {
    Bound(Bound),
    /// A value that the enum knows.
    Known,
    KnownInAnyCase,
}

/// What a single word of a constraint says of a value: a check can report it, and a test can ask it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Bound {
    Minimum(Number),
    Maximum(Number),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Name),
    MinItems(usize),
    MaxItems(usize),
    OneOf(Valid),
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
    Variants { of: Name, variants: Vec<Name> },
}

/// A question about the value at hand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    /// Made by [`Test::all`].
    All(Vec<Test>),
    /// Made by [`Test::any`].
    Any(Vec<Test>),
    /// Exactly one holds.
    One(Vec<Test>),
    Not(Box<Test>),
    /// A member of the object at hand is present.
    Present(Name),
    /// Where a member of the object at hand is present, this holds for it.
    Member(Name, Box<Test>),
    /// This holds for every item of the list at hand.
    EveryItem(Box<Test>),
    /// This holds for an item of the list at hand.
    AnyItem(Box<Test>),
    /// The text at hand is empty.
    Empty,
    Bound(Bound),
}

impl Test {
    /// All of the tests, without a needless layer. What is asked of one member is asked at once, so
    /// that each member stands here once: an emitter may look for it.
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

    /// One of the tests at least, without a needless layer.
    pub(crate) fn any(tests: impl IntoIterator<Item = Self>) -> Self {
        only(tests.into_iter().collect()).unwrap_or_else(Self::Any)
    }

    /// The test that holds where this one does not, with the negation as far inside as it goes:
    /// that is how a person would write it.
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::All(tests) => Self::any(tests.into_iter().map(Self::negated)),
            Self::Any(tests) => Self::all(tests.into_iter().map(Self::negated)),
            Self::Not(test) => *test,
            other => Self::Not(Box::new(other)),
        }
    }
}

/// Adds a test to those that all hold: to what is asked of the same member, where something is.
fn add_to_all(tests: &mut Vec<Test>, test: Test) {
    if tests.contains(&test) {
        return;
    }
    let Test::Member(field, further) = test else {
        tests.push(test);
        return;
    };
    let known = tests.iter_mut().find_map(|known| match known {
        Test::Member(same, known) if *same == field => Some(known),
        _ => None,
    });
    match known {
        Some(known) => {
            let asked = std::mem::replace(&mut **known, Test::Empty);
            **known = Test::all([asked, *further]);
        }
        None => tests.push(Test::Member(field, further)),
    }
}

/// The only test, or all as they were.
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

/// The words that a validator reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    Required,
    DependentRequired,
    Minimum,
    Maximum,
    MinLength,
    MaxLength,
    Pattern,
    Enum,
    Const,
    MinItems,
    MaxItems,
    Contains,
    AnyOf,
    OneOf,
    Not,
}

/// What rules were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) name: Name,
    pub(crate) text: String,
}

/// A regular expression, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    pub(crate) name: Name,
    pub(crate) source: String,
    /// What it asks for, for whoever does not read expressions.
    pub(crate) words: Option<String>,
    pub(crate) alternatives: Vec<Sequence>,
}

/// One alternative of a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sequence {
    pub(crate) from_start: bool,
    pub(crate) to_end: bool,
    pub(crate) pieces: Vec<Piece>,
}

/// A class of characters that repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) class: Vec<(char, char)>,
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
}
