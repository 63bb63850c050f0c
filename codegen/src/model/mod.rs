//! What a crate is made of, with every question answered.
//!
//! Names are final, references are resolved, cycles are boxed, constraints are typed, documentation
//! is finished. An emitter reads this and decides nothing.

mod check;
mod feature;
mod name;

use std::collections::BTreeSet;

pub(crate) use check::{
    Check, ItemChecks, Limit, Measure, Number, Pattern, Relation, Source, Test, Valid, Validator,
};
pub(crate) use feature::{ALL_ACTIONS, ANY_ACTION, Common, Feature, OF_EVERY_CRATE};
pub(crate) use name::Name;

/// Finished lines of documentation, without the comment marks.
pub(crate) type Doc = Vec<String>;

/// One version of one service.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) service: Service,
    pub(crate) actions: Vec<Action>,
    pub(crate) objects: Vec<Object>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) errors: Vec<ErrorCode>,
    /// The patterns of all objects, each once.
    pub(crate) patterns: Vec<Pattern>,
    /// Whether people described valid values. Then validators and JSON Schemas are worth reading,
    /// and have files of their own.
    pub(crate) has_rules: bool,
    /// The features of the actions; none where the service is small.
    pub(crate) features: Vec<Feature>,
}

impl Model {
    /// Whether there is an action to call.
    pub(crate) fn is_callable(&self) -> bool {
        !self.actions.is_empty()
    }

    /// The action that sends an object.
    pub(crate) fn action_of(&self, object: &Object) -> Option<&Action> {
        self.actions.get(object.request_of?)
    }

    /// The feature that every action brings, where actions have features.
    pub(crate) fn any_action(&self) -> Option<&'static str> {
        (!self.features.is_empty()).then_some(ANY_ACTION)
    }
}

#[derive(Debug)]
pub(crate) struct Service {
    /// The short name, as in signatures.
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) host: String,
    pub(crate) package: String,
    /// What users of the crate call it.
    pub(crate) library: Name,
    /// The version of the crate.
    pub(crate) crate_version: String,
    pub(crate) title: String,
    pub(crate) doc: Doc,
    /// What the generated files were made from.
    pub(crate) provenance: String,
}

#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) wire: String,
    pub(crate) method: Name,
    pub(crate) request: Name,
    pub(crate) response: Name,
    pub(crate) doc: Doc,
    pub(crate) deprecated: Option<String>,
    /// The feature without which it is left out.
    pub(crate) feature: Option<String>,
    pub(crate) safe_to_repeat: bool,
    /// It is called without a signature.
    pub(crate) unsigned: bool,
    pub(crate) requests_per_second: Option<u32>,
    /// Wire names of members that are never shown, of the request and of the response.
    pub(crate) sensitive: Vec<String>,
}

/// Which way an object travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Direction {
    pub(crate) request: bool,
    pub(crate) response: bool,
}

#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) wire: String,
    pub(crate) rust: Name,
    /// The module that holds it, and the stem of its file.
    pub(crate) module: Name,
    pub(crate) doc: Doc,
    pub(crate) direction: Direction,
    pub(crate) fields: Vec<Field>,
    pub(crate) validator: Validator,
    /// Its JSON Schema, which refers to others by the names of their types.
    pub(crate) schema: String,
    /// The action that sends it.
    pub(crate) request_of: Option<usize>,
    /// The feature without which it is left out.
    pub(crate) feature: Option<String>,
}

impl Object {
    /// The fields that the constructor asks for.
    pub(crate) fn pinned(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.pinned)
    }

    pub(crate) fn has_pinned(&self) -> bool {
        self.pinned().next().is_some()
    }

    /// The types of the same crate that its fields have.
    pub(crate) fn field_types(&self) -> BTreeSet<&Name> {
        let fields = self.fields.iter();
        fields.filter_map(|field| field.of.name()).collect()
    }

    /// All other types of the same crate that its code names.
    pub(crate) fn uses(&self) -> BTreeSet<&Name> {
        let mut names = self.field_types();
        names.extend(&self.validator.enums);
        names.remove(&self.rust);
        names
    }

    pub(crate) fn has_deprecated(&self) -> bool {
        self.fields.iter().any(|field| field.deprecated.is_some())
    }
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) rust: Name,
    pub(crate) doc: Doc,
    pub(crate) of: Type,
    pub(crate) list: bool,
    /// It closes a cycle, so it stands on the heap.
    pub(crate) boxed: bool,
    /// Every response has it, so it is no `Option`.
    pub(crate) promised: bool,
    /// The constructor asks for it.
    pub(crate) pinned: bool,
    pub(crate) sensitive: bool,
    pub(crate) deprecated: Option<String>,
    pub(crate) schema: MemberSchema,
}

/// What the JSON Schema of an object says of a member.
#[derive(Debug)]
pub(crate) struct MemberSchema {
    /// Its own JSON Schema.
    pub(crate) text: String,
    /// An object without the member is not valid.
    pub(crate) required: bool,
}

/// The type of a member, or of each item where the member is a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Integer,
    Unsigned,
    Float,
    Bool,
    Text,
    Object(Name),
    IntegerEnum(Name),
    TextEnum(Name),
}

impl Type {
    /// The type of the same crate.
    pub(crate) fn name(&self) -> Option<&Name> {
        match self {
            Self::Object(name) | Self::IntegerEnum(name) | Self::TextEnum(name) => Some(name),
            _ => None,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) rust: Name,
    pub(crate) module: Name,
    pub(crate) doc: Doc,
    /// What its JSON Schema says of it.
    pub(crate) summary: String,
    pub(crate) variants: Variants,
    /// The feature without which it is left out.
    pub(crate) feature: Option<String>,
}

/// The known values of an enum.
#[derive(Debug)]
pub(crate) enum Variants {
    Integer(Vec<Variant<i64>>),
    Text(Vec<Variant<String>>),
}

#[derive(Debug)]
pub(crate) struct Variant<T> {
    pub(crate) value: T,
    pub(crate) rust: Name,
    pub(crate) doc: Doc,
    /// What the JSON Schema of the enum says of it.
    pub(crate) summary: String,
}

#[derive(Debug)]
pub(crate) struct ErrorCode {
    pub(crate) code: String,
    pub(crate) rust: Name,
    pub(crate) doc: Doc,
}
