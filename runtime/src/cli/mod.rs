//! The command line of generated examples: calls an action, shows a request, or validates requests.

mod arguments;
mod events;
mod help;
mod input;
mod layout;
mod lines;
mod output;
mod send;
mod table;

use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;

use arguments::Arguments;
use table::ActionEntry;
pub use table::Actions;

use crate::Service;

/// The exit status of success: all requests are valid.
const SUCCESS: u8 = 0;
/// The exit status of an invalid request or a failed call.
const FAILED: u8 = 1;
/// The exit status of wrong arguments or an unreadable file.
const USAGE: u8 = 2;

/// An error that ends the program.
struct CliError {
    status: u8,
    text: String,
}

impl CliError {
    fn usage(text: impl Display) -> Self {
        Self {
            status: USAGE,
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

/// Runs the command line for the actions that the `visit_actions` of a crate visits.
#[must_use]
pub fn main(service: &'static Service, visit_actions: fn(&mut Actions)) -> ExitCode {
    let actions = Actions::visited(visit_actions);
    let arguments = match Arguments::of_process(service, &actions) {
        Ok(arguments) => arguments,
        Err(error) => {
            // If standard error is closed, no message can be printed.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { SUCCESS });
        }
    };
    let status = run(service, &actions, &arguments).unwrap_or_else(|failure| {
        print_error(format_args!("error: {}", failure.text));
        failure.status
    });
    ExitCode::from(status)
}

fn run(
    service: &'static Service,
    actions: &[ActionEntry],
    arguments: &Arguments,
) -> Result<u8, CliError> {
    let entry = table::find(service, actions, &arguments.action)?;
    if arguments.validate {
        return lines::validate(entry, arguments);
    }
    send::send(service, entry, arguments)
}

/// Prints a line on standard error. Ignores errors, because they could not be printed either.
fn print_error(text: impl Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
