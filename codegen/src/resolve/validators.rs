//! The validator of each object, step by step.

use std::collections::BTreeSet;

use super::context::{Context, Fields};
use super::keywords::{KEYWORDS, Lowering, Place, Rule, Uses};
use super::location::Located;
use super::objects::member_overlay;
use super::patterns::Patterns;
use super::rules::rules_of;
use super::sources::Sources;
use super::value_kind::ValueKind;
use crate::description::{self, Constraint, Facts, ObjectOverlay, Provenance};
use crate::diagnostics::Problem;
use crate::model::{
    Check, Field, ItemChecks, Limit, Name, RuleConstant, Source, Test, Type, Validator,
};

/// Whether an object has checks of its own, apart from the objects inside it.
#[derive(Debug, Default)]
pub(super) struct OwnChecks {
    sources: Vec<Source>,
    rule_constants: Vec<RuleConstant>,
    /// Steps for each field, in the order of the fields.
    fields: Vec<Vec<Check>>,
    rules: Vec<Check>,
    warnings: Vec<Check>,
    action: Option<String>,
    uses: Uses,
}

impl OwnChecks {
    pub(super) fn has_rules(&self) -> bool {
        !self.rules.is_empty() || self.fields.iter().any(|checks| !checks.is_empty())
    }

    pub(super) fn has_warnings(&self) -> bool {
        !self.warnings.is_empty()
    }

    /// Adds the calls of the validators of those fields whose objects have checks too.
    pub(super) fn into_validator(
        self,
        fields: &[Field],
        with_rules: &BTreeSet<Name>,
        with_warnings: &BTreeSet<Name>,
    ) -> Validator {
        let mut checks = Vec::new();
        for (field, own) in fields.iter().zip(self.fields) {
            checks.extend(own);
            checks.extend(descend(field, with_rules));
        }
        checks.extend(self.rules);
        let warnings = fields
            .iter()
            .filter_map(|field| descend(field, with_warnings));
        Validator {
            sources: self.sources,
            rules: self.rule_constants,
            checks: Check::merge(checks),
            warnings: Check::merge(warnings.chain(self.warnings).collect()),
            action: self.action,
            enums: self.uses.enums,
            uses_patterns: self.uses.patterns,
            uses_deprecated: self.uses.deprecated,
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

/// Compiles the constraints and rules of one object.
pub(super) fn own_checks(
    context: &Context<'_>,
    fields: &Fields,
    name: &str,
    patterns: &mut Patterns,
    problems: &mut Vec<Problem>,
) -> OwnChecks {
    let rust = context.type_name(name);
    let mut object = ObjectCompiler {
        context,
        fields,
        sources: Sources::default(),
        uses: Uses::default(),
        patterns,
        problems,
    };
    let mut own = OwnChecks::default();
    let overlay = context.index.objects.get(name);
    for field in fields.get(&rust).into_iter().flatten() {
        own.fields
            .push(object.field_checks(name, field, field.schema.required, overlay));
    }
    if let Some(overlay) = overlay {
        report_repeated_rules(overlay, object.problems);
        for rule in rules_of(overlay) {
            let checks = object.rule_checks(&rust, &rule);
            let checks = match limit(context.facts, name, rule.value) {
                Some(test) => vec![Check::When {
                    test,
                    then: checks,
                    otherwise: Vec::new(),
                }],
                None => checks,
            };
            if rule.value.warning {
                own.warnings.extend(checks)
            } else {
                own.rules.extend(checks)
            }
        }
    }
    own.action = context.rules.limited_action(context.facts, name);
    (own.sources, own.rule_constants) = object.sources.into_model();
    own.uses = object.uses;
    own
}

struct ObjectCompiler<'c, 'a> {
    context: &'c Context<'a>,
    fields: &'c Fields,
    sources: Sources,
    uses: Uses,
    patterns: &'c mut Patterns,
    problems: &'c mut Vec<Problem>,
}

impl ObjectCompiler<'_, '_> {
    fn field_checks(
        &mut self,
        object: &str,
        field: &Field,
        required: bool,
        overlay: Option<&Located<'_, ObjectOverlay>>,
    ) -> Vec<Check> {
        let wire = field.wire.clone();
        let mut checks = Vec::new();
        if required {
            // Without the release: otherwise each release would change the file.
            let text = format!("{object}.{wire} ({})", self.context.facts.source.package);
            checks.push(Check::Required {
                field: field.rust.clone(),
                wire: wire.clone(),
                source: self.sources.name(&wire, text),
            });
        }
        let overlay = overlay.and_then(|overlay| member_overlay(overlay, &wire));
        let mut below = self.known_values(field, overlay.as_ref());
        if let Some(overlay) = &overlay
            && let Some(constraint) = &overlay.value.constraint
        {
            let rule = Rule {
                message: None,
                source: self.source(&field.wire, &overlay.value.provenance),
            };
            let place = Place {
                kind: &ValueKind::of(field),
                location: overlay.at.to("constraint"),
            };
            below.extend(self.compile(constraint, &place, &rule));
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

    /// Requires a known value of the enum, unless the constraint of the member lists its values.
    fn known_values(
        &mut self,
        field: &Field,
        overlay: Option<&Located<'_, description::MemberOverlay>>,
    ) -> Vec<Check> {
        let overlay = overlay.map(|overlay| overlay.value);
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
        let known = Check::Limit {
            function: if named.value.ignore_case {
                "known_in_any_case"
            } else {
                "known"
            },
            limit: Limit::OfType,
            source: self.source(&format!("{}Values", field.wire), &named.value.provenance),
        };
        if !field.list {
            return vec![known];
        }
        vec![Check::Items(ItemChecks {
            always: Vec::new(),
            content: vec![known],
            can_be_empty: matches!(field.of, Type::TextEnum(_)),
        })]
    }

    fn rule_checks(&mut self, object: &Name, rule: &Located<'_, description::Rule>) -> Vec<Check> {
        let source = self.source_text(&rule.value.provenance);
        let schema = &rule.value.schema;
        let reporting = Rule {
            message: Some(&rule.value.message),
            source: self.sources.rule(rule.value, schema, source),
        };
        let place = Place {
            kind: &ValueKind::Object(object.clone()),
            location: rule.at.to("schema"),
        };
        self.compile(schema, &place, &reporting)
    }

    fn compile(
        &mut self,
        constraint: &Constraint,
        place: &Place<'_>,
        rule: &Rule<'_>,
    ) -> Vec<Check> {
        let mut lowering = Lowering {
            context: self.context,
            fields: self.fields,
            patterns: self.patterns,
            problems: self.problems,
            uses: &mut self.uses,
            without_message: rule.message.is_none(),
            keywords: KEYWORDS,
        };
        lowering.reported(constraint, place).checks(rule)
    }

    /// The constant that holds the prose that a rule was read from.
    fn source(&mut self, constant: &str, sources: &[Provenance]) -> Name {
        let text = self.source_text(sources);
        self.sources.name(constant, text)
    }

    /// The places of the prose, with its releases.
    fn source_text(&self, sources: &[Provenance]) -> String {
        let package = &self.context.facts.source.package;
        let words: Vec<_> = sources
            .iter()
            .map(|source| format!("{} ({package} {})", source.of, source.release))
            .collect();
        words.join(", ")
    }
}

/// Returns the condition of a rule that does not apply to every request that contains the object.
fn limit(facts: &Facts, object: &str, rule: &description::Rule) -> Option<Test> {
    let is_limited = !rule.actions.is_empty() && {
        let mut senders = facts
            .actions
            .iter()
            .filter(|(_, action)| facts.reached_from([action.input.as_str()]).contains(object));
        senders.any(|(name, _)| !rule.actions.contains(name))
    };
    is_limited.then(|| Test::IsFor(rule.actions.clone()))
}

fn report_repeated_rules(overlay: &Located<'_, ObjectOverlay>, problems: &mut Vec<Problem>) {
    let mut names = BTreeSet::new();
    for (position, rule) in overlay.value.rules.iter().enumerate() {
        if !names.insert(&rule.name) {
            let at = overlay.at.to("rules").to(position).to("name");
            problems.push(at.problem("another rule of this object has the same name"));
        }
    }
}
