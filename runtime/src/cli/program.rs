//! The installable program of a generated crate: calls, a mock, completions for shells, and manual
//! pages.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use clap_complete::Shell;

use super::output::print;
use super::table::{ActionEntry, Actions};
use super::{CliError, SUCCESS, arguments, call, end, print_usage};
use crate::Service;

const CALL: &str = "call";
const MOCK: &str = "mock";
const COMPLETIONS: &str = "completions";
const MAN: &str = "man";

/// A program with the commands `call`, `mock`, `completions` and `man`.
#[derive(Debug)]
pub struct Program {
    name: &'static str,
    version: &'static str,
    service: &'static Service,
    actions: Vec<ActionEntry>,
    mock: MockCommand,
}

/// The command `mock`, which parses its arguments itself.
#[derive(Debug)]
pub struct MockCommand {
    /// The options: their names, the names of their values, or an empty text, and their help.
    pub options: &'static [(&'static str, &'static str, &'static str)],
    /// The end of the help.
    pub details: String,
    /// Starts the mock. The arguments are the program with the command for calls, and the options.
    pub run: fn(&str, &[String]) -> ExitCode,
}

impl Program {
    /// Creates the program of a crate with the actions that its `visit_actions` visits.
    #[must_use]
    pub fn new(
        name: &'static str,
        version: &'static str,
        service: &'static Service,
        visit_actions: fn(&mut Actions),
        mock: MockCommand,
    ) -> Self {
        Self {
            name,
            version,
            service,
            actions: Actions::visited(visit_actions),
            mock,
        }
    }

    /// Runs the command that the arguments of the process name.
    #[must_use]
    pub fn run(self) -> ExitCode {
        let matches = match self.command().try_get_matches() {
            Ok(matches) => matches,
            Err(error) => return print_usage(&error),
        };
        match matches.subcommand() {
            Some((CALL, matches)) => call(self.service, &self.actions, matches),
            Some((MOCK, _)) => self.run_mock(),
            Some((COMPLETIONS, matches)) => end(self.print_completions(matches)),
            Some((MAN, matches)) => end(self.write_manual(matches)),
            // clap requires a command.
            _ => ExitCode::from(SUCCESS),
        }
    }

    fn command(&self) -> Command {
        let Service { name, version, .. } = self.service;
        Command::new(self.name)
            .bin_name(self.name)
            .version(self.version)
            .about(format!("Calls the service {name}, version {version}."))
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommand(arguments::command(
                self.service,
                &self.actions,
                Some(self.name),
            ))
            .subcommand(self.mock.command())
            .subcommand(
                Command::new(COMPLETIONS)
                    .about("Prints a script with completions for a shell.")
                    .arg(
                        Arg::new("shell")
                            .value_name("SHELL")
                            .value_parser(value_parser!(Shell))
                            .required(true),
                    ),
            )
            .subcommand(
                Command::new(MAN)
                    .about(
                        "Prints the manual page of the program, or writes all pages to a folder.",
                    )
                    .arg(
                        Arg::new("out")
                            .long("out")
                            .value_name("DIR")
                            .value_parser(value_parser!(PathBuf))
                            .value_hint(ValueHint::DirPath)
                            .help("Write a page for each command to this folder."),
                    ),
            )
    }

    /// Passes the arguments on as text, because the mock parses them itself.
    fn run_mock(&self) -> ExitCode {
        let arguments = std::env::args_os().skip(2);
        let arguments = arguments.map(|text| text.to_string_lossy().into_owned());
        let arguments: Vec<String> = arguments.collect();
        (self.mock.run)(&format!("{} {CALL}", self.name), &arguments)
    }

    fn print_completions(&self, matches: &ArgMatches) -> Result<u8, CliError> {
        let Some(shell) = matches.get_one::<Shell>("shell") else {
            return Err(CliError::usage("SHELL is missing"));
        };
        // Completions list the actions. `call` itself suggests a name if the action is unknown.
        let names = self.actions.iter().map(ActionEntry::name);
        let names = PossibleValuesParser::new(names);
        let mut command = self.command().mut_subcommand(CALL, |call| {
            call.mut_arg("action", |action| action.value_parser(names))
        });
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut command, self.name, &mut script);
        let mut script = String::from_utf8_lossy(&script).into_owned();
        if *shell == Shell::Bash {
            // clap_complete 4.6 sets the state `a__b` for a program `a-b`, and tests for `a__subcmd__b`.
            let (set, tested) = ("__", "__subcmd__");
            let state = |separator| self.name.replace('-', separator) + "__subcmd__";
            script = script.replace(&state(tested), &state(set));
        }
        print(&script, "the script")
    }

    fn write_manual(&self, matches: &ArgMatches) -> Result<u8, CliError> {
        let failed = |error| CliError::failed(format!("the manual cannot be written: {error}"));
        let Some(folder) = matches.get_one::<PathBuf>("out") else {
            let mut page = Vec::new();
            let man = clap_mangen::Man::new(self.command());
            man.render(&mut page).map_err(failed)?;
            return print(&String::from_utf8_lossy(&page), "the manual page");
        };
        let failed = |error| {
            let folder = Path::display(folder);
            CliError::failed(format!("{folder}: the manual cannot be written: {error}"))
        };
        std::fs::create_dir_all(folder).map_err(failed)?;
        clap_mangen::generate_to(self.command(), folder).map_err(failed)?;
        Ok(SUCCESS)
    }
}

impl MockCommand {
    fn command(&self) -> Command {
        let options = self.options.iter().map(|(name, value, help)| {
            let option = Arg::new(*name).long(*name).help(*help);
            match *value {
                "" => option.action(ArgAction::SetTrue),
                value => option.value_name(value),
            }
        });
        Command::new(MOCK)
            .about("Starts a mock of the service on this machine.")
            .args(options)
            .after_help(self.details.clone())
    }
}
