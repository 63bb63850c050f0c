//! Compares the commands of mocks and their state machines.

use std::collections::BTreeMap;

use super::change::{Changes, Kind, Level};
use crate::model::{Command, Model, StateMachine};

/// The commands of a machine, by the names of both.
type Commands<'a> = BTreeMap<(&'a str, &'a str), (&'a StateMachine, &'a Command)>;

pub(super) fn compare(old: &Model, new: &Model, changes: &mut Changes) {
    let (before, after) = (commands(old), commands(new));
    for (key, was) in &before {
        let method = Some(method(*was));
        match after.get(key) {
            None => {
                let why = "nothing changes on the wire; tests with the mock lose a method";
                changes.push(
                    Kind::CommandRemoved,
                    Level::Major,
                    path(key),
                    (method, None),
                    why,
                );
            }
            Some(now) if method != Some(self::method(*now)) => {
                let pair = (method, Some(self::method(*now)));
                let why = "nothing changes on the wire; tests with the mock call another method";
                changes.push(Kind::RustName, Level::Major, path(key), pair, why);
            }
            Some((_, now))
                if format!("{:?}", now.transition) != format!("{:?}", was.1.transition) =>
            {
                let why = "nothing changes on the wire; the command of the mock has another effect";
                changes.push(
                    Kind::CommandChanged,
                    Level::Minor,
                    path(key),
                    (None, None),
                    why,
                );
            }
            Some(_) => {}
        }
    }
    for (key, now) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        let pair = (None, Some(method(*now)));
        let why = "nothing changes on the wire; tests with the mock have a new method";
        changes.push(Kind::CommandAdded, Level::Minor, path(key), pair, why);
    }
    for was in &old.state_machines {
        let mut machines = new.state_machines.iter();
        let now = machines.find(|machine| machine.name == was.name);
        if now.is_some_and(|now| behaviour(now) != behaviour(was)) {
            let path = format!("state_machine:{}", was.name);
            let why =
                "nothing changes on the wire; the mock changes or shows states in another way";
            changes.push(
                Kind::StateMachineChanged,
                Level::Minor,
                path,
                (None, None),
                why,
            );
        }
    }
}

fn commands(model: &Model) -> Commands<'_> {
    let machines = model.state_machines.iter();
    let commands = machines.flat_map(|machine| {
        let commands = machine.commands.iter();
        commands.map(move |command| ((&*machine.name, &*command.name), (machine, command)))
    });
    commands.collect()
}

fn path((machine, command): &(&str, &str)) -> String {
    format!("state_machine:{machine}.{command}")
}

fn method((machine, command): (&StateMachine, &Command)) -> String {
    let (owner, method, states) = (&machine.commands_trait, &command.method, &machine.states);
    format!("{owner}::{method} -> {states}")
}

/// Describes the states, the actions and the members that show them. Commands are compared on their own.
fn behaviour(machine: &StateMachine) -> String {
    let StateMachine {
        id,
        parties,
        actions,
        views,
        message,
        ..
    } = machine;
    format!("{id} {parties:?} {actions:?} {views:?} {message:?}")
}
