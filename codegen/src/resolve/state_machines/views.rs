//! The members of responses and messages that show a thing.

use super::message::MessageObject;
use super::shown::Rules;
use super::states::States;
use super::surroundings::Surroundings;
use crate::description::StateMachineOverlay;
use crate::diagnostics::Problem;
use crate::model::{Enum, Field, Name, Shown, ShownValue, Type, View};
use crate::resolve::location::Located;

/// Finds the members that show a thing.
pub(super) struct Views<'a> {
    pub(super) around: &'a Surroundings<'a>,
    pub(super) located: &'a Located<'a, StateMachineOverlay>,
    states: &'a States<'a>,
    parties: Option<&'a States<'a>>,
}

/// Returns the members of an object.
type FieldsOf<'a> = Box<dyn Fn(&Name) -> Option<&'a [Field]> + 'a>;

/// The objects of responses, or those of messages.
struct Objects<'a> {
    fields: FieldsOf<'a>,
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
