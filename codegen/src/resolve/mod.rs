//! From a description to a model: every reference resolved, every name final, every constraint
//! typed. What does not fit together is told with its place.

mod actions;
mod checks;
mod conditions;
mod constants;
mod context;
mod defaults;
mod docs;
mod enums;
mod features;
mod index;
mod objects;
mod pages;
mod pattern;
mod reach;
mod readings;
mod schema_texts;
mod schemas;
mod service;
mod subject;
mod uses;
mod validators;
mod values;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use self::context::Context;
use self::objects::Fields;
pub(crate) use self::service::provenance;
use self::validators::{OwnChecks, Validator};
use crate::description::{ObjectOverlay, Rule};
use crate::diagnostics::{Diagnostics, Problem};
use crate::load::Description;
use crate::model::{Enum, Model, Name, Object, Type};

/// Resolves a description into a model.
pub(crate) fn resolve(description: &Description) -> Result<Model, Diagnostics> {
    let mut problems = Vec::new();
    let context = Context::new(description, &mut problems);
    service::check(&context, description, &mut problems);
    report_unmatched(&context, &mut problems);
    readings::report_missing(&context, &mut problems);
    if !description.is_selection {
        readings::report_unknown(&context, &mut problems);
    }
    let fields = objects::fields(&context, &mut problems);
    let validators = validators(&context, &fields, &mut problems);
    let errors = actions::errors(&context);
    let mut actions = actions::resolve(&context, &errors, &mut problems);
    Diagnostics::check(problems)?;
    let service = service::resolve(&context, description);
    let mut objects = assemble(&context, fields, validators, &actions);
    let used: BTreeSet<&Name> = objects.iter().flat_map(|object| &object.uses).collect();
    let mut enums: Vec<Enum> = context.enums.into_values().collect();
    enums.retain(|named| used.contains(&named.rust));
    let features = features::gate(&mut actions, &mut objects, &mut enums);
    Ok(Model {
        service,
        actions,
        objects,
        enums,
        errors,
        features,
    })
}

/// Entries of the overlay that speak of nothing the facts know.
fn report_unmatched(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let facts = context.facts;
    for (name, said) in &context.index.actions {
        if !facts.actions.contains_key(*name) {
            let message = format!("the facts know no action `{name}`");
            let known = facts.actions.keys().map(String::as_str);
            problems.push(said.at.unknown(&message, name, known));
        }
    }
    for (name, said) in &context.index.objects {
        if !facts.objects.contains_key(*name) {
            let message = format!("the facts know no object `{name}`");
            let known = facts.objects.keys().map(String::as_str);
            problems.push(said.at.unknown(&message, name, known));
        }
    }
    let members = context
        .index
        .objects
        .values()
        .flat_map(|said| said.value.members.values());
    let used: BTreeSet<&str> = members.filter_map(|member| member.of.as_deref()).collect();
    for (name, said) in context
        .index
        .enums
        .iter()
        .filter(|(name, _)| !used.contains(*name))
    {
        let message = format!("no member refers to the enum `{name}`");
        problems.push(
            said.at
                .unknown(&message, name, [])
                .help("remove it, or name it in a member"),
        );
    }
}

fn validators(
    context: &Context<'_>,
    fields: &Fields,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Name, Validator> {
    let sent = context
        .facts
        .objects
        .keys()
        .filter(|name| context.direction(name).request);
    let own: BTreeMap<Name, OwnChecks> = sent
        .map(|name| {
            let checks = validators::own_checks(context, fields, name, problems);
            (context.type_name(name), checks)
        })
        .collect();
    let with_rules = reaching(&own, fields, OwnChecks::has_rules);
    let with_advice = reaching(&own, fields, OwnChecks::has_advice);
    own.into_iter()
        .map(|(name, own)| {
            let fields = fields.get(&name).map(Vec::as_slice).unwrap_or_default();
            let validator = own.into_validator(fields, &with_rules, &with_advice);
            (name, validator)
        })
        .collect()
}

/// The objects of which that holds, and those that contain one of them.
fn reaching(
    own: &BTreeMap<Name, OwnChecks>,
    fields: &Fields,
    holds: fn(&OwnChecks) -> bool,
) -> BTreeSet<Name> {
    let mut found: BTreeSet<Name> = own
        .iter()
        .filter(|(_, own)| holds(own))
        .map(|(name, _)| name.clone())
        .collect();
    let mut open: Vec<Name> = found.iter().cloned().collect();
    let mut containers: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    for (name, fields) in fields {
        for field in fields {
            if let Type::Object(inner) = &field.of {
                containers.entry(inner).or_default().push(name);
            }
        }
    }
    while let Some(name) = open.pop() {
        for container in containers.get(&name).into_iter().flatten() {
            if found.insert((*container).clone()) {
                open.push((*container).clone());
            }
        }
    }
    found
}

fn assemble(
    context: &Context<'_>,
    mut fields: Fields,
    mut validators: BTreeMap<Name, Validator>,
    actions: &[crate::model::Action],
) -> Vec<Object> {
    let served = context.facts.served();
    let names = context.facts.objects.keys();
    names
        .filter(|name| served.contains(name.as_str()))
        .map(|name| {
            let rust = context.type_name(name);
            let fields = fields.remove(&rust).unwrap_or_default();
            let Validator {
                sources,
                patterns,
                checks,
                advice,
            } = validators.remove(&rust).unwrap_or_default();
            let uses = uses::uses(&rust, &fields, checks.iter().chain(&advice));
            let overlay = context.index.objects.get(name.as_str());
            let overlay = overlay.map(|said| said.value);
            let page = context.page(name);
            let direction = context.direction(name);
            let text = object_text(name, overlay);
            Object {
                wire: name.clone(),
                module: context.module(name).unwrap_or(&rust).clone(),
                doc: object_doc(&text, overlay, page),
                direction,
                schema: schema_texts::object(
                    &docs::summary(&text),
                    &fields,
                    &schemas::rules(overlay, direction),
                ),
                request_of: actions.iter().position(|action| action.request == rust),
                feature: None,
                rust,
                fields,
                uses,
                sources,
                patterns,
                checks,
                advice,
            }
        })
        .collect()
}

/// What is written of an object, or its name.
fn object_text<'a>(name: &str, overlay: Option<&'a ObjectOverlay>) -> Cow<'a, str> {
    match overlay.and_then(|overlay| overlay.doc.as_deref()) {
        Some(written) => written.into(),
        None => format!("The object `{name}`.").into(),
    }
}

fn object_doc(text: &str, overlay: Option<&ObjectOverlay>, page: Option<&str>) -> Vec<String> {
    let mut doc = docs::lines(text);
    if overlay.is_none_or(|overlay| overlay.doc.is_none()) {
        docs::official_page(&mut doc, page);
    }
    let rules = overlay
        .map(|overlay| overlay.rules.as_slice())
        .unwrap_or_default();
    for (title, advice) in [("# Rules", false), ("# Advice", true)] {
        let sentences: Vec<_> = rules.iter().filter(|rule| rule.advice == advice).collect();
        if !sentences.is_empty() {
            docs::paragraph(&mut doc, title);
            doc.push(String::new());
            let item = |rule: &&Rule| docs::lines(&format!("- {}", rule.message.trim()));
            doc.extend(sentences.iter().flat_map(item));
        }
    }
    doc
}
