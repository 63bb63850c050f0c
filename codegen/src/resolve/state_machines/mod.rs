//! Resolves state machines: the things whose states a mock changes.

mod action_checks;
mod message;
mod shown;
mod states;
mod steps;
mod surroundings;
mod unshown;
mod views;

use std::collections::BTreeMap;

use heck::ToKebabCase;

use self::message::MessageObject;
use self::states::States;
use self::steps::Steps;
pub(super) use self::surroundings::Surroundings;
use self::views::Views;
use super::docs;
use super::location::{Located, Location};
use crate::description::{StateMachineOverlay, TransitionOverlay};
use crate::diagnostics::Problem;
use crate::model::{self, Command, StateMachine, StateMessage, Transition};
use crate::names::Scope;

/// The methods of a mock server. A method of a trait with such a name could not be called.
const METHODS: &[&str] = &[
    "add_id",
    "builder",
    "command",
    "on",
    "received",
    "set_clock_ahead",
    "set_scenario",
    "start",
    "undelivered_callbacks",
    "url",
    "verify",
    "wait_for_callbacks",
];

/// The path of the lists of undelivered callbacks and of commands on a mock server.
const CALLBACKS: &str = "callbacks";

/// Resolves all state machines.
pub(super) fn resolve(around: &Surroundings<'_>, problems: &mut Vec<Problem>) -> Vec<StateMachine> {
    let (mut traits, mut constants) = (Scope::default(), Scope::default());
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    let mut machines = Vec::new();
    for (name, located) in &around.context.index.state_machines {
        let id = located.value.id.as_str();
        if let Some(first) = ids.insert(id, name) {
            let message = format!("the state machine `{first}` has the id `{id}` too");
            let problem = located.at.to("id").problem(message);
            problems.push(problem.help("merge the two, or name another member"));
        }
        machines.extend(machine(
            around,
            name,
            located,
            (&mut traits, &mut constants),
            problems,
        ));
    }
    machines
}

fn machine(
    around: &Surroundings<'_>,
    name: &str,
    located: &Located<'_, StateMachineOverlay>,
    (traits, constants): (&mut Scope, &mut Scope),
    problems: &mut Vec<Problem>,
) -> Option<StateMachine> {
    let (written, at) = (located.value, &located.at);
    let before = problems.len();
    let states = States::find(around, &written.states, &at.to("states"), problems)?;
    let parties = written.parties.as_ref().and_then(|parties| {
        let at = at.to("parties").to("states");
        States::find(around, &parties.states, &at, problems)
    });
    let message = written
        .message
        .as_ref()
        .and_then(|message| MessageObject::find(around, message, &at.to("message"), problems));
    let views = Views::new(around, located, &states, parties.as_ref());
    let shown = views.of_responses(problems);
    let message_members = message
        .as_ref()
        .map(|message| views.of_message(message, problems));
    // Without its message, the members that only the message has would be reported too.
    if message.is_some() || written.message.is_none() {
        views.report(&shown, message_members.as_deref(), problems);
    }
    let steps = Steps {
        around,
        located,
        states: &states,
        parties: parties.as_ref(),
        message: message.as_ref(),
    };
    let actions = steps.actions(problems);
    let commands = commands(&steps, at, problems);
    if problems.len() > before || (around.context.has_other_facts && shown.is_empty()) {
        return None;
    }
    let known = states.used(&actions, &commands);
    Some(StateMachine {
        name: name.to_owned(),
        commands_trait: traits.type_name(&format!("{name}Commands")),
        constant: constants.constant(name),
        doc: trait_doc(&written.doc),
        id: written.id.clone(),
        id_arg: Scope::default().field(&written.id),
        states: states.rust().clone(),
        known,
        parties: written
            .parties
            .iter()
            .flat_map(|parties| parties.members.clone())
            .collect(),
        actions,
        commands,
        views: shown,
        message: message
            .zip(message_members)
            .map(|(message, members)| StateMessage {
                msg_type: message.msg_type.to_owned(),
                version: message.version.to_owned(),
                members,
            }),
    })
}

fn trait_doc(text: &str) -> model::Doc {
    let mut doc = docs::lines(text);
    docs::paragraph(
        &mut doc,
        "[`MockServer`] implements it. Each method changes the state that later responses \
         show, and posts the callbacks that report the change.",
    );
    doc
}

fn commands(steps: &Steps<'_>, at: &Location<'_>, problems: &mut Vec<Problem>) -> Vec<Command> {
    let mut methods = Scope::default();
    let mut found: Vec<Command> = Vec::new();
    for (name, written) in &steps.located.value.commands {
        let at = at.to("commands").to(name);
        let method = methods.method(name);
        let kebab = name.to_kebab_case();
        if METHODS.contains(&method.as_str()) || kebab == CALLBACKS {
            let message = format!("every mock server has a method `{method}`");
            problems.push(
                at.unknown(&message, name, [])
                    .help("give the command another name"),
            );
        }
        if let Some(same) = found.iter().find(|command| command.name == kebab) {
            let message = format!("another command is also called `{}`", same.name);
            problems.push(
                at.unknown(&message, name, [])
                    .help("give one of the two another name"),
            );
        }
        let Some(transition) = steps.command(written, &at, problems) else {
            continue;
        };
        let text = written.doc.as_deref().unwrap_or_default();
        found.push(Command {
            name: kebab,
            method,
            doc: command_doc(text, steps, written, &transition),
            summary: docs::summary(text),
            transition,
        });
    }
    found
}

fn command_doc(
    text: &str,
    steps: &Steps<'_>,
    written: &TransitionOverlay,
    transition: &Transition,
) -> model::Doc {
    let mut doc = docs::lines(text);
    let from: Vec<String> = transition
        .from
        .iter()
        .map(|state| steps.states.in_words(state))
        .collect();
    let next = [
        transition.to.as_ref(),
        transition.last.as_ref().map(|(to, _)| to),
    ];
    let next: Vec<String> = next
        .into_iter()
        .flatten()
        .map(|state| steps.states.in_words(state))
        .collect();
    let states = if from.len() == 1 { "state" } else { "states" };
    let mut sentence = format!("It is possible in the {states} {}.", from.join(", "));
    if !next.is_empty() {
        sentence += &format!(" Returns the new state: {}", next.join(", or "));
        sentence += if written.last.is_some() {
            " after the last party."
        } else {
            "."
        };
    }
    docs::paragraph(&mut doc, sentence);
    docs::paragraph(&mut doc, "# Errors");
    docs::paragraph(
        &mut doc,
        "[`CommandError`], if no action created the id, or the state does not allow the \
         command.",
    );
    doc
}
