//! Resolves a description into a model: references, names, constraints, documentation. Contradictions
//! are reported with their locations.
mod action_docs;
mod actions;
mod aliases;
mod any_case;
mod callback_checks;
mod callbacks;
mod code_names;
mod context;
mod cycles;
mod defaults;
mod docs;
mod enums;
mod environments;
mod evaluate;
mod event_stream;
mod examples;
mod expression;
mod features;
mod flags;
mod id_links;
mod idempotency;
mod index;
mod keywords;
mod links;
mod location;
mod member_docs;
mod member_path;
mod member_value;
mod object_docs;
mod objects;
mod pages;
mod pagination;
mod patterns;
mod provenance;
mod reach;
mod refusal;
mod retryable_codes;
mod rule_docs;
mod rule_members;
mod rules;
mod schema_texts;
mod schemas;
mod sensitive;
mod service;
mod sources;
mod state_machines;
mod unused;
mod validators;
mod value_kind;
mod values;
mod waiters;
mod written_values;

use std::collections::{BTreeMap, BTreeSet};

use self::context::{Context, Fields};
use self::location::Located;
use self::patterns::Patterns;
use self::validators::OwnChecks;
use crate::description::MemberOverlay;
use crate::diagnostics::{Diagnostics, MOST_PROBLEMS, Problem};
use crate::load::Description;
use crate::model::{Enum, Field, Model, Name, Object, Type, Validator};

/// Resolves a description into a model.
pub(crate) fn resolve(description: &Description) -> Result<Model, Diagnostics> {
    let mut problems = Vec::new();
    let mut context = Context::new(description, &mut problems);
    service::check(&context, description, &mut problems);
    environments::check(&context, &mut problems);
    report_unmatched(&context, &mut problems);
    let subjects = provenance::subjects(&context);
    provenance::report_missing(&context, &subjects, &mut problems);
    if !description.has_other_facts {
        provenance::report_unknown(&context, &mut problems);
        provenance::report_unrelated(&context, &subjects, &mut problems);
        unused::report_errors(&context, &mut problems);
        unused::report_shared(&context, &mut problems);
        code_names::report_unknown(&context, &mut problems);
    }
    let fields = objects::fields(&context, &mut problems);
    if problems.len() > MOST_PROBLEMS {
        Diagnostics::check(std::mem::take(&mut problems))?;
    }
    let mut patterns = Patterns::new(&context.index);
    let validators = validators(&context, &fields, &mut patterns, &mut problems);
    let mut errors = actions::errors(&context);
    let mut actions = actions::resolve(&context, &fields, &errors, &mut problems);
    let callbacks = callbacks::resolve(description, &mut problems);
    let around = state_machines::Surroundings {
        context: &context,
        fields: &fields,
        description,
        callbacks: callbacks.as_ref(),
    };
    let mut state_machines = state_machines::resolve(&around, &mut problems);
    Diagnostics::check(problems)?;
    let service = service::resolve(&context, description);
    let mut problems = Vec::new();
    let mut objects = assemble(&context, fields, validators, &actions, &mut problems);
    let has_rules = has_rules(&context);
    let used: BTreeSet<&Name> = objects.iter().flat_map(Object::uses).collect();
    let mut enums: Vec<Enum> = std::mem::take(&mut context.enums).into_values().collect();
    enums.retain(|named| used.contains(&named.rust));
    state_machines.retain(|machine| used.contains(&machine.states));
    examples::add(&context, &mut actions, &objects, &enums, &mut problems);
    Diagnostics::check(problems)?;
    links::add(&mut objects, &mut enums, &mut actions, &mut errors);
    let features = features::assign(&mut actions, &mut objects, &mut enums);
    Ok(Model {
        service,
        actions,
        objects,
        enums,
        errors,
        patterns: patterns.into_model(),
        has_rules,
        features,
        left_out: description.left_out.clone(),
        callbacks,
        state_machines,
    })
}

/// Whether the overlay limits values, and does not only document them.
fn has_rules(context: &Context<'_>) -> bool {
    let mut objects = context.index.objects.values();
    objects.any(|object| {
        let mut members = object.value.members.values();
        let is_limited =
            |member: &MemberOverlay| member.constraint.is_some() || member.of.is_some();
        !object.value.rules.is_empty() || members.any(is_limited)
    })
}

/// Reports entries of the overlay about names that the facts do not have.
fn report_unmatched(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let facts = context.facts;
    for (name, located) in &context.index.actions {
        if !facts.actions.contains_key(*name) {
            let message = format!("the facts have no action `{name}`");
            let known = facts.actions.keys().map(String::as_str);
            problems.push(located.at.unknown(&message, name, known));
        }
    }
    for (name, located) in &context.index.objects {
        if !facts.objects.contains_key(*name) {
            let message = format!("the facts have no object `{name}`");
            let known = facts.objects.keys().map(String::as_str);
            problems.push(located.at.unknown(&message, name, known));
        }
    }
    let members = context
        .index
        .objects
        .values()
        .flat_map(|located| located.value.members.values());
    let used: BTreeSet<&str> = members.filter_map(|member| member.of.as_deref()).collect();
    for (name, located) in context
        .index
        .enums
        .iter()
        .filter(|(name, _)| !used.contains(*name))
    {
        let message = format!("no member refers to the enum `{name}`");
        problems.push(
            located
                .at
                .unknown(&message, name, [])
                .help("remove it, or name it in a member"),
        );
    }
}

fn validators(
    context: &Context<'_>,
    fields: &Fields,
    patterns: &mut Patterns,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Name, Validator> {
    let sent = context
        .facts
        .objects
        .keys()
        .filter(|name| context.direction(name).request);
    let own: BTreeMap<Name, OwnChecks> = sent
        .map(|name| {
            let checks = validators::own_checks(context, fields, name, patterns, problems);
            (context.type_name(name), checks)
        })
        .collect();
    let holding = |holds: fn(&OwnChecks) -> bool| {
        let found = own.iter().filter(|(_, own)| holds(own));
        reaching(found.map(|(name, _)| name.clone()).collect(), fields)
    };
    let with_rules = holding(OwnChecks::has_rules);
    let with_warnings = holding(OwnChecks::has_warnings);
    own.into_iter()
        .map(|(name, own)| {
            let fields = fields.get(&name).map(Vec::as_slice).unwrap_or_default();
            let validator = own.into_validator(fields, &with_rules, &with_warnings);
            (name, validator)
        })
        .collect()
}

/// The objects that contain a float, themselves or in another object.
fn with_floats(fields: &Fields) -> BTreeSet<Name> {
    let is_float = |field: &Field| field.of == Type::Float;
    let found = fields
        .iter()
        .filter(|(_, fields)| fields.iter().any(is_float));
    reaching(found.map(|(name, _)| name.clone()).collect(), fields)
}

/// These objects, and all objects that contain one of them.
fn reaching(mut found: BTreeSet<Name>, fields: &Fields) -> BTreeSet<Name> {
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
    problems: &mut Vec<Problem>,
) -> Vec<Object> {
    let served = context.facts.served();
    let senders: BTreeMap<&Name, usize> = actions
        .iter()
        .enumerate()
        .map(|(position, action)| (&action.request, position))
        .collect();
    let responses: BTreeSet<&Name> = actions.iter().map(|action| &action.response).collect();
    let sentences = object_docs::sentences(actions);
    let with_floats = with_floats(&fields);
    let names = context.facts.objects.keys();
    names
        .filter(|name| served.contains(name.as_str()))
        .map(|name| {
            let rust = context.type_name(name);
            let fields = fields.remove(&rust).unwrap_or_default();
            let located = context.index.objects.get(name.as_str());
            let direction = context.direction(name);
            let text = object_docs::text(context, name, sentences.get(&rust));
            Object {
                wire: name.clone(),
                module: context.module(name).unwrap_or(&rust).clone(),
                doc: object_docs::lines(context, name, &text),
                aliases: located.map_or_else(Vec::new, |Located { value, at }| {
                    aliases::resolve(&value.aliases, &rust, at, problems)
                }),
                direction,
                schema: schema_texts::object(
                    &docs::summary(&text),
                    &fields,
                    &schemas::rules(context, name, direction),
                ),
                is_response: !direction.request && responses.contains(&rust),
                request_of: senders.get(&rust).copied(),
                feature: None,
                has_floats: with_floats.contains(&rust),
                validator: validators.remove(&rust).unwrap_or_default(),
                rust,
                fields,
            }
        })
        .collect()
}
