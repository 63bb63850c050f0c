//! The members of responses and messages that show a thing.

use std::collections::BTreeSet;

use super::Surroundings;
use super::message::MessageObject;
use super::states::States;
use crate::description::{ShownOverlay, StateMachineOverlay};
use crate::diagnostics::Problem;
use crate::model::{Enum, Field, JsonKind, Name, Shown, ShownValue, State, Type, View};
use crate::resolve::location::{Located, Location};
use crate::resolve::member_value::member_value;

/// Finds the members that show a thing.
pub(super) struct Views<'a> {
    around: &'a Surroundings<'a>,
    located: &'a Located<'a, StateMachineOverlay>,
    states: &'a States<'a>,
    parties: Option<&'a States<'a>>,
}

/// The objects of responses, or those of messages.
struct Objects<'a> {
    fields: Box<dyn Fn(&Name) -> Option<&'a [Field]> + 'a>,
    enums: Vec<&'a Enum>,
}

impl<'a> Views<'a> {
    pub(super) fn new(
        around: &'a Surroundings<'a>,
        located: &'a Located<'a, StateMachineOverlay>,
        states: &'a States<'a>,
        parties: Option<&'a States<'a>>,
    ) -> Self {
        Self {
            around,
            located,
            states,
            parties,
        }
    }

    /// The objects of responses that have the id and a state.
    pub(super) fn of_responses(&self, problems: &mut Vec<Problem>) -> Vec<View> {
        let context = self.around.context;
        let fields = self.around.fields;
        let objects = Objects {
            fields: Box::new(|name| fields.get(name).map(Vec::as_slice)),
            enums: context.enums.values().collect(),
        };
        let mut views = Vec::new();
        for (action, entry) in &context.facts.actions {
            let root = context.type_name(&entry.output);
            let mut walk = Walk {
                objects: &objects,
                open: Vec::new(),
                path: Vec::new(),
                found: Vec::new(),
            };
            walk.visit(&root, &|fields| self.is_view(fields));
            for (path, fields) in walk.found {
                let members = self.members(fields, &objects, problems);
                views.push(View {
                    action: action.clone(),
                    path,
                    members,
                });
            }
        }
        views
    }

    /// The members of the data of a message.
    pub(super) fn of_message(
        &self,
        message: &MessageObject<'a>,
        problems: &mut Vec<Problem>,
    ) -> Vec<Shown> {
        let callbacks = message.callbacks;
        let objects = Objects {
            fields: Box::new(move |name| {
                let mut objects = callbacks.objects.iter();
                let object = objects.find(|object| object.rust == *name)?;
                Some(object.fields.as_slice())
            }),
            enums: callbacks.enums.iter().collect(),
        };
        self.members(message.fields, &objects, problems)
    }

    fn is_view(&self, fields: &[Field]) -> bool {
        let has_id = fields
            .iter()
            .any(|field| !field.list && field.wire == self.located.value.id);
        has_id && fields.iter().any(|field| self.states.is_of(field))
    }

    fn members(
        &self,
        fields: &[Field],
        objects: &Objects<'a>,
        problems: &mut Vec<Problem>,
    ) -> Vec<Shown> {
        let written = self.located.value;
        let rules = Rules {
            shown: &written.shown,
            at: self.located.at.to("shown"),
            states: self.states,
            enums: &objects.enums,
        };
        let mut found = Vec::new();
        for field in fields {
            let value = if field.wire == written.id && !field.list {
                Some(ShownValue::Id)
            } else {
                let parties = self.party_list(field, objects, problems);
                parties.or_else(|| rules.value(field, problems))
            };
            found.extend(value.map(|value| Shown {
                wire: field.wire.clone(),
                value,
            }));
        }
        found
    }

    /// The members of the items, if a member is a list of parties.
    fn party_list(
        &self,
        field: &Field,
        objects: &Objects<'a>,
        problems: &mut Vec<Problem>,
    ) -> Option<ShownValue> {
        let written = self.located.value.parties.as_ref()?;
        let Type::Object(item) = &field.of else {
            return None;
        };
        if !field.list || !written.members.contains(&field.wire) {
            return None;
        }
        let rules = Rules {
            shown: &written.shown,
            at: self.located.at.to("parties").to("shown"),
            states: self.parties?,
            enums: &objects.enums,
        };
        let mut found = Vec::new();
        for field in (objects.fields)(item)? {
            let value = rules.value(field, problems);
            found.extend(value.map(|value| Shown {
                wire: field.wire.clone(),
                value,
            }));
        }
        Some(ShownValue::Parties(found))
    }

    /// Reports names that no object shows.
    pub(super) fn report(
        &self,
        views: &[View],
        message: Option<&[Shown]>,
        problems: &mut Vec<Problem>,
    ) {
        if self.around.is_partial() {
            return;
        }
        let (written, at) = (self.located.value, &self.located.at);
        if views.is_empty() {
            let (id, states) = (&written.id, &written.states);
            let message = format!(
                "no object of a response has both `{id}` and a member with the enum `{states}`"
            );
            let help =
                "name the enum in the member that shows the state, or remove the state machine";
            problems.push(at.to("states").problem(message).help(help));
        }
        let lists = views
            .iter()
            .map(|view| view.members.as_slice())
            .chain(message);
        let lists: Vec<&[Shown]> = lists.collect();
        report_unused(&written.shown, &at.to("shown"), &lists, problems);
        let Some(parties) = &written.parties else {
            return;
        };
        let inner: Vec<&[Shown]> = lists.iter().flat_map(|list| party_members(list)).collect();
        let at = at.to("parties");
        report_unused(&parties.shown, &at.to("shown"), &inner, problems);
        let shown = lists.iter().flat_map(|list| list.iter());
        let shown: BTreeSet<&str> = shown.map(|shown| shown.wire.as_str()).collect();
        let facts = self.around.context.facts.objects.values();
        let facts: BTreeSet<&str> = facts
            .flat_map(|object| object.members.iter().filter(|member| member.list))
            .map(|member| member.name.as_str())
            .collect();
        for (position, member) in parties.members.iter().enumerate() {
            if !shown.contains(member.as_str()) && !facts.contains(member.as_str()) {
                let at = at.to("members").to(position);
                let message = format!("no object has a list `{member}`");
                problems.push(at.dangling(&message, member, facts.iter().copied()));
            }
        }
    }
}

/// The members of the parties in a list of members.
fn party_members(list: &[Shown]) -> Vec<&[Shown]> {
    let inner = list.iter().filter_map(|shown| match &shown.value {
        ShownValue::Parties(members) => Some(members.as_slice()),
        _ => None,
    });
    inner.collect()
}

fn report_unused(
    written: &ShownOverlay,
    at: &Location<'_>,
    lists: &[&[Shown]],
    problems: &mut Vec<Problem>,
) {
    let all = || lists.iter().flat_map(|list| list.iter());
    let is_shown = |name: &str, is: fn(&ShownValue) -> bool| {
        all().any(|shown| shown.wire == name && is(&shown.value))
    };
    let mut report = |at: Location<'_>, name: &str, what: &str| {
        let message = format!("no object that shows the state has a {what} `{name}`");
        let known = all().map(|shown| shown.wire.as_str());
        let known: BTreeSet<&str> = known.filter(|known| *known != name).collect();
        problems.push(at.dangling(&message, name, known));
    };
    for (key, names, is) in [
        (
            "created_at",
            &written.created_at,
            is_created_at as fn(&ShownValue) -> bool,
        ),
        ("changed_at", &written.changed_at, is_changed_at),
    ] {
        for (position, name) in names.iter().enumerate() {
            if !is_shown(name, is) {
                report(at.to(key).to(position), name, "number");
            }
        }
    }
    for name in written.same_as.keys() {
        if !is_shown(name, |value| matches!(value, ShownValue::Sent(..))) {
            report(at.to("same_as").to(name), name, "member");
        }
    }
    for name in written.by_state.keys() {
        if !is_shown(name, |value| matches!(value, ShownValue::ByState(_))) {
            report(at.to("by_state").to(name), name, "member");
        }
    }
}

fn is_created_at(value: &ShownValue) -> bool {
    matches!(value, ShownValue::CreatedAt)
}

fn is_changed_at(value: &ShownValue) -> bool {
    matches!(value, ShownValue::ChangedAt)
}

/// How a thing or a party is shown.
struct Rules<'a> {
    shown: &'a ShownOverlay,
    at: Location<'a>,
    states: &'a States<'a>,
    enums: &'a [&'a Enum],
}

impl Rules<'_> {
    /// The value of a member. Lists and objects have none.
    fn value(&self, field: &Field, problems: &mut Vec<Problem>) -> Option<ShownValue> {
        let kind = match field.of {
            _ if field.list => return None,
            Type::Object(_) => return None,
            Type::Text | Type::TextEnum(_) => JsonKind::Text,
            Type::Integer | Type::Unsigned | Type::Float | Type::IntegerEnum(_) => JsonKind::Number,
            Type::Bool => JsonKind::Flag,
        };
        let name = &field.wire;
        if name == "RequestId" {
            return None;
        }
        if self.states.is_of(field) {
            return Some(ShownValue::State);
        }
        if let Some(values) = self.shown.by_state.get(name) {
            let at = self.at.to("by_state").to(name);
            return Some(ShownValue::ByState(
                self.by_state(field, values, &at, problems),
            ));
        }
        if kind == JsonKind::Number && self.shown.created_at.contains(name) {
            return Some(ShownValue::CreatedAt);
        }
        if kind == JsonKind::Number && self.shown.changed_at.contains(name) {
            return Some(ShownValue::ChangedAt);
        }
        let names = std::iter::once(name).chain(self.shown.same_as.get(name));
        Some(ShownValue::Sent(kind, names.cloned().collect()))
    }

    fn by_state<'v>(
        &self,
        field: &Field,
        values: impl IntoIterator<Item = (&'v String, &'v serde_json::Value)>,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Vec<(State, State)> {
        let mut found = Vec::new();
        for (key, value) in values {
            let at = at.to(key);
            let Some(state) = self.states.by_text(key) else {
                let known: Vec<String> = self
                    .states
                    .values()
                    .iter()
                    .map(|(state, _)| state.to_string())
                    .collect();
                let message = format!("the enum `{}` has no value {key}", self.states.rust());
                problems.push(at.unknown(&message, key, known.iter().map(String::as_str)));
                continue;
            };
            match member_value(field, self.enums.iter().copied(), value) {
                Ok(value) => found.push((state, value)),
                Err((message, help)) => problems.push(at.problem(message).help(help)),
            }
        }
        found
    }
}

/// A path of an object in a response, with the members of the object.
type Found<'a> = (Vec<String>, &'a [Field]);

/// Visits the objects in a response.
struct Walk<'w, 'a> {
    objects: &'w Objects<'a>,
    /// The types around the present one, because some types contain themselves.
    open: Vec<Name>,
    path: Vec<String>,
    found: Vec<Found<'a>>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, name: &Name, is_view: &impl Fn(&[Field]) -> bool) {
        let Some(fields) = (self.objects.fields)(name) else {
            return;
        };
        if self.open.contains(name) {
            return;
        }
        if is_view(fields) {
            self.found.push((self.path.clone(), fields));
        }
        self.open.push(name.clone());
        for field in fields {
            if let Type::Object(inner) = &field.of {
                self.path.push(field.wire.clone());
                self.visit(inner, is_view);
                self.path.pop();
            }
        }
        self.open.pop();
    }
}
