//! The command line of a generated crate's example: calls any action of the service, says what
//! would be sent, or checks requests without sending any.

mod arguments;
mod help;
mod input;
mod layout;
mod lines;
mod send;
mod table;

use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;

use arguments::Arguments;
pub use table::Actions;
use table::Entry;

use crate::Service;

/// All went well, and all requests are valid.
const FINE: u8 = 0;
/// A request is not valid, or a call failed.
const FAILED: u8 = 1;
/// The command line is wrong, or a file cannot be read.
const WRONG_USE: u8 = 2;

/// Why the command ends early.
struct Failure {
    status: u8,
    text: String,
}

impl Failure {
    fn wrong_use(text: impl Display) -> Self {
        Self {
            status: WRONG_USE,
            text: text.to_string(),
        }
    }

    fn failed(text: impl Display) -> Self {
        Self {
            status: FAILED,
            text: text.to_string(),
        }
    }
}

/// Does what the command line says, for the actions of a service: those that the `visit_actions` of
/// its crate visits.
#[must_use]
pub fn main(service: &'static Service, visit_actions: fn(&mut Actions)) -> ExitCode {
    let actions = Actions::visited(visit_actions);
    let arguments = match Arguments::of_process(service, &actions) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Where the terminal is gone, there is nobody to tell.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { WRONG_USE } else { FINE });
        }
    };
    let status = run(service, &actions, &arguments).unwrap_or_else(|failure| {
        say(format_args!("error: {}", failure.text));
        failure.status
    });
    ExitCode::from(status)
}

fn run(service: &'static Service, actions: &[Entry], arguments: &Arguments) -> Result<u8, Failure> {
    let entry = table::find(service, actions, &arguments.action)?;
    if arguments.validate {
        return lines::validate(entry, arguments);
    }
    send::send(service, entry, arguments)
}

/// Says something on standard error. Where that is closed, there is nobody to tell.
fn say(text: impl Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
