//! Tests of a value, as boolean expressions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::literal::{number_literal, valid_values};
use crate::model::{Measure, Name, Number, Relation, Test, Valid};

/// The value that the current code is about, and the method that contains the code.
pub(super) struct Target {
    pub(super) value: TokenStream,
    pub(super) method: TokenStream,
}

impl Target {
    /// The object whose method it is.
    pub(super) fn object(method: &TokenStream) -> Self {
        Self {
            value: quote!(self),
            method: method.clone(),
        }
    }

    /// A member of the current object, bound to a variable of its own name.
    pub(super) fn member(&self, field: &Name) -> Self {
        let bound = binding(field);
        Self {
            value: quote!(#bound),
            method: self.method.clone(),
        }
    }

    /// An item of the current list.
    pub(super) fn item(&self) -> Self {
        Self {
            value: quote!(item),
            method: self.method.clone(),
        }
    }
}

/// A variable for a field's value. It must not shadow a variable that every validator has.
fn binding(field: &Name) -> Ident {
    match field.as_str() {
        reserved @ ("path" | "report" | "item" | "index") => format_ident!("{reserved}_value"),
        free => Ident::new(free, Span::call_site()),
    }
}

/// An expression that is true if the test holds.
pub(super) fn expression(test: &Test, target: &Target) -> TokenStream {
    Expression::of(test, target).tokens
}

/// The same, for use beside `&&`.
pub(super) fn operand(test: &Test, target: &Target) -> TokenStream {
    match test {
        Test::All(tests) if !tests.is_empty() => expression(test, target),
        _ => Expression::of(test, target).operand(),
    }
}

/// An expression, and whether it needs parentheses beside an operator.
struct Expression {
    tokens: TokenStream,
    compound: bool,
}

impl Expression {
    fn single(tokens: TokenStream) -> Self {
        Self {
            tokens,
            compound: false,
        }
    }

    fn compound(tokens: TokenStream) -> Self {
        Self {
            tokens,
            compound: true,
        }
    }

    fn operand(self) -> TokenStream {
        let tokens = self.tokens;
        if self.compound {
            quote!((#tokens))
        } else {
            tokens
        }
    }

    fn of(test: &Test, target: &Target) -> Self {
        let value = &target.value;
        match test {
            Test::All(tests) => Self::all(tests, target),
            Test::Any(tests) => Self::joined(tests, target, &quote!(||), false),
            Test::One(tests) => Self::exactly_one(tests, target),
            Test::Not(test) => Self::not(test, target),
            Test::Present(field) => Self::single(quote!(validate::is_present(&#value.#field))),
            Test::Member(field, test) => Self::member(field, test, target, &quote!(is_none_or)),
            Test::EveryItem(test) => {
                let holds = expression(test, &target.item());
                Self::single(quote!(#value.iter().all(|item| #holds)))
            }
            Test::AnyItem(test) => Self::any_item(test, target),
            Test::Empty => Self::single(quote!(validate::is_absent(#value))),
            Test::Compare(measure, relation, limit) => {
                Self::comparison(*measure, *relation, *limit, target, true)
            }
            Test::OneOf(valid) => Self::one_of(valid, value, true),
            Test::Matches(pattern) => Self::matches(pattern, target, true),
            Test::IsFor(actions) => Self::single(quote!(report.is_for(&[#(#actions),*]))),
        }
    }

    /// All tests hold. That a member is present and passes a test is one expression; a model has one
    /// test for each member.
    fn all(tests: &[Test], target: &Target) -> Self {
        let test_of = |present: &Name| {
            tests.iter().find_map(|test| match test {
                Test::Member(field, test) if field == present => Some(test),
                _ => None,
            })
        };
        let is_required = |field: &Name| tests.contains(&Test::Present(field.clone()));
        let parts = tests.iter().filter_map(|test| match test {
            Test::Present(field) => Some(match test_of(field) {
                Some(test) => Self::present_member(field, test, target),
                None => Self::of(test, target),
            }),
            Test::Member(field, _) if is_required(field) => None,
            test => Some(Self::of(test, target)),
        });
        Self::join(parts.collect(), &quote!(&&), true)
    }

    fn joined(tests: &[Test], target: &Target, operator: &TokenStream, none: bool) -> Self {
        let parts = tests.iter().map(|test| Self::of(test, target)).collect();
        Self::join(parts, operator, none)
    }

    /// Joins parts with an operator. Without parts, the expression is `none`.
    fn join(mut parts: Vec<Self>, operator: &TokenStream, none: bool) -> Self {
        if parts.len() == 1 {
            return parts.remove(0);
        }
        let mut operands = parts.into_iter().map(Self::operand);
        let Some(first) = operands.next() else {
            return Self::single(quote!(#none));
        };
        let mut tokens = first;
        for next in operands {
            tokens.extend(quote!(#operator #next));
        }
        Self::compound(tokens)
    }

    fn exactly_one(tests: &[Test], target: &Target) -> Self {
        if let [one, other] = tests {
            let one = Self::of(one, target).operand();
            let other = Self::of(other, target).operand();
            return Self::compound(quote!(#one != #other));
        }
        let tests = tests.iter().map(|test| expression(test, target));
        Self::compound(quote!([#(#tests),*].into_iter().filter(|holds| *holds).count() == 1))
    }

    fn member(field: &Name, test: &Test, target: &Target, question: &TokenStream) -> Self {
        let (value, bound) = (&target.value, binding(field));
        let holds = expression(test, &target.member(field));
        Self::single(quote!(validate::present(&#value.#field).#question(|#bound| #holds)))
    }

    /// A member is present and passes the test. A member with a valid value is present, so it needs
    /// no other test.
    fn present_member(field: &Name, test: &Test, target: &Target) -> Self {
        let value = &target.value;
        let Test::OneOf(valid) = test else {
            return Self::member(field, test, target, &quote!(is_some_and));
        };
        if valid.ignores_case() {
            return Self::member(field, test, target, &quote!(is_some_and));
        }
        let values = valid_values(valid);
        let member = match valid {
            Valid::Texts(_) => quote!(#value.#field.as_deref()),
            _ => quote!(#value.#field),
        };
        match values.as_slice() {
            [only] => Self::compound(quote!(#member == Some(#only))),
            several => Self::single(quote!(matches!(#member, Some(#(#several)|*)))),
        }
    }

    fn not(test: &Test, target: &Target) -> Self {
        match test {
            Test::Compare(measure, relation, limit) => {
                Self::comparison(*measure, *relation, *limit, target, false)
            }
            Test::OneOf(valid) => Self::one_of(valid, &target.value, false),
            Test::Matches(pattern) => Self::matches(pattern, target, false),
            Test::Member(field, test) => {
                let negated = test.as_ref().clone().negated();
                Self::member(field, &negated, target, &quote!(is_some_and))
            }
            test => {
                let holds = Self::of(test, target).operand();
                Self::single(quote!(!#holds))
            }
        }
    }

    /// An item passes the test. `contains` finds a single value.
    fn any_item(test: &Test, target: &Target) -> Self {
        let value = &target.value;
        if let Test::OneOf(valid) = test
            && !valid.ignores_case()
            && matches!(
                valid,
                Valid::Integers(_) | Valid::Unsigned(_) | Valid::Variants { .. }
            )
            && let [only] = valid_values(valid).as_slice()
        {
            return Self::single(quote!(#value.contains(&#only)));
        }
        let holds = expression(test, &target.item());
        Self::single(quote!(#value.iter().any(|item| #holds)))
    }

    /// A comparison with a limit, or its opposite.
    fn comparison(
        measure: Measure,
        relation: Relation,
        limit: Number,
        target: &Target,
        holds: bool,
    ) -> Self {
        let value = &target.value;
        if measure != Measure::Value
            && let Some(if_empty) = holds_if_empty(relation, limit)
        {
            let is_empty = quote!(#value.is_empty());
            return Self::single(match if_empty == holds {
                true => is_empty,
                false => quote!(!#is_empty),
            });
        }
        let (measured, limit_literal) = (measured(measure, target), number_literal(limit));
        let relation = match (relation, holds) {
            // No unsigned number is smaller.
            (Relation::AtMost, true) if limit == Number::Unsigned(0) => quote!(==),
            (Relation::AtMost, false) if limit == Number::Unsigned(0) => quote!(!=),
            (Relation::AtLeast, true) => quote!(>=),
            (Relation::AtMost, true) => quote!(<=),
            (Relation::AtLeast, false) => quote!(<),
            (Relation::AtMost, false) => quote!(>),
        };
        Self::compound(quote!(#measured #relation #limit_literal))
    }

    fn matches(pattern: &Name, target: &Target, holds: bool) -> Self {
        let value = &target.value;
        let call = quote!(patterns::#pattern.is_match(#value));
        Self::single(if holds { call } else { quote!(!#call) })
    }

    fn one_of(valid: &Valid, value: &TokenStream, holds: bool) -> Self {
        let values = valid_values(valid);
        if valid.ignores_case() {
            let call = quote!(validate::equals_in_any_case(#value, &[#(#values),*]));
            return Self::single(if holds { call } else { quote!(!#call) });
        }
        let equals = if holds { quote!(==) } else { quote!(!=) };
        let call = match (valid, values.as_slice()) {
            (Valid::Bool(only), _) if *only == holds => return Self::single(quote!(*#value)),
            (Valid::Bool(_), _) => return Self::single(quote!(!*#value)),
            (Valid::Texts(_), [only]) => return Self::compound(quote!(#value #equals #only)),
            (_, [only]) => return Self::compound(quote!(*#value #equals #only)),
            (Valid::Texts(_), several) => quote!(matches!(#value.as_str(), #(#several)|*)),
            (_, several) => quote!(matches!(#value, #(#several)|*)),
        };
        Self::single(if holds { call } else { quote!(!#call) })
    }
}

/// The measured number of the current value.
fn measured(measure: Measure, target: &Target) -> TokenStream {
    let value = &target.value;
    match measure {
        Measure::Value => quote!(*#value),
        Measure::Characters => quote!(#value.chars().count()),
        Measure::Items => quote!(#value.len()),
    }
}

/// Whether a comparison of a length holds for an empty value and for no other, or the other way round.
fn holds_if_empty(relation: Relation, limit: Number) -> Option<bool> {
    match (relation, limit) {
        (Relation::AtLeast, Number::Unsigned(1)) => Some(false),
        (Relation::AtMost, Number::Unsigned(0)) => Some(true),
        _ => None,
    }
}
