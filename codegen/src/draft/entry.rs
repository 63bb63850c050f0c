//! Drafts the overlay entries of one member: what the machine read, each beside its sentence.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToKebabCase, ToUpperCamelCase};
use serde_json::Value;

use super::Reading;
use crate::description::{
    Constraint, Enum, EnumValue, Member, MemberOverlay, Overlay, Provenance, Rule,
};

/// The enums that members can refer to.
#[derive(Debug, Default)]
pub(super) struct Enums {
    /// The values of each enum, people's and drafted.
    known: BTreeMap<String, Vec<Value>>,
    /// Names of objects, which enums must not have.
    reserved: BTreeSet<String>,
    /// The drafted enums.
    pub(super) drafted: BTreeMap<String, Enum>,
}

impl Enums {
    pub(super) fn new<'a>(
        overlays: impl IntoIterator<Item = &'a Overlay>,
        objects: impl IntoIterator<Item = &'a String>,
    ) -> Self {
        let enums = overlays.into_iter().flat_map(|overlay| &overlay.enums);
        let known = enums.map(|(name, of)| {
            let values = of.values.iter().map(|known| known.value.clone());
            (name.clone(), values.collect())
        });
        Self {
            known: known.collect(),
            reserved: objects.into_iter().cloned().collect(),
            drafted: BTreeMap::new(),
        }
    }

    /// Returns the name of an enum that contains the values. Drafts it unless one exists.
    fn containing(
        &mut self,
        object: &str,
        member: &Member,
        listed: &[EnumValue],
        provenance: &Provenance,
    ) -> String {
        let base = match (member.list, member.name.strip_suffix('s')) {
            (true, Some(one)) if !one.ends_with('s') => one,
            _ => &member.name,
        };
        let base = base.to_upper_camel_case();
        let long = format!("{}{base}", object.to_upper_camel_case());
        let numbered = (2..).map(|number| format!("{long}{number}"));
        for name in [base, long.clone()].into_iter().chain(numbered) {
            if let Some(values) = self.known.get(&name) {
                if !listed.iter().all(|item| values.contains(&item.value)) {
                    continue;
                }
                // A drafted enum names all members that it was read from.
                if let Some(drafted) = self.drafted.get_mut(&name)
                    && values.len() == listed.len()
                    && !drafted.provenance.contains(provenance)
                {
                    drafted.provenance.push(provenance.clone());
                }
                return name;
            }
            if self.reserved.contains(&name) {
                continue;
            }
            let values = listed.iter().map(|item| item.value.clone());
            self.known.insert(name.clone(), values.collect());
            let drafted = Enum {
                doc: String::new(),
                aliases: Vec::new(),
                values: listed.to_vec(),
                omitted: Vec::new(),
                ignore_case: false,
                provenance: vec![provenance.clone()],
            };
            self.drafted.insert(name.clone(), drafted);
            return name;
        }
        long
    }

    fn values(&self, name: &str) -> &[Value] {
        self.known.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A member to draft.
pub(super) struct Target<'a> {
    pub(super) object: &'a str,
    pub(super) member: &'a Member,
    /// Whether requests contain the object, so that values can be validated.
    pub(super) is_sent: bool,
    pub(super) provenance: Provenance,
}

/// Drafts a member, and the rule that requires it.
pub(super) fn member(
    target: &Target<'_>,
    reading: Reading,
    enums: &mut Enums,
) -> (MemberOverlay, Option<Rule>) {
    let mut entry = MemberOverlay {
        doc: Some(String::new()),
        ..MemberOverlay::default()
    };
    let mut propose = |name: &str, sentence: String| {
        entry.proposed.insert(name.to_owned(), sentence);
    };
    if let Some((sentence, unit)) = reading.unit {
        propose("unit", sentence);
        entry.unit = Some(unit);
    }
    let mut constraint = None;
    if target.is_sent {
        if let Some((sentence, default)) = reading.default {
            propose("default", sentence);
            entry.default = Some(default);
        }
        if let Some((sentence, limits)) = reading.limits {
            propose("constraint", sentence);
            constraint = Some(limits);
        }
    }
    let listed = variants(target.member, &reading.values);
    if !listed.is_empty() {
        let name = enums.containing(target.object, target.member, &listed, &target.provenance);
        let is_new = enums.drafted.contains_key(&name);
        let is_part = enums.values(&name).len() > listed.len();
        let sentences: Vec<&str> = listed
            .iter()
            .filter_map(|item| item.proposed.as_deref())
            .collect();
        if !is_new || is_part {
            propose("enum", sentences.join(" "));
        }
        if is_part && target.is_sent && constraint.is_none() {
            propose("constraint", sentences.join(" "));
            let values = listed.iter().map(|item| item.value.clone()).collect();
            constraint = Some(one_of(values, target.member.list));
        }
        entry.of = Some(name);
    }
    if constraint.is_some() {
        entry.provenance = vec![target.provenance.clone()];
    }
    entry.constraint = constraint;
    let required = reading
        .required
        .filter(|_| target.is_sent && !target.member.required);
    (entry, required.map(|sentence| rule(target, sentence)))
}

fn one_of(values: Vec<Value>, is_list: bool) -> Constraint {
    let values = Constraint {
        one_of_values: Some(values),
        ..Constraint::default()
    };
    match is_list {
        true => Constraint {
            items: Some(Box::new(values)),
            ..Constraint::default()
        },
        false => values,
    }
}

fn rule(target: &Target<'_>, sentence: String) -> Rule {
    let name = &target.member.name;
    Rule {
        name: format!("{}-required", name.to_kebab_case()),
        message: format!("Set `{name}`."),
        schema: Constraint {
            required: Some(vec![name.clone()]),
            ..Constraint::default()
        },
        actions: Vec::new(),
        warning: false,
        provenance: vec![target.provenance.clone()],
        proposed: Some(sentence),
    }
}

/// Returns the listed values, with names if the values are words.
fn variants(member: &Member, listed: &[(Value, String, String)]) -> Vec<EnumValue> {
    let is_possible =
        |value: &Value| member.of != "uint64" || value.as_i64().is_none_or(|number| number >= 0);
    let mut taken = BTreeSet::new();
    let listed = listed.iter().filter(|(value, ..)| is_possible(value));
    let variants = listed.map(|(value, sentence, _)| {
        let name = value.as_str().map(ToUpperCamelCase::to_upper_camel_case);
        let name = name.filter(|name| {
            let is_name = name.starts_with(|first: char| first.is_ascii_uppercase())
                && name.chars().all(|c| c.is_ascii_alphanumeric());
            is_name && taken.insert(name.clone())
        });
        EnumValue {
            value: value.clone(),
            name: name.unwrap_or_default(),
            doc: String::new(),
            aliases: Vec::new(),
            proposed: Some(sentence.clone()),
            is_final: false,
            may_become: Vec::new(),
        }
    });
    variants.collect()
}
