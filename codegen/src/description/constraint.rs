//! Constraints, in keywords of JSON Schema 2020-12.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

/// A constraint for a value. It has only the keywords that the generator compiles: any other keyword is
/// an error.
///
/// An empty string or an empty list counts as absent: no keyword about its content applies to it, and it
/// does not satisfy `required`. Exception: `minLength` applies to empty items of a list.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
#[schemars(extend("minProperties" = 1))]
pub struct Constraint {
    /// The smallest valid number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Number>,
    /// The largest valid number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Number>,
    /// The smallest number of characters (Unicode scalar values).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub min_length: Option<u64>,
    /// The largest number of characters (Unicode scalar values).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 4_294_967_295_u32))]
    pub max_length: Option<u64>,
    /// A regular expression. It may use characters, character classes, groups, alternatives, anchors, and
    /// repetitions of single characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub pattern: Option<String>,
    /// The meaning of the pattern, such as "mobile number". It becomes the name of a constant. One title is
    /// enough for all uses of the same expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub title: Option<String>,
    /// The requirement of the pattern, in words that continue "must be". Callers that break it see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub description: Option<String>,
    /// The valid values.
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub one_of_values: Option<Vec<Value>>,
    /// The only valid value.
    #[serde(rename = "const", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = ["string", "number", "boolean"]))]
    pub constant: Option<Value>,
    /// The smallest number of items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub min_items: Option<u64>,
    /// The largest number of items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 4_294_967_295_u32))]
    pub max_items: Option<u64>,
    /// A constraint for every item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Constraint>>,
    /// A constraint for at least one item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains: Option<Box<Constraint>>,
    /// The members that must be present.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub required: Option<Vec<String>>,
    /// Constraints for members, if they are present.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minProperties" = 1))]
    pub properties: Option<BTreeMap<String, Constraint>>,
    /// The members that must be present if another one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minProperties" = 1))]
    pub dependent_required: Option<BTreeMap<String, Vec<String>>>,
    /// All of these constraints must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub all_of: Option<Vec<Constraint>>,
    /// At least one of these constraints must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub any_of: Option<Vec<Constraint>>,
    /// Exactly one of these constraints must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub one_of: Option<Vec<Constraint>>,
    /// This constraint must not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<Constraint>>,
    /// If this constraint holds, `then` must hold, and otherwise `else`.
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Box<Constraint>>,
    /// Must hold if `if` holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<Box<Constraint>>,
    /// Must hold if `if` does not hold.
    #[serde(rename = "else", skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Box<Constraint>>,
}

impl Constraint {
    /// Returns the constraints directly inside this one, to change them.
    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        let single = [
            &mut self.items,
            &mut self.contains,
            &mut self.not,
            &mut self.condition,
            &mut self.then,
            &mut self.otherwise,
        ];
        let several = [&mut self.all_of, &mut self.any_of, &mut self.one_of];
        let members = self.properties.iter_mut().flatten();
        let single = single.into_iter().flatten().map(|part| &mut **part);
        let several = several.into_iter().flatten().flatten();
        single.chain(several).chain(members.map(|(_, part)| part))
    }

    /// Returns the constraints directly inside this one.
    fn parts(&self) -> impl Iterator<Item = &Self> {
        let single = [
            &self.items,
            &self.contains,
            &self.not,
            &self.condition,
            &self.then,
            &self.otherwise,
        ];
        let several = [&self.all_of, &self.any_of, &self.one_of];
        let members = self.properties.iter().flatten();
        let single = single.into_iter().flatten().map(|part| &**part);
        let several = several.into_iter().flatten().flatten();
        single.chain(several).chain(members.map(|(_, part)| part))
    }

    /// Visits this constraint and all constraints inside it.
    pub(crate) fn visit<'c>(&'c self, visitor: &mut dyn FnMut(&'c Self)) {
        visitor(self);
        for part in self.parts() {
            part.visit(visitor);
        }
    }

    /// Whether an empty string can break a keyword other than `minLength`.
    pub(crate) fn can_reject_an_empty_string(&self) -> bool {
        let values = self.one_of_values.iter().flatten();
        let of_strings = values.chain(&self.constant).any(Value::is_string);
        let combined = self.all_of.is_some()
            || self.any_of.is_some()
            || self.one_of.is_some()
            || self.not.is_some()
            || self.condition.is_some();
        self.pattern.is_some() || of_strings || combined
    }
}
