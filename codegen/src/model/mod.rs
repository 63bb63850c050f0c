//! The model of a crate.
//!
//! Names are final, references are resolved, cycles are boxed, constraints are typed, and
//! documentation is finished. An emitter reads the model and decides nothing.

mod call_sequence;
mod callbacks;
mod check;
mod feature;
mod name;
mod state_machine;

use std::collections::BTreeSet;

pub(crate) use crate::description::BodyForm;
pub(crate) use call_sequence::{
    ErrorPaths, EventStream, PageStep, Pagination, PathStep, State, Waiter,
};
pub(crate) use callbacks::{CallbackMessage, Callbacks};
pub(crate) use check::{
    Check, ItemChecks, Limit, Measure, Number, Pattern, Relation, RuleConstant, Source, Test,
    Valid, Validator,
};
pub(crate) use feature::{ALL_ACTIONS, ANY_ACTION, Common, Feature, Needs, OF_EVERY_CRATE};
pub(crate) use name::Name;
pub(crate) use state_machine::{
    Command, Given, JsonKind, Shown, ShownValue, StateMachine, StateMessage, Transition, View,
};

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
    /// The features of the actions; empty if the service is small.
    pub(crate) features: Vec<Feature>,
    /// The actions that no client can call, and why.
    pub(crate) left_out: Vec<(String, String)>,
    /// The messages that the service posts to applications.
    pub(crate) callbacks: Option<Callbacks>,
    /// The things whose states a mock changes.
    pub(crate) state_machines: Vec<StateMachine>,
}

impl Model {
    /// Whether there is an action to call.
    pub(crate) fn is_callable(&self) -> bool {
        !self.actions.is_empty()
    }

    /// Whether the crate has what a feature needs.
    pub(crate) fn has(&self, needs: Option<Needs>) -> bool {
        match needs {
            Some(Needs::Actions) => self.is_callable(),
            Some(Needs::Callbacks) => self.callbacks.is_some(),
            None => true,
        }
    }

    /// The environments, if there is an action to call.
    pub(crate) fn environments(&self) -> &[Environment] {
        if self.is_callable() {
            &self.service.environments
        } else {
            &[]
        }
    }

    /// The action that sends an object.
    pub(crate) fn action_of(&self, object: &Object) -> Option<&Action> {
        self.actions.get(object.request_of?)
    }

    /// Whether an action returns a list page by page.
    pub(crate) fn has_paginators(&self) -> bool {
        self.actions
            .iter()
            .any(|action| action.pagination.is_some())
    }

    /// Whether an action answers with events.
    pub(crate) fn has_event_streams(&self) -> bool {
        self.actions
            .iter()
            .any(|action| action.event_stream.is_some())
    }

    /// Whether an action has a waiter.
    pub(crate) fn has_waiters(&self) -> bool {
        self.actions.iter().any(|action| !action.waiters.is_empty())
    }

    /// The feature that the features of all actions enable, if actions have features.
    pub(crate) fn any_action(&self) -> Option<&'static str> {
        (!self.features.is_empty()).then_some(ANY_ACTION)
    }
}

#[derive(Debug)]
pub(crate) struct Service {
    /// The short name, as in signatures.
    pub(crate) name: String,
    pub(crate) version: String,
    /// The default host.
    pub(crate) host: String,
    /// The environments. The first one is the default.
    pub(crate) environments: Vec<Environment>,
    /// Whether a call without a region is not sent.
    pub(crate) requires_region: bool,
    pub(crate) package: String,
    /// The name of the library in Rust code.
    pub(crate) library: Name,
    /// The version of the crate.
    pub(crate) crate_version: String,
    pub(crate) title: String,
    pub(crate) doc: Doc,
    /// The keywords of the crate.
    pub(crate) keywords: Vec<String>,
    /// The folder of the description.
    pub(crate) folder: String,
    /// The release of upstream's package that the facts were imported from.
    pub(crate) release: String,
}

/// An environment of a service.
#[derive(Debug)]
pub(crate) struct Environment {
    /// Its name in kebab case.
    pub(crate) name: String,
    /// Its variant.
    pub(crate) rust: Name,
    pub(crate) doc: Doc,
    pub(crate) host: String,
    /// The actions with another host, and these hosts.
    pub(crate) action_hosts: Vec<(String, String)>,
}

#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) wire: String,
    pub(crate) method: Name,
    /// Other terms under which people search its documentation.
    pub(crate) aliases: Vec<String>,
    pub(crate) request: Name,
    pub(crate) response: Name,
    pub(crate) doc: Doc,
    /// The first paragraph of its documentation.
    pub(crate) summary: Doc,
    /// The first sentence of its documentation, without links; empty without documentation.
    pub(crate) sentence: String,
    /// Code that creates a request.
    pub(crate) example: Doc,
    /// Whether a person wrote the example, so that its request is valid.
    pub(crate) is_example_written: bool,
    /// Whether the example sets all required members.
    pub(crate) is_example_complete: bool,
    pub(crate) deprecated: Option<String>,
    /// The feature that enables it, if it has one.
    pub(crate) feature: Option<String>,
    pub(crate) idempotency: Idempotency,
    /// Whether it is called without a signature.
    pub(crate) unsigned: bool,
    pub(crate) body: BodyForm,
    pub(crate) requests_per_second: Option<u32>,
    pub(crate) server_timeout_seconds: Option<u32>,
    pub(crate) retry_on: Vec<RetryableCode>,
    /// The maximum size of a request body, if it is not the default.
    pub(crate) max_request_bytes: Option<u32>,
    /// Wire names of members that are never shown, of the request and of the response.
    pub(crate) sensitive: Vec<String>,
    pub(crate) documented: Documented,
    /// How it returns a list page by page, if it does.
    pub(crate) pagination: Option<Pagination>,
    /// How it answers with events, if it does.
    pub(crate) event_stream: Option<EventStream>,
    pub(crate) waiters: Vec<Waiter>,
}

/// Whether executing an action twice does no harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Idempotency {
    /// It may do harm.
    None,
    /// It does no harm.
    Always,
    /// It does no harm if both requests have the same value in this member of the request.
    WithToken(String),
}

/// The documentation of an action that its mock uses.
#[derive(Debug, Default)]
pub(crate) struct Documented {
    pub(crate) errors: Vec<String>,
    /// The members of the response whose ids the action creates.
    pub(crate) creates: Vec<String>,
    /// The members of the request with ids of another name.
    pub(crate) ids: Vec<IdLink>,
    /// Requests and responses as JSON.
    pub(crate) calls: Vec<(String, String)>,
}

impl Documented {
    pub(crate) fn is_empty(&self) -> bool {
        let Self {
            errors,
            creates,
            ids,
            calls,
        } = self;
        errors.is_empty() && creates.is_empty() && ids.is_empty() && calls.is_empty()
    }
}

/// A member that contains ids of another name.
#[derive(Debug)]
pub(crate) struct IdLink {
    pub(crate) member: String,
    /// The member for which an action creates the ids.
    pub(crate) of: String,
    /// The values of other members of the object with which this is so.
    pub(crate) when: Vec<(String, State)>,
}

/// An error code after which the same request succeeds later.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RetryableCode {
    pub(crate) code: String,
    pub(crate) pause_seconds: u32,
    pub(crate) within_seconds: u32,
}

/// Whether an object is sent or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Direction {
    pub(crate) request: bool,
    pub(crate) response: bool,
}

#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) wire: String,
    pub(crate) rust: Name,
    /// The name of its module and of its file.
    pub(crate) module: Name,
    pub(crate) doc: Doc,
    /// Other terms under which people search its documentation.
    pub(crate) aliases: Vec<String>,
    pub(crate) direction: Direction,
    pub(crate) fields: Vec<Field>,
    /// Whether it contains a float, itself or in another object, so that it cannot be `Eq`.
    pub(crate) has_floats: bool,
    pub(crate) validator: Validator,
    /// Its JSON Schema, which refers to others by the names of their types.
    pub(crate) schema: String,
    /// The action that sends it.
    pub(crate) request_of: Option<usize>,
    /// Whether it is the response of an action, and never sent.
    pub(crate) is_response: bool,
    /// The feature that enables it, if it has one.
    pub(crate) feature: Option<String>,
}

impl Object {
    /// The arguments of the constructor.
    pub(crate) fn constructor_args(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.constructor_arg)
    }

    pub(crate) fn has_constructor(&self) -> bool {
        self.constructor_args().next().is_some()
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
    /// The first paragraph of its documentation.
    pub(crate) summary: Doc,
    /// Other terms under which people search its documentation.
    pub(crate) aliases: Vec<String>,
    pub(crate) of: Type,
    pub(crate) list: bool,
    /// Whether it closes a cycle of types, so that it needs a `Box`.
    pub(crate) boxed: bool,
    /// Whether every response has it, so that it needs no `Option`.
    pub(crate) always_present: bool,
    /// Whether it is an argument of the constructor.
    pub(crate) constructor_arg: bool,
    pub(crate) sensitive: bool,
    pub(crate) deprecated: Option<String>,
    pub(crate) schema: MemberSchema,
}

/// A member in the JSON Schema of an object.
#[derive(Debug)]
pub(crate) struct MemberSchema {
    /// Its own JSON Schema.
    pub(crate) text: String,
    /// Whether an object without the member is invalid.
    pub(crate) required: bool,
}

/// The type of a member; for a list, the type of each item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Integer,
    Unsigned,
    Float,
    Bool,
    Text,
    Bytes,
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
    /// Other terms under which people search its documentation.
    pub(crate) aliases: Vec<String>,
    /// Its description in JSON Schemas.
    pub(crate) summary: String,
    pub(crate) variants: Variants,
    /// Whether the case of ASCII letters in the values has no meaning.
    pub(crate) ignore_case: bool,
    /// The feature that enables it, if it has one.
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
    /// Other terms under which people search its documentation.
    pub(crate) aliases: Vec<String>,
    /// Its description in the JSON Schema of the enum.
    pub(crate) summary: String,
    /// Whether it is a final state.
    pub(crate) is_final: bool,
    /// The variants that can follow a final state after all.
    pub(crate) may_become: Vec<Name>,
}

#[derive(Debug)]
pub(crate) struct ErrorCode {
    pub(crate) code: String,
    pub(crate) rust: Name,
    pub(crate) doc: Doc,
}
