//! The validator of an object.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::condition::{At, expression, number_literal, operand, valid_values};
use super::file::RustFile;
use super::object::allow_deprecated;
use crate::model::{Bound, Check, ItemChecks, Keyword, Limit, Name, Object, Pattern, Source, Test};

/// The methods of a request that ask its validator.
pub(super) fn methods() -> TokenStream {
    quote! {
        /// Validates the request against all documented rules. A client does this before it
        /// sends, unless validation is off.
        ///
        /// # Errors
        ///
        /// All violations of the request.
        #[inline]
        pub fn validate(&self) -> Result<(), validate::Violations> {
            validate::Validate::validate(self)
        }

        /// Returns likely mistakes that the server accepts. They do not prevent sending.
        #[inline]
        #[must_use]
        pub fn warnings(&self) -> Vec<validate::Violation> {
            validate::Validate::warnings(self)
        }
    }
}

pub(super) fn add(file: &mut RustFile, object: &Object) {
    file.import("tencent_runtime::validate");
    for source in &object.sources {
        file.item(source_constant(source));
    }
    for pattern in &object.patterns {
        file.item(pattern_constant(pattern));
    }
    let name = &object.rust;
    let allow = allow_deprecated(object);
    let report = method(quote!(report), &object.checks);
    let warnings = method(quote!(report_warnings), &object.advice);
    file.item(quote! {
        #allow
        impl validate::Validate for #name {
            #report
            #warnings
        }
    });
}

/// Nothing where there is nothing to check: the trait's own method does that.
fn method(name: TokenStream, checks: &[Check]) -> Option<TokenStream> {
    if checks.is_empty() {
        return None;
    }
    let body = steps(checks, &At::object(&name));
    Some(quote! {
        #[inline]
        fn #name(&self, path: validate::Path<'_>, report: &mut validate::Report) {
            #body
        }
    })
}

fn steps(checks: &[Check], at: &At) -> TokenStream {
    checks.iter().map(|check| step(check, at)).collect()
}

fn step(check: &Check, at: &At) -> TokenStream {
    let value = &at.value;
    match check {
        Check::Required {
            field,
            wire,
            read_from,
        } => {
            quote!(report.required(&#value.#field, path.member(#wire), #read_from);)
        }
        Check::Member {
            field,
            wire,
            checks,
        } => {
            let (bind, below) = (bind(field, at), member_steps(field, wire, checks, at));
            quote!(if #bind { #below })
        }
        Check::Descend { field, wire } => {
            let method = &at.method;
            quote!(#value.#field.#method(path.member(#wire), report);)
        }
        Check::Items(items) => item_steps(items, at),
        Check::Limit { limit, read_from } => limit_step(limit, at, read_from),
        Check::Rule {
            test,
            keyword,
            member,
            message,
            read_from,
        } => {
            let holds = expression(test, at);
            let keyword = keyword_path(*keyword);
            let path = match member {
                Some(wire) => quote!(path.member(#wire)),
                None => quote!(path),
            };
            quote!(report.rule(#holds, #keyword, #message, #path, #read_from);)
        }
        Check::When {
            test,
            then,
            otherwise,
        } => when(test, then, otherwise, at),
    }
}

/// A pattern that binds a member where it is present.
fn bind(field: &Name, at: &At) -> TokenStream {
    let (value, bound) = (&at.value, at.member(field).value);
    quote!(let Some(#bound) = validate::present(&#value.#field))
}

fn member_steps(field: &Name, wire: &str, checks: &[Check], at: &At) -> TokenStream {
    let below = steps(checks, &at.member(field));
    quote! {
        let path = path.member(#wire);
        #below
    }
}

/// Steps under a condition. A single member below it joins the condition, as a person would write.
fn when(test: &Test, then: &[Check], otherwise: &[Check], at: &At) -> TokenStream {
    if let (
        [
            Check::Member {
                field,
                wire,
                checks,
            },
        ],
        [],
    ) = (then, otherwise)
    {
        let (test, bind) = (operand(test, at), bind(field, at));
        let below = member_steps(field, wire, checks, at);
        return quote!(if #test && #bind { #below });
    }
    let condition = expression(test, at);
    let (then, otherwise) = (steps(then, at), steps(otherwise, at));
    if otherwise.is_empty() {
        quote!(if #condition { #then })
    } else {
        quote!(if #condition { #then } else { #otherwise })
    }
}

fn item_steps(items: &ItemChecks, at: &At) -> TokenStream {
    let value = &at.value;
    let item = at.item();
    let always = steps(&items.always, &item);
    let content = steps(&items.content, &item);
    let content = if items.can_be_empty && !items.content.is_empty() {
        quote!(if !validate::is_absent(item) { #content })
    } else {
        content
    };
    quote! {
        for (index, item) in #value.iter().enumerate() {
            let path = path.item(index);
            #always
            #content
        }
    }
}

fn limit_step(limit: &Limit, at: &At, read_from: &Name) -> TokenStream {
    let value = &at.value;
    match limit {
        Limit::Bound(bound) => bound_step(bound, value, read_from),
        Limit::Known => quote!(report.known(#value, path, #read_from);),
        Limit::KnownInAnyCase => quote!(report.known_in_any_case(#value, path, #read_from);),
    }
}

fn bound_step(bound: &Bound, value: &TokenStream, read_from: &Name) -> TokenStream {
    let count = |count: &usize| Literal::usize_unsuffixed(*count);
    match bound {
        Bound::Minimum(limit) => {
            let limit = number_literal(*limit);
            quote!(report.minimum(*#value, #limit, path, #read_from);)
        }
        Bound::Maximum(limit) => {
            let limit = number_literal(*limit);
            quote!(report.maximum(*#value, #limit, path, #read_from);)
        }
        Bound::MinLength(limit) => {
            let limit = count(limit);
            quote!(report.min_length(#value, #limit, path, #read_from);)
        }
        Bound::MaxLength(limit) => {
            let limit = count(limit);
            quote!(report.max_length(#value, #limit, path, #read_from);)
        }
        Bound::MinItems(limit) => {
            let limit = count(limit);
            quote!(report.min_items(#value, #limit, path, #read_from);)
        }
        Bound::MaxItems(limit) => {
            let limit = count(limit);
            quote!(report.max_items(#value, #limit, path, #read_from);)
        }
        Bound::Pattern(name) => quote!(report.pattern(#value, &#name, path, #read_from);),
        Bound::OneOf(valid) => {
            let valid = valid_values(valid);
            quote!(report.one_of(#value, &[#(#valid),*], path, #read_from);)
        }
    }
}

fn keyword_path(keyword: Keyword) -> TokenStream {
    let name = proc_macro2::Ident::new(&format!("{keyword:?}"), proc_macro2::Span::call_site());
    quote!(validate::Keyword::#name)
}

/// What a rule was read from is long: it stands apart from the steps that name it.
fn source_constant(source: &Source) -> TokenStream {
    let (name, text) = (&source.name, &source.text);
    quote!(const #name: &str = #text;)
}

fn pattern_constant(pattern: &Pattern) -> TokenStream {
    let (name, source) = (&pattern.name, &pattern.source);
    let alternatives = pattern.alternatives.iter().map(|sequence| {
        let (from_start, to_end) = (sequence.from_start, sequence.to_end);
        let pieces = sequence.pieces.iter().map(|piece| {
            let ranges = piece
                .class
                .iter()
                .map(|(first, last)| quote!((#first, #last)));
            let min = Literal::u32_unsuffixed(piece.min);
            let max = match piece.max.map(Literal::u32_unsuffixed) {
                Some(max) => quote!(Some(#max)),
                None => quote!(None),
            };
            quote!(validate::Piece { class: &[#(#ranges),*], min: #min, max: #max })
        });
        quote! {
            validate::Alternative {
                from_start: #from_start,
                to_end: #to_end,
                pieces: &[#(#pieces),*],
            }
        }
    });
    let words = pattern.words.iter().map(|words| quote!(.in_words(#words)));
    quote! {
        const #name: validate::Pattern =
            validate::Pattern::new(#source, &[#(#alternatives),*]) #(#words)*;
    }
}
