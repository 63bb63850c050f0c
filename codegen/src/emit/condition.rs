//! Questions about a value, as boolean expressions.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Bound, Name, Number, Test, Valid};

/// What the code at hand calls the value that it is about, and the method that it is a part of.
pub(super) struct At {
    pub(super) value: TokenStream,
    pub(super) method: TokenStream,
}

impl At {
    /// The object whose method it is.
    pub(super) fn object(method: &TokenStream) -> Self {
        Self {
            value: quote!(self),
            method: method.clone(),
        }
    }

    /// A member of the object at hand, bound to a variable of its own name.
    pub(super) fn member(&self, field: &Name) -> Self {
        let bound = binding(field);
        Self {
            value: quote!(#bound),
            method: self.method.clone(),
        }
    }

    /// An item of the list at hand.
    pub(super) fn item(&self) -> Self {
        Self {
            value: quote!(item),
            method: self.method.clone(),
        }
    }
}

/// A variable for a field's value; it must not hide those that every validator has.
pub(super) fn binding(field: &Name) -> Ident {
    match field.as_str() {
        taken @ ("path" | "report" | "item" | "index") => format_ident!("{taken}_value"),
        free => Ident::new(free, Span::call_site()),
    }
}

/// An expression that is true where the test holds.
pub(super) fn expression(test: &Test, at: &At) -> TokenStream {
    Expression::of(test, at).tokens
}

/// The same, fit to stand beside `&&`.
pub(super) fn operand(test: &Test, at: &At) -> TokenStream {
    match test {
        Test::All(tests) if !tests.is_empty() => expression(test, at),
        _ => Expression::of(test, at).operand(),
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

    fn of(test: &Test, at: &At) -> Self {
        let value = &at.value;
        match test {
            Test::All(tests) => Self::all(tests, at),
            Test::Any(tests) => Self::joined(tests, at, &quote!(||), false),
            Test::One(tests) => Self::exactly_one(tests, at),
            Test::Not(test) => Self::not(test, at),
            Test::Present(field) => Self::single(quote!(validate::is_present(&#value.#field))),
            Test::Member(field, test) => Self::member(field, test, at, &quote!(is_none_or)),
            Test::EveryItem(test) => {
                let holds = expression(test, &at.item());
                Self::single(quote!(#value.iter().all(|item| #holds)))
            }
            Test::AnyItem(test) => Self::any_item(test, at),
            Test::Empty => Self::single(quote!(validate::is_absent(#value))),
            Test::Bound(bound) => Self::bound(bound, at, true),
        }
    }

    /// All of them hold. That a member is present, and something holds for it where it is, is one
    /// question; a model asks one such thing of each member.
    fn all(tests: &[Test], at: &At) -> Self {
        let asked_of = |present: &Name| {
            tests.iter().find_map(|test| match test {
                Test::Member(field, test) if field == present => Some(test),
                _ => None,
            })
        };
        let is_asked_for = |field: &Name| tests.contains(&Test::Present(field.clone()));
        let parts = tests.iter().filter_map(|test| match test {
            Test::Present(field) => Some(match asked_of(field) {
                Some(test) => Self::member(field, test, at, &quote!(is_some_and)),
                None => Self::of(test, at),
            }),
            Test::Member(field, _) if is_asked_for(field) => None,
            test => Some(Self::of(test, at)),
        });
        Self::join(parts.collect(), &quote!(&&), true)
    }

    fn joined(tests: &[Test], at: &At, operator: &TokenStream, none: bool) -> Self {
        let parts = tests.iter().map(|test| Self::of(test, at)).collect();
        Self::join(parts, operator, none)
    }

    /// Joins parts with an operator; `none` is what stands for no part at all.
    fn join(mut parts: Vec<Self>, operator: &TokenStream, none: bool) -> Self {
        if parts.len() == 1 {
            return parts.remove(0);
        }
        let mut operands = parts.into_iter().map(Self::operand);
        let Some(first) = operands.next() else {
            return Self::single(quote!(#none));
        };
        Self::compound(operands.fold(first, |before, next| quote!(#before #operator #next)))
    }

    fn exactly_one(tests: &[Test], at: &At) -> Self {
        if let [one, other] = tests {
            let (one, other) = (Self::of(one, at).operand(), Self::of(other, at).operand());
            return Self::compound(quote!(#one != #other));
        }
        let tests = tests.iter().map(|test| expression(test, at));
        Self::compound(quote!([#(#tests),*].into_iter().filter(|holds| *holds).count() == 1))
    }

    fn member(field: &Name, test: &Test, at: &At, question: &TokenStream) -> Self {
        let (value, bound) = (&at.value, binding(field));
        let holds = expression(test, &at.member(field));
        Self::single(quote!(validate::present(&#value.#field).#question(|#bound| #holds)))
    }

    fn not(test: &Test, at: &At) -> Self {
        match test {
            Test::Bound(bound) => Self::bound(bound, at, false),
            Test::Member(field, test) => {
                let negated = test.as_ref().clone().negated();
                Self::member(field, &negated, at, &quote!(is_some_and))
            }
            test => {
                let holds = Self::of(test, at).operand();
                Self::single(quote!(!#holds))
            }
        }
    }

    /// Asks for one value as a person would: with `contains`.
    fn any_item(test: &Test, at: &At) -> Self {
        let value = &at.value;
        if let Test::Bound(Bound::OneOf(valid)) = test
            && matches!(
                valid,
                Valid::Integers(_) | Valid::Unsigned(_) | Valid::Variants { .. }
            )
            && let [only] = valid_values(valid).as_slice()
        {
            return Self::single(quote!(#value.contains(&#only)));
        }
        let holds = expression(test, &at.item());
        Self::single(quote!(#value.iter().any(|item| #holds)))
    }

    /// Whether the value at hand keeps within the bound, or where `holds` is not, goes beyond it.
    fn bound(bound: &Bound, at: &At, holds: bool) -> Self {
        let value = &at.value;
        let characters = quote!(#value.chars().count());
        let items = quote!(#value.len());
        let count = |count: &usize| Literal::usize_unsuffixed(*count);
        let (least, most) = if holds {
            (quote!(>=), quote!(<=))
        } else {
            (quote!(<), quote!(>))
        };
        Self::compound(match bound {
            Bound::Pattern(name) => {
                return Self::asked(quote!(#name.is_match(#value)), holds);
            }
            Bound::OneOf(valid) => return Self::one_of(valid, at, holds),
            Bound::MinItems(1) if holds => quote!(!#value.is_empty()),
            Bound::MinItems(1) => quote!(#value.is_empty()),
            Bound::Minimum(n) => compare(quote!(*#value), least, number_literal(*n)),
            Bound::Maximum(n) => compare(quote!(*#value), most, number_literal(*n)),
            Bound::MinLength(n) => compare(characters, least, count(n)),
            Bound::MaxLength(n) => compare(characters, most, count(n)),
            Bound::MinItems(n) => compare(items, least, count(n)),
            Bound::MaxItems(n) => compare(items, most, count(n)),
        })
    }

    fn one_of(valid: &Valid, at: &At, holds: bool) -> Self {
        let value = &at.value;
        let values = valid_values(valid);
        let equals = if holds { quote!(==) } else { quote!(!=) };
        match (valid, values.as_slice()) {
            (Valid::Bool(only), _) if *only == holds => Self::single(quote!(*#value)),
            (Valid::Bool(_), _) => Self::single(quote!(!*#value)),
            (Valid::Texts(_), [only]) => Self::compound(quote!(#value #equals #only)),
            (_, [only]) => Self::compound(quote!(*#value #equals #only)),
            (Valid::Texts(_), _) => {
                Self::asked(quote!([#(#values),*].contains(&#value.as_str())), holds)
            }
            _ => Self::asked(quote!([#(#values),*].contains(#value)), holds),
        }
    }

    /// A call that answers, or the opposite of its answer.
    fn asked(call: TokenStream, holds: bool) -> Self {
        Self::single(if holds { call } else { quote!(!#call) })
    }
}

fn compare(left: TokenStream, operator: TokenStream, right: impl quote::ToTokens) -> TokenStream {
    quote!(#left #operator #right)
}

/// Valid values as literals or paths.
pub(super) fn valid_values(valid: &Valid) -> Vec<TokenStream> {
    match valid {
        Valid::Integers(values) => values
            .iter()
            .map(|value| number_literal(Number::Integer(*value)))
            .collect(),
        Valid::Unsigned(values) => values
            .iter()
            .map(|value| number_literal(Number::Unsigned(*value)))
            .collect(),
        Valid::Texts(values) => values.iter().map(|value| quote!(#value)).collect(),
        Valid::Bool(value) => vec![quote!(#value)],
        Valid::Variants { of, variants } => variants
            .iter()
            .map(|variant| quote!(#of::#variant))
            .collect(),
    }
}

pub(super) fn number_literal(number: Number) -> TokenStream {
    let literal = match number {
        Number::Integer(value) => {
            let digits = Literal::u64_unsuffixed(value.unsigned_abs());
            return if value < 0 {
                quote!(-#digits)
            } else {
                quote!(#digits)
            };
        }
        Number::Unsigned(value) => Literal::u64_unsuffixed(value),
        Number::Float(value) if value < 0.0 => {
            let digits = Literal::f64_unsuffixed(-value);
            return quote!(-#digits);
        }
        Number::Float(value) => Literal::f64_unsuffixed(value),
    };
    quote!(#literal)
}
