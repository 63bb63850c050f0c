//! Drafts of overlays: entries for objects and members that the overlay lacks, with the values that a machine
//! can read from upstream's Chinese prose.
//!
//! Each value is a proposal: `proposed` contains its sentence, and loading the overlay fails until a person has
//! compared the two and removed the sentence.

mod defaults;
mod entry;
mod files;
mod insertion;
mod limits;
mod missing;
mod pattern;
mod present;
mod prose;
mod repeated;
mod required;
mod units;
mod values;

use serde_json::{Number, Value};

pub use self::files::draft;
use self::prose::{Prose, ValueType};
use crate::description::{Constraint, Member};
use crate::source::SourceFile;

/// The values that prose about a member contains, each with its sentence.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Reading {
    /// The listed values: the value, its sentence, and its meaning.
    pub values: Vec<(Value, String, String)>,
    /// The default.
    pub default: Option<(String, Value)>,
    /// The limits of the value.
    pub limits: Option<(String, Constraint)>,
    /// The unit.
    pub unit: Option<(String, String)>,
    /// The sentence that says that the member is required.
    pub required: Option<String>,
}

/// New texts of overlay files, and the number of drafted entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Draft {
    /// The files that are created or extended.
    pub files: Vec<SourceFile>,
    /// The number of drafted objects.
    pub objects: usize,
    /// The number of drafted members.
    pub members: usize,
    /// The number of drafted enums.
    pub enums: usize,
    /// The number of values that a person must compare with their sentences.
    pub proposals: usize,
}

/// Reads the prose about a member.
#[must_use]
pub fn read(member: &Member, prose: &str) -> Reading {
    let prose = Prose::new(member, prose);
    let values = values::read(&prose);
    let is_possible = |number: i64| member.of != "uint64" || number >= 0;
    let default = defaults::read(&prose, &values);
    let limits = limits::read(&prose, !values.is_empty()).and_then(|(sentence, mut limits)| {
        // Every value satisfies it.
        let is_vacuous = member.of == "uint64";
        limits.minimum = limits
            .minimum
            .filter(|minimum| !is_vacuous || minimum.as_i64() != Some(0));
        (limits != Constraint::default()).then_some((sentence, limits))
    });
    Reading {
        default: default.filter(|(_, value)| value.as_i64().is_none_or(is_possible)),
        limits: limits.filter(|(_, limits)| {
            let minimum = limits.minimum.as_ref().and_then(Number::as_i64);
            minimum.is_none_or(is_possible)
        }),
        unit: units::read(&prose).map(|(unit, sentence)| (sentence, unit)),
        required: required::read(&prose),
        values: values
            .into_iter()
            .map(|item| (item.value, item.sentence, item.meaning))
            .collect(),
    }
}

/// Returns the values that prose lists from which a person read an enum of numbers or of texts.
pub(crate) fn listed_values(prose: &str, are_numbers: bool) -> Vec<Value> {
    let of = match are_numbers {
        true => ValueType::Integer,
        false => ValueType::Text,
    };
    let listed = values::read(&Prose::of_enum(of, prose));
    listed.into_iter().map(|item| item.value).collect()
}

#[cfg(test)]
mod tests;
