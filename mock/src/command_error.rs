//! Why a command did not change a state.

/// Why a command did not change a state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// No action of this server created the id. [`MockServer::add_id`](crate::MockServer::add_id) adds an id.
    #[error(
        "no {member} has the value `{id}`; use an id that an action of this mock returned, or add it with `add_id`"
    )]
    UnknownId {
        /// The member that contains such ids.
        member: String,
        /// The id.
        id: String,
    },
    /// The command is not possible in the present state.
    #[error(
        "`{command}` is not possible for `{id}` in the state {state}; possible: {possible}",
        possible = in_words(possible)
    )]
    NotAllowed {
        /// The command.
        command: String,
        /// The id.
        id: String,
        /// The state with its name.
        state: String,
        /// The commands that are possible in this state.
        possible: Vec<String>,
    },
}

fn in_words(possible: &[String]) -> String {
    match possible {
        [] => "none".to_owned(),
        possible => possible.join(", "),
    }
}
