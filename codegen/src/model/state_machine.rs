//! The states of a thing, and how a mock of the service changes them.

use super::{Doc, Name, State};

/// A thing whose state a mock changes.
#[derive(Debug)]
pub(crate) struct StateMachine {
    /// The name in the overlay.
    pub(crate) name: String,
    /// The trait with the commands.
    pub(crate) commands_trait: Name,
    pub(crate) constant: Name,
    pub(crate) doc: Doc,
    /// The member with the id.
    pub(crate) id: String,
    /// The argument of commands.
    pub(crate) id_arg: Name,
    /// The enum of the states.
    pub(crate) states: Name,
    /// The states that the transitions use, with the names of their variants.
    pub(crate) known: Vec<(State, Name)>,
    /// The lists of parties, by the names of their members.
    pub(crate) parties: Vec<String>,
    pub(crate) actions: Vec<(String, Transition)>,
    pub(crate) commands: Vec<Command>,
    pub(crate) views: Vec<View>,
    pub(crate) message: Option<StateMessage>,
}

/// A change of the state on command of a test.
#[derive(Debug)]
pub(crate) struct Command {
    /// The name in kebab case.
    pub(crate) name: String,
    pub(crate) method: Name,
    pub(crate) doc: Doc,
    /// The first paragraph of its documentation, as one line.
    pub(crate) summary: String,
    pub(crate) transition: Transition,
}

/// The members of a message that have a value of their own.
pub(crate) type Given = Vec<(String, State)>;

#[derive(Debug, Default)]
pub(crate) struct Transition {
    /// Empty if it creates the thing.
    pub(crate) from: Vec<State>,
    pub(crate) to: Option<State>,
    /// The next state of the party that acts.
    pub(crate) party: Option<State>,
    /// The next state of all parties that did not act.
    pub(crate) parties: Option<State>,
    pub(crate) messages: Vec<Given>,
    /// The state and the messages if all parties have acted.
    pub(crate) last: Option<(State, Vec<Given>)>,
    /// The error codes in other states.
    pub(crate) denied: Vec<(String, Vec<State>)>,
}

/// An object of a response that shows the thing.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) action: String,
    /// The path of the object, in wire names; through all items of lists.
    pub(crate) path: Vec<String>,
    pub(crate) members: Vec<Shown>,
}

/// A member that shows a part of the thing.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) wire: String,
    pub(crate) value: ShownValue,
}

#[derive(Debug)]
pub(crate) enum ShownValue {
    Id,
    State,
    ByState(Vec<(State, State)>),
    CreatedAt,
    ChangedAt,
    /// The value of the first of these members of a request.
    Sent(JsonKind, Vec<String>),
    Parties(Vec<Shown>),
}

/// The JSON type of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonKind {
    Text,
    Number,
    Flag,
}

/// The callback that reports changes.
#[derive(Debug)]
pub(crate) struct StateMessage {
    pub(crate) msg_type: String,
    pub(crate) version: String,
    pub(crate) members: Vec<Shown>,
}
