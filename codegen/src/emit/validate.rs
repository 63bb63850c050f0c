//! The validator of an object.

use heck::ToUpperCamelCase;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::condition::{Target, expression, operand};
use super::deprecated::allow_deprecated_in_validator;
use super::file::RustFile;
use super::literal::{number_literal, valid_values};
use crate::model::{Check, ItemChecks, Limit, Name, Object, RuleConstant, Source, Test};

/// The methods of a request that run its validator.
pub(super) fn methods() -> TokenStream {
    quote! {
        /// Validates the request against all documented rules. A client does so before it sends,
        /// unless validation is turned off.
        ///
        /// # Errors
        ///
        /// All violations, each with its location.
        #[inline]
        pub fn validate(&self) -> Result<(), validate::Violations> {
            validate::Validate::validate(self)
        }

        /// Reports likely mistakes that the server accepts or ignores. A warning never prevents a
        /// request from being sent.
        #[inline]
        #[must_use]
        pub fn warnings(&self) -> Vec<validate::Violation> {
            validate::Validate::warnings(self)
        }
    }
}

/// `src/validate/<object>.rs`.
pub(super) fn file(object: &Object) -> RustFile {
    let mut file = RustFile::new(format!("src/validate/{}.rs", object.module), Vec::new());
    let enums = object.validator.enums.iter();
    for name in enums.chain([&object.rust]) {
        file.import(format!("crate::model::{name}"));
    }
    add(&mut file, object);
    file
}

/// Adds the validator of an object to a file that imports the types which it names.
pub(super) fn add(file: &mut RustFile, object: &Object) {
    let validator = &object.validator;
    file.import("tencent_runtime::validate");
    if validator.uses_patterns {
        file.import("crate::patterns");
    }
    for source in &validator.sources {
        file.item(source_constant(source));
    }
    for rule in &validator.rules {
        file.item(rule_constant(rule));
    }
    let name = &object.rust;
    let allow = allow_deprecated_in_validator(object);
    let report = method(quote!(report), &validator.checks);
    let warnings = method(quote!(report_warnings), &validator.warnings);
    let action = validator.action.iter().map(|action| {
        quote! {
            #[inline]
            fn action(&self) -> Option<&'static str> {
                Some(#action)
            }
        }
    });
    file.item(quote! {
        #allow
        impl validate::Validate for #name {
            #report
            #warnings
            #(#action)*
        }
    });
}

/// Returns `None` without checks, because the default method of the trait reports nothing.
fn method(name: TokenStream, checks: &[Check]) -> Option<TokenStream> {
    if checks.is_empty() {
        return None;
    }
    let body = steps(checks, &Target::object(&name));
    // The members of rules are relative to this object.
    let object = checks
        .iter()
        .any(Check::has_rule)
        .then(|| quote!(let path = path.object();));
    Some(quote! {
        #[inline]
        fn #name(&self, path: validate::Path<'_>, report: &mut validate::Report) {
            #object
            #body
        }
    })
}

fn steps(checks: &[Check], target: &Target) -> TokenStream {
    checks.iter().map(|check| step(check, target)).collect()
}

fn step(check: &Check, target: &Target) -> TokenStream {
    let value = &target.value;
    match check {
        Check::Required {
            field,
            wire,
            source,
        } => {
            quote!(validate::required(report, &#value.#field, path.member(#wire), #source);)
        }
        Check::Member {
            field,
            wire,
            checks,
        } => {
            let (bind, below) = (
                bind(field, target),
                member_steps(field, wire, checks, target),
            );
            quote!(if #bind { #below })
        }
        Check::Descend { field, wire } => {
            let method = &target.method;
            quote!(#value.#field.#method(path.member(#wire), report);)
        }
        Check::Items(items) => item_steps(items, target),
        Check::Limit {
            function,
            limit,
            source,
        } => limit_step(function, limit, value, source),
        Check::Rule {
            test,
            keyword,
            member,
            message,
            source,
        } => {
            let holds = expression(test, target);
            let keyword = Ident::new(&keyword.to_upper_camel_case(), Span::call_site());
            let path = match member {
                Some(wire) => quote!(path.member(#wire)),
                None => quote!(path),
            };
            let keyword = quote!(validate::Keyword::#keyword);
            match message {
                None => quote!(validate::rule(report, #holds, #keyword, #path, &#source);),
                Some(message) => {
                    quote!(validate::constraint(report, #holds, #keyword, #message, #path, #source);)
                }
            }
        }
        Check::When {
            test,
            then,
            otherwise,
        } => when(test, then, otherwise, target),
    }
}

/// A pattern that binds a member if it is present.
fn bind(field: &Name, target: &Target) -> TokenStream {
    let (value, bound) = (&target.value, target.member(field).value);
    quote!(let Some(#bound) = validate::present(&#value.#field))
}

fn member_steps(field: &Name, wire: &str, checks: &[Check], target: &Target) -> TokenStream {
    let below = steps(checks, &target.member(field));
    quote! {
        let path = path.member(#wire);
        #below
    }
}

/// Steps that depend on a condition. A single member below it joins the condition.
fn when(test: &Test, then: &[Check], otherwise: &[Check], target: &Target) -> TokenStream {
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
        let (test, bind) = (operand(test, target), bind(field, target));
        let below = member_steps(field, wire, checks, target);
        return quote!(if #test && #bind { #below });
    }
    let condition = expression(test, target);
    let (then, otherwise) = (steps(then, target), steps(otherwise, target));
    if otherwise.is_empty() {
        quote!(if #condition { #then })
    } else {
        quote!(if #condition { #then } else { #otherwise })
    }
}

fn item_steps(items: &ItemChecks, target: &Target) -> TokenStream {
    let value = &target.value;
    let item = target.item();
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

fn limit_step(function: &str, limit: &Limit, value: &TokenStream, source: &Name) -> TokenStream {
    let function = Ident::new(function, Span::call_site());
    let arguments = match limit {
        Limit::OfType => quote!(#value),
        Limit::Number(limit) => {
            let limit = number_literal(*limit);
            quote!(*#value, #limit)
        }
        Limit::Count(limit) => {
            let limit = Literal::u64_unsuffixed(*limit);
            quote!(#value, #limit)
        }
        Limit::Pattern(name) => quote!(#value, &patterns::#name),
        Limit::Values(valid) => {
            let valid = valid_values(valid);
            quote!(#value, &[#(#valid),*])
        }
    };
    quote!(validate::#function(report, #arguments, path, #source);)
}

/// Sources are long, so they are constants above the steps that name them.
fn source_constant(source: &Source) -> TokenStream {
    let (name, text) = (&source.name, &source.text);
    quote!(const #name: &str = #text;)
}

fn rule_constant(rule: &RuleConstant) -> TokenStream {
    let RuleConstant {
        constant,
        name,
        message,
        members,
        source,
    } = rule;
    quote! {
        const #constant: validate::Rule = validate::Rule {
            name: #name,
            members: &[#(#members),*],
            message: #message,
            source: #source,
        };
    }
}
