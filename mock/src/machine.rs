//! State machines and links of ids, as generated crates describe them.

use std::fmt;

use serde_json::Value;

/// A thing whose state the mock changes: when an action is called, and on command.
#[derive(Debug)]
pub struct StateMachine {
    /// Its name.
    pub name: &'static str,
    /// The member with its id.
    pub id: &'static str,
    /// The states that transitions use, with their names.
    pub states: &'static [(Scalar, &'static str)],
    /// The lists of its parties, by the names of their members.
    pub parties: &'static [&'static str],
    /// The actions that create it or change its state.
    pub actions: &'static [(&'static str, Transition)],
    /// The commands.
    pub commands: &'static [Command],
    /// The objects of responses that show it.
    pub views: &'static [View],
    /// The callback that reports changes.
    pub message: Option<StateMessage>,
}

/// A change of the state on command.
#[derive(Debug)]
pub struct Command {
    /// Its name in kebab case.
    pub name: &'static str,
    /// Its effect.
    pub summary: &'static str,
    /// The change.
    pub transition: Transition,
}

/// The members of a message with a value of their own.
pub type Given = &'static [(&'static str, Scalar)];

/// A change of the state.
#[derive(Debug)]
pub struct Transition {
    /// The states from which it is possible. Empty if it creates the thing.
    pub from: &'static [Scalar],
    /// The next state.
    pub to: Option<Scalar>,
    /// The next state of the party that acts.
    pub party: Option<Scalar>,
    /// The next state of all parties that did not act.
    pub parties: Option<Scalar>,
    /// The messages that report it.
    pub messages: &'static [Given],
    /// The next state and the messages if all parties have acted.
    pub last: Option<(Scalar, &'static [Given])>,
    /// The error codes in other states.
    pub denied: &'static [(&'static str, &'static [Scalar])],
}

/// An object of a response that shows the thing.
#[derive(Debug)]
pub struct View {
    /// The action.
    pub action: &'static str,
    /// The path of the object, through all items of lists.
    pub path: &'static [&'static str],
    /// The members.
    pub members: ShownMembers,
}

/// Members with their values.
pub type ShownMembers = &'static [(&'static str, Shown)];

/// The value of a member.
#[derive(Debug)]
pub enum Shown {
    /// The id.
    Id,
    /// The state.
    State,
    /// A value for each state.
    ByState(&'static [(Scalar, Scalar)]),
    /// The time of the creation.
    CreatedAt,
    /// The time of the last change.
    ChangedAt,
    /// The value of the first of these members of a request.
    Sent(JsonKind, &'static [&'static str]),
    /// The parties.
    Parties(ShownMembers),
}

/// The JSON type of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    /// A string.
    Text,
    /// A number.
    Number,
    /// True or false.
    Flag,
}

/// The callback that reports changes.
#[derive(Debug)]
pub struct StateMessage {
    /// Its `MsgType`.
    pub msg_type: &'static str,
    /// Its `MsgVersion`.
    pub version: &'static str,
    /// The members of its data.
    pub members: ShownMembers,
}

/// A member of a request that contains ids of another name.
#[derive(Debug)]
pub struct IdLink {
    /// The member.
    pub member: &'static str,
    /// The member for which an action creates the ids.
    pub of: &'static str,
    /// The values of other members of the object with which this is so.
    pub when: &'static [(&'static str, Scalar)],
}

/// A state, or the value of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A number without fraction.
    Integer(i64),
    /// A string.
    Text(&'static str),
    /// True or false.
    Flag(bool),
}

impl Transition {
    /// A change of nothing, for literals of generated code.
    pub const NONE: Self = Self {
        from: &[],
        to: None,
        party: None,
        parties: None,
        messages: &[],
        last: None,
        denied: &[],
    };
}

impl StateMachine {
    /// Returns a state with its name, such as `4 (Signed)`.
    pub(crate) fn in_words(&self, state: Scalar) -> String {
        let name = self.states.iter().find(|(known, _)| *known == state);
        match name {
            Some((_, name)) => format!("{state} ({name})"),
            None => state.to_string(),
        }
    }

    /// Returns the names of the commands that are possible in a state.
    pub(crate) fn possible(&self, state: Scalar) -> Vec<&'static str> {
        let commands = self.commands.iter();
        let possible = commands.filter(|command| command.transition.from.contains(&state));
        possible.map(|command| command.name).collect()
    }

    /// Returns the change that an action makes.
    pub(crate) fn transition(&self, action: &str) -> Option<&'static Transition> {
        let mut actions = self.actions.iter();
        let (_, transition) = actions.find(|(name, _)| *name == action)?;
        Some(transition)
    }
}

impl JsonKind {
    pub(crate) fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Number => value.is_number(),
            Self::Flag => value.is_boolean(),
        }
    }
}

impl Scalar {
    /// Returns the number, or 0 for another type.
    #[must_use]
    pub fn integer(self) -> i64 {
        match self {
            Self::Integer(number) => number,
            Self::Text(_) | Self::Flag(_) => 0,
        }
    }

    /// Returns the string, or an empty one for another type.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Text(text) => text,
            Self::Integer(_) | Self::Flag(_) => "",
        }
    }

    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Integer(number) => number.into(),
            Self::Text(text) => text.into(),
            Self::Flag(flag) => flag.into(),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}
