//! What the validator of each object does, step by step.

use std::collections::BTreeSet;

use super::Context;
use super::checks::{Compiler, Telling};
use super::conditions::Conditions;
use super::constants::Constants;
use super::index::{At, Said};
use super::objects::{Fields, member_overlay};
use super::subject::Subject;
use crate::description::{self, Constraint, ObjectOverlay, ReadFrom, Rule};
use crate::diagnostics::Problem;
use crate::model::{Check, Field, ItemChecks, Limit, Name, Pattern, Source, Type};

/// What the validator of one object does.
#[derive(Debug, Default)]
pub(super) struct Validator {
    pub(super) sources: Vec<Source>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) checks: Vec<Check>,
    pub(super) advice: Vec<Check>,
}

/// The steps of an object's own constraints, before those of the objects inside it.
#[derive(Debug, Default)]
pub(super) struct OwnChecks {
    sources: Vec<Source>,
    patterns: Vec<Pattern>,
    /// Steps for each field, in the order of the fields.
    fields: Vec<Vec<Check>>,
    rules: Vec<Check>,
    advice: Vec<Check>,
}

impl OwnChecks {
    pub(super) fn has_rules(&self) -> bool {
        !self.rules.is_empty() || self.fields.iter().any(|checks| !checks.is_empty())
    }

    pub(super) fn has_advice(&self) -> bool {
        !self.advice.is_empty()
    }

    /// The validator of the object, which walks into those fields whose objects have checks too.
    pub(super) fn into_validator(
        self,
        fields: &[Field],
        with_rules: &BTreeSet<Name>,
        with_advice: &BTreeSet<Name>,
    ) -> Validator {
        let mut checks = Vec::new();
        for (field, own) in fields.iter().zip(self.fields) {
            checks.extend(own);
            checks.extend(descend(field, with_rules));
        }
        checks.extend(self.rules);
        let mut advice: Vec<_> = fields
            .iter()
            .filter_map(|field| descend(field, with_advice))
            .collect();
        advice.extend(self.advice);
        Validator {
            sources: self.sources,
            patterns: self.patterns,
            checks,
            advice,
        }
    }
}

fn descend(field: &Field, into: &BTreeSet<Name>) -> Option<Check> {
    match &field.of {
        Type::Object(name) if into.contains(name) => Some(Check::Descend {
            field: field.rust.clone(),
            wire: field.wire.clone(),
        }),
        _ => None,
    }
}

/// Compiles what the facts and the overlay say about one object.
pub(super) fn own_checks(
    context: &Context<'_>,
    fields: &Fields,
    name: &str,
    problems: &mut Vec<Problem>,
) -> OwnChecks {
    let rust = context.type_name(name);
    let mut constants = Constants::default();
    let mut object = ObjectCompiler {
        context,
        fields,
        constants: &mut constants,
        problems,
    };
    let mut own = OwnChecks::default();
    let members = context
        .facts
        .objects
        .get(name)
        .map(|object| object.members.as_slice());
    let overlay = context.index.objects.get(name);
    for field in fields.get(&rust).into_iter().flatten() {
        let required = members
            .into_iter()
            .flatten()
            .any(|member| member.name == field.wire && member.required);
        own.fields
            .push(object.field_checks(name, field, required, overlay));
    }
    if let Some(overlay) = overlay {
        report_repeated_rules(overlay, object.problems);
        for (position, rule) in overlay.value.rules.iter().enumerate() {
            let at = overlay.at.to("rules").to(position);
            let checks = object.rule_checks(&rust, rule, &at);
            if rule.advice {
                own.advice.extend(checks)
            } else {
                own.rules.extend(checks)
            }
        }
    }
    own.sources = constants.sources;
    own.patterns = constants.patterns;
    own
}

struct ObjectCompiler<'c, 'a> {
    context: &'c Context<'a>,
    fields: &'c Fields,
    constants: &'c mut Constants,
    problems: &'c mut Vec<Problem>,
}

impl ObjectCompiler<'_, '_> {
    fn field_checks(
        &mut self,
        object: &str,
        field: &Field,
        required: bool,
        overlay: Option<&Said<'_, ObjectOverlay>>,
    ) -> Vec<Check> {
        let wire = field.wire.clone();
        let mut checks = Vec::new();
        if required {
            let release = &self.context.facts.source;
            let text = format!("{object}.{wire} ({} {})", release.package, release.release);
            let read_from = self.constants.source(&wire, text);
            checks.push(Check::Required {
                field: field.rust.clone(),
                wire: wire.clone(),
                read_from,
            });
        }
        let said = overlay.and_then(|overlay| member_overlay(overlay, &wire));
        let mut below = self.known_values(field, said.as_ref());
        if let Some((said, constraint)) = said
            .as_ref()
            .and_then(|said| Some((said, said.value.constraint.as_ref()?)))
        {
            let read_from = self.read_from(&field.wire, &said.value.read_from);
            let at = said.at.to("constraint");
            below.extend(self.compile(
                constraint,
                &Subject::of(field),
                &at,
                Telling::Limit,
                read_from,
            ));
        }
        if !below.is_empty() {
            checks.push(Check::Member {
                field: field.rust.clone(),
                wire,
                checks: below,
            });
        }
        checks
    }

    /// A value of an enum is a known one, unless the member's own constraint lists its values.
    fn known_values(
        &mut self,
        field: &Field,
        said: Option<&Said<'_, description::MemberOverlay>>,
    ) -> Vec<Check> {
        let overlay = said.map(|said| said.value);
        let Some(named) = overlay
            .and_then(|overlay| overlay.of.as_deref())
            .and_then(|name| self.context.index.enums.get(name))
        else {
            return Vec::new();
        };
        let constraint = overlay.and_then(|overlay| overlay.constraint.as_ref());
        let lists_values = |constraint: &Constraint| constraint.one_of_values.is_some();
        let item = constraint.and_then(|constraint| constraint.items.as_deref());
        if constraint.is_some_and(lists_values) || item.is_some_and(lists_values) {
            return Vec::new();
        }
        let read_from = self.read_from(&format!("{}Values", field.wire), &named.value.read_from);
        let limit = if named.value.ignore_case {
            Limit::KnownInAnyCase
        } else {
            Limit::Known
        };
        let known = Check::Limit { limit, read_from };
        if !field.list {
            return vec![known];
        }
        let can_be_empty = matches!(field.of, Type::TextEnum(_));
        vec![Check::Items(ItemChecks {
            always: Vec::new(),
            content: vec![known],
            can_be_empty,
        })]
    }

    fn rule_checks(&mut self, object: &Name, rule: &Rule, at: &At<'_>) -> Vec<Check> {
        let read_from = self.read_from(&rule.name, &rule.read_from);
        let subject = Subject::Object(object.clone());
        let telling = Telling::Sentence(&rule.message);
        self.compile(&rule.schema, &subject, &at.to("schema"), telling, read_from)
    }

    fn compile(
        &mut self,
        constraint: &Constraint,
        subject: &Subject,
        at: &At<'_>,
        telling: Telling<'_>,
        read_from: Name,
    ) -> Vec<Check> {
        let conditions = Conditions {
            context: self.context,
            fields: self.fields,
            constants: self.constants,
            problems: self.problems,
        };
        Compiler {
            conditions,
            telling,
            read_from,
        }
        .checks(constraint, subject, at)
    }

    /// What a rule was read from, in words.
    fn read_from(&mut self, constant: &str, sources: &[ReadFrom]) -> Name {
        let package = &self.context.facts.source.package;
        let words: Vec<_> = sources
            .iter()
            .map(|source| format!("{} ({package} {})", source.of, source.release))
            .collect();
        self.constants.source(constant, words.join(", "))
    }
}

fn report_repeated_rules(overlay: &Said<'_, ObjectOverlay>, problems: &mut Vec<Problem>) {
    let mut names = BTreeSet::new();
    for (position, rule) in overlay.value.rules.iter().enumerate() {
        if !names.insert(&rule.name) {
            let at = overlay.at.to("rules").to(position).to("name");
            problems.push(at.problem("another rule of this object has the same name"));
        }
    }
}
