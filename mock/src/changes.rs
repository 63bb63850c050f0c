//! Changes of states: by actions, and by commands of a test.

use std::time::UNIX_EPOCH;

use serde_json::Value;
use tencent_runtime::ErrorCode;

use crate::actions::Entry;
use crate::command_error::CommandError;
use crate::ids;
use crate::machine::{Command, Scalar, StateMachine, Transition};
use crate::resource::Resource;
use crate::resources::Resources;
use crate::service_error::ServiceError;
use crate::show::{Subject, objects_at};
use crate::state::State;

impl State {
    /// Changes the states of the things that a request names or an answer creates. Changes none if an action
    /// is not possible in the state of one of them.
    pub(crate) fn execute(
        &self,
        entry: &Entry,
        request: &Value,
        answer: &Value,
    ) -> Result<(), ServiceError> {
        let action = entry.info.name;
        for machine in &self.actions.state_machines {
            let Some(transition) = machine.transition(action) else {
                continue;
            };
            if transition.from.is_empty() {
                self.create(machine, transition, request, answer);
            } else {
                self.change(machine, transition, action, request)?;
            }
        }
        Ok(())
    }

    /// Shows the known states in an answer.
    pub(crate) fn show(&self, entry: &Entry, answer: &mut Value) {
        for machine in &self.actions.state_machines {
            let mut views = machine
                .views
                .iter()
                .filter(|view| view.action == entry.info.name)
                .peekable();
            if views.peek().is_none() {
                continue;
            }
            let resources = self.resources();
            for view in views {
                objects_at(answer, view.path, &mut |object| {
                    let id = object
                        .get(machine.id)
                        .and_then(Value::as_str)
                        .map(str::to_owned);
                    let id = id.unwrap_or_default();
                    if let Some(resource) = resources.get(machine.id, &id) {
                        let subject = Subject {
                            id: &id,
                            resource,
                            acting: None,
                        };
                        subject.fill(view.members, object);
                    }
                });
            }
        }
    }

    /// Changes a state on command. Returns the new state.
    pub(crate) fn command(
        &self,
        machine: &'static StateMachine,
        command: &'static Command,
        id: &str,
    ) -> Result<Scalar, CommandError> {
        if !self.lenient && !self.ids().is_known(machine.id, id) {
            let (member, id) = (machine.id.to_owned(), id.to_owned());
            return Err(CommandError::UnknownId { member, id });
        }
        let transition = &command.transition;
        let mut resources = self.resources();
        let known = resources.get(machine.id, id).cloned();
        let assumed = transition.from.first().copied().map(Resource::assumed);
        let resource = known
            .or(assumed)
            .filter(|found| transition.from.contains(&found.state));
        let Some(resource) = resource else {
            let state = resources.get(machine.id, id).map(|found| found.state);
            let possible = state
                .map(|state| machine.possible(state))
                .unwrap_or_default();
            return Err(CommandError::NotAllowed {
                command: command.name.to_owned(),
                id: id.to_owned(),
                state: state
                    .map(|state| machine.in_words(state))
                    .unwrap_or_default(),
                possible: possible.into_iter().map(str::to_owned).collect(),
            });
        };
        Ok(self.apply(&mut resources, machine, transition, id, resource))
    }

    fn create(
        &self,
        machine: &'static StateMachine,
        transition: &'static Transition,
        request: &Value,
        answer: &Value,
    ) {
        let Some(state) = transition.to else { return };
        let mut resources = self.resources();
        let ids = ids::named(answer, machine.id);
        let parts = parts(request, ids.len());
        for (position, id) in ids.iter().enumerate() {
            let part = parts.and_then(|parts| parts.get(position));
            let requests: Vec<&Value> = part.into_iter().chain([request]).collect();
            let resource = Resource::created(machine, state, &requests, self.seconds());
            self.apply(&mut resources, machine, transition, id, resource);
        }
    }

    fn change(
        &self,
        machine: &'static StateMachine,
        transition: &'static Transition,
        action: &str,
        request: &Value,
    ) -> Result<(), ServiceError> {
        let mut resources = self.resources();
        let ids = ids::named(request, machine.id);
        // Without a known state, everything is possible.
        let known = ids
            .iter()
            .filter_map(|id| Some((id, resources.get(machine.id, id)?.clone())));
        let known: Vec<(&String, Resource)> = known.collect();
        for (id, resource) in &known {
            if !transition.from.contains(&resource.state) {
                return Err(denied(machine, transition, action, id, resource.state));
            }
        }
        for (id, mut resource) in known {
            resource.learn(request);
            self.apply(&mut resources, machine, transition, id, resource);
        }
        Ok(())
    }

    /// Changes a state, and posts the messages that report it.
    fn apply(
        &self,
        resources: &mut Resources,
        machine: &'static StateMachine,
        transition: &'static Transition,
        id: &str,
        mut resource: Resource,
    ) -> Scalar {
        resource.apply(transition, self.seconds());
        #[cfg(feature = "callback")]
        self.post(machine, transition, id, &resource);
        let state = resource.state;
        resources.set(machine.id, id, resource);
        state
    }

    /// Returns the server's time, in seconds since 1970.
    fn seconds(&self) -> u64 {
        let now = self.now().duration_since(UNIX_EPOCH);
        now.map_or(0, |now| now.as_secs())
    }
}

/// Returns the parts of a request that creates several things: its list with an object for each.
fn parts(request: &Value, count: usize) -> Option<&Vec<Value>> {
    let mut lists = request.as_object()?.values().filter_map(Value::as_array);
    lists.find(|list| count > 1 && list.len() == count && list.iter().all(Value::is_object))
}

/// Returns the error of an action that is not possible in a state.
fn denied(
    machine: &StateMachine,
    transition: &Transition,
    action: &str,
    id: &str,
    state: Scalar,
) -> ServiceError {
    let mut codes = transition.denied.iter();
    let code = codes.find(|(_, states)| states.contains(&state));
    let code = code.map_or(ErrorCode::FAILED_OPERATION, |(code, _)| {
        ErrorCode::from_static(code)
    });
    let state = machine.in_words(state);
    ServiceError::new(
        code,
        format!("{action} is not possible for {id} in the state {state}."),
    )
}
