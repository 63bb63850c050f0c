//! The command line of generated crates: calls an action, shows a request, or validates requests.

mod arguments;
mod batch;
mod client;
mod events;
mod help;
mod input;
mod layout;
mod lines;
mod output;
#[cfg(feature = "program")]
pub mod program;
mod reports;
mod send;
mod table;

use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;

use arguments::Arguments;
use clap::ArgMatches;
use table::ActionEntry;
pub use table::Actions;

use crate::Service;
use crate::validate::Violation;

/// The exit status of success: all requests are valid.
const SUCCESS: u8 = 0;
/// The exit status of an invalid request or a failed call.
const FAILED: u8 = 1;
/// The exit status of wrong arguments or an unreadable file.
const USAGE: u8 = 2;
/// The exit status of a batch with requests that the same command sends when it runs again.
const INCOMPLETE: u8 = 3;
/// The exit status of a batch with requests that the server may have executed.
const AMBIGUOUS: u8 = 4;
/// The exit status after the second Ctrl-C, as of a process that the signal ended.
const ABORTED: u8 = 130;

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

/// Runs the example `call` for the actions that the `visit_actions` of a crate visits.
#[must_use]
pub fn main(service: &'static Service, visit_actions: fn(&mut Actions)) -> ExitCode {
    let actions = Actions::visited(visit_actions);
    let command = arguments::command(service, &actions, None);
    match command.try_get_matches() {
        Ok(matches) => call(service, &actions, &matches),
        Err(error) => print_usage(&error),
    }
}

/// Runs a command line that was parsed.
fn call(service: &'static Service, actions: &[ActionEntry], matches: &ArgMatches) -> ExitCode {
    match Arguments::of_matches(service, matches) {
        Ok(arguments) => end(run(service, actions, &arguments)),
        Err(error) => print_usage(&error),
    }
}

/// Prints a usage error, or the help that the arguments ask for.
fn print_usage(error: &clap::Error) -> ExitCode {
    // If standard error is closed, no message can be printed.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { USAGE } else { SUCCESS })
}

/// Prints the error, and returns the exit status.
fn end(result: Result<u8, CliError>) -> ExitCode {
    ExitCode::from(result.unwrap_or_else(|failure| {
        print_error(format_args!("error: {}", failure.text));
        failure.status
    }))
}

fn run(
    service: &'static Service,
    actions: &[ActionEntry],
    arguments: &Arguments,
) -> Result<u8, CliError> {
    let entry = table::find(service, actions, &arguments.action)?;
    if arguments.validate {
        return reports::validate(entry, arguments);
    }
    match arguments.batch() {
        Some(files) => batch::run(service, entry, arguments, files),
        None => send::send(service, entry, arguments),
    }
}

/// Prints a likely mistake that the server accepts.
fn print_note(place: Option<&str>, note: &Violation) {
    let path = match note.path() {
        "" => "the request",
        path => path,
    };
    let place = place.map_or_else(String::new, |place| format!("{place}: "));
    print_error(format_args!("note: {place}{path}: {}", note.message()));
}

/// Prints a line on standard error. Ignores errors, because they could not be printed either.
fn print_error(text: impl Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
