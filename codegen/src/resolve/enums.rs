//! Enums: named sets of values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::aliases;
use super::docs;
use super::index::Index;
use super::location::Located;
use crate::description;
use crate::diagnostics::Problem;
use crate::model::{Doc, Enum, Name, Variant, Variants};
use crate::names::{Scope, wire};

/// Resolves all enums, by their names in the overlay.
pub(super) fn resolve<'a>(
    index: &Index<'a>,
    types: &mut Scope,
    modules: &mut Scope,
    problems: &mut Vec<Problem>,
) -> BTreeMap<&'a str, Enum> {
    let mut enums = BTreeMap::new();
    for (name, located) in &index.enums {
        if let Some(problem) = wire::problem_in_name(name) {
            let problem = located.at.unknown(&problem, name, []);
            problems.push(problem.help(wire::NAME));
        }
        let rust = types.type_name(name);
        if let Some(variants) = variants(located, problems) {
            let module = modules.module(rust.as_str());
            let terms = aliases::resolve(&located.value.aliases, &rust, &located.at, problems);
            let text = &located.value.doc;
            enums.insert(
                *name,
                Enum {
                    rust,
                    module,
                    doc: enum_doc(text, &variants),
                    aliases: terms,
                    summary: docs::summary(text),
                    variants,
                    ignore_case: located.value.ignore_case,
                    feature: None,
                },
            );
        }
    }
    enums
}

fn variants(
    located: &Located<'_, description::Enum>,
    problems: &mut Vec<Problem>,
) -> Option<Variants> {
    let values = &located.value.values;
    if values.is_empty() {
        problems.push(
            located
                .at
                .to("values")
                .problem("an enum has at least one value"),
        );
        return None;
    }
    report_repeated(located, problems);
    report_omitted(located, problems);
    report_case(located, problems);
    if let Some(integers) = collect(located, Value::as_i64, problems) {
        return Some(Variants::Integer(integers));
    }
    let text = |value: &Value| {
        let text = value.as_str().filter(|text| !text.is_empty());
        text.map(str::to_owned)
    };
    let texts = collect(located, text, problems);
    match texts {
        Some(texts) => Some(Variants::Text(texts)),
        None => {
            let message = "the values are neither all integers nor all non-empty strings";
            problems.push(located.at.to("values").problem(message));
            None
        }
    }
}

fn collect<T>(
    located: &Located<'_, description::Enum>,
    read: impl Fn(&Value) -> Option<T>,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Variant<T>>> {
    let values = &located.value.values;
    let at = located.at.to("values");
    let mut scope = Scope::default();
    let names: Vec<Name> = values
        .iter()
        .map(|known| scope.variant(&known.name))
        .collect();
    let named = |value: &Value| {
        let position = values.iter().position(|known| known.value == *value)?;
        names.get(position).cloned()
    };
    let variant = |(position, (known, rust)): (usize, (&description::EnumValue, &Name))| {
        Some(Variant {
            value: read(&known.value)?,
            aliases: aliases::resolve(&known.aliases, rust, &at.to(position), problems),
            rust: rust.clone(),
            doc: variant_doc(known),
            summary: docs::summary(&known.doc),
            is_final: known.is_final,
            may_become: known.may_become.iter().filter_map(named).collect(),
        })
    };
    let variants = values.iter().zip(&names).enumerate();
    variants.map(variant).collect()
}

/// The documentation of an enum: the text of the overlay, and how values are converted.
fn enum_doc(text: &str, variants: &Variants) -> Doc {
    let (of, method, from) = match variants {
        Variants::Integer(_) => ("an integer", "value", "i64"),
        Variants::Text(_) => ("a string", "as_str", "&str"),
    };
    let mut doc = docs::lines(text);
    docs::paragraph(
        &mut doc,
        format!(
            "On the wire, it is {of}: [`{method}`](Self::{method}) returns it, and `From<{from}>` converts \
             it. [`Unknown`](Self::Unknown) keeps unknown values."
        ),
    );
    doc
}

fn variant_doc(known: &description::EnumValue) -> Doc {
    let mut doc = docs::lines(&known.doc);
    docs::paragraph(
        &mut doc,
        format!("Wire value: {}.", docs::value(&known.value)),
    );
    doc
}

fn report_repeated(located: &Located<'_, description::Enum>, problems: &mut Vec<Problem>) {
    let values = &located.value.values;
    let (mut known, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (position, value) in values.iter().enumerate() {
        let at = located.at.to("values").to(position);
        if !known.insert(value.value.to_string()) {
            problems.push(at.to("value").problem("the enum has this value twice"));
        }
        if !names.insert(&value.name) {
            problems.push(at.to("name").problem("the enum has this name twice"));
        }
    }
}

/// Reports omitted values that the enum has.
fn report_omitted(located: &Located<'_, description::Enum>, problems: &mut Vec<Problem>) {
    for (position, omitted) in located.value.omitted.iter().enumerate() {
        if located
            .value
            .values
            .iter()
            .any(|known| known.value == *omitted)
        {
            let at = located.at.to("omitted").to(position);
            problems.push(at.problem(format!("the enum has the omitted value {omitted}")));
        }
    }
}

/// Reports values that are equal if case is ignored, and numbers that ignore case.
fn report_case(located: &Located<'_, description::Enum>, problems: &mut Vec<Problem>) {
    if !located.value.ignore_case {
        return;
    }
    let mut known = BTreeSet::new();
    for (position, value) in located.value.values.iter().enumerate() {
        let at = located.at.to("values").to(position).to("value");
        match value.value.as_str() {
            None => problems.push(located.at.to("ignore_case").problem("numbers have no case")),
            Some(text) if !known.insert(text.to_ascii_lowercase()) => {
                problems.push(at.problem("another value differs from this one only in case"));
            }
            Some(_) => {}
        }
    }
}

impl Enum {
    /// The known values in their wire format.
    pub(super) fn values(&self) -> Vec<String> {
        match &self.variants {
            Variants::Integer(variants) => variants.iter().map(|v| v.value.to_string()).collect(),
            Variants::Text(variants) => variants.iter().map(|v| v.value.clone()).collect(),
        }
    }

    /// The names of the variants.
    pub(super) fn names(&self) -> Box<dyn Iterator<Item = &Name> + '_> {
        match &self.variants {
            Variants::Integer(variants) => Box::new(variants.iter().map(|v| &v.rust)),
            Variants::Text(variants) => Box::new(variants.iter().map(|v| &v.rust)),
        }
    }

    /// The variant of a value on the wire.
    pub(super) fn variant(&self, value: &Value) -> Option<&Name> {
        match &self.variants {
            Variants::Integer(variants) => variants
                .iter()
                .find(|variant| value.as_i64() == Some(variant.value))
                .map(|variant| &variant.rust),
            Variants::Text(variants) => variants
                .iter()
                .find(|variant| value.as_str() == Some(&variant.value))
                .map(|variant| &variant.rust),
        }
    }
}
