//! The command line of the mock: the example `mock` of generated crates, and the command of their program.

use std::io::Write as _;
use std::process::ExitCode;

use crate::actions::Actions;
use crate::protocol::{SECRET_ID, SECRET_KEY};
use crate::scenario::Scenario;
use crate::server::MockServer;

/// The options: their names, the names of their values, or an empty text, and their help.
pub const OPTIONS: &[(&str, &str, &str)] = &[
    ("port", "PORT", "The port. Default: any free port."),
    (
        "lenient",
        "",
        "Accept requests that break rules or contain unknown ids.",
    ),
    (
        "seed",
        "NUMBER",
        "The seed of ids and of the choice of faults. Default: 0.",
    ),
    (
        "scenario",
        "SCENARIO",
        "Faults: a name from the list below, or names with probabilities, such as throttled=0.1,slow=0.05.",
    ),
];

/// Runs the example `mock` of a generated crate. `package` is the name of the crate.
#[must_use]
pub fn main(actions: Actions, package: &str) -> ExitCode {
    let arguments = std::env::args_os().skip(1);
    let arguments: Vec<String> = arguments
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let call = format!("cargo run -p {package} --example call --");
    run(actions, &call, &arguments)
}

/// Runs a server until the process is stopped. `call` is the command that makes calls.
#[must_use]
pub fn run(actions: Actions, call: &str, arguments: &[String]) -> ExitCode {
    let arguments = match Arguments::parse(arguments) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            out(&help(&actions));
            return ExitCode::SUCCESS;
        }
        Err(reason) => {
            eprintln!("error: {reason}\n\nFor all options, use --help.");
            return ExitCode::from(2);
        }
    };
    let first = actions.names().next().unwrap_or("ACTION");
    let started = MockServer::builder(actions)
        .port(arguments.port)
        .lenient(arguments.lenient)
        .seed(arguments.seed)
        .scenario(arguments.scenario)
        .start();
    match started {
        Ok(server) => {
            out(&usage(&server.url(), call, first));
            loop {
                std::thread::park();
            }
        }
        Err(error) => {
            let port = arguments.port;
            eprintln!(
                "error: the server cannot listen on port {port}: {error}; choose another --port"
            );
            ExitCode::FAILURE
        }
    }
}

/// Prints a text. A closed output is not an error of a server.
fn out(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Returns the lines that a person copies into another shell.
fn usage(url: &str, call: &str, action: &str) -> String {
    format!(
        "The mock listens on {url}. Use it from another shell:\n\n\
         export TENCENTCLOUD_SECRET_ID={SECRET_ID} TENCENTCLOUD_SECRET_KEY={SECRET_KEY}\n\
         {call} {action} request.json --endpoint {url}\n"
    )
}

fn help(actions: &Actions) -> String {
    let mut text = format!(
        "A mock of {} {}, with {} actions.\n\nOptions:\n",
        actions.service.name,
        actions.service.version,
        actions.names().count(),
    );
    for (name, value, help) in OPTIONS {
        let option = format!("{name} {value}");
        text += &format!("  --{option:<18} {help}\n");
    }
    text += &format!("  --{:<18} Print this text.\n\n{}", "help", scenarios());
    text
}

/// Lists the scenarios.
#[must_use]
pub fn scenarios() -> String {
    let mut text =
        "Scenarios (the header X-Mock-Scenario of a request selects one for it):\n".to_owned();
    for (name, description) in Scenario::names() {
        text += &format!("  {name:<18} {description}\n");
    }
    text
}

#[derive(Debug, Default, PartialEq)]
struct Arguments {
    port: u16,
    lenient: bool,
    seed: u64,
    scenario: Scenario,
}

impl Arguments {
    /// Parses arguments. Returns `None` if they ask for help.
    fn parse(arguments: &[String]) -> Result<Option<Self>, String> {
        let mut parsed = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (argument.as_str(), None),
            };
            let mut value = || {
                let next = value.or_else(|| arguments.next().map(String::as_str));
                next.ok_or_else(|| format!("{name} needs a value"))
            };
            match name {
                "--port" => parsed.port = number(name, value()?)?,
                "--seed" => parsed.seed = number(name, value()?)?,
                "--scenario" => {
                    parsed.scenario = value()?
                        .parse()
                        .map_err(|error| format!("{name}: {error}"))?;
                }
                "--lenient" if !argument.contains('=') => parsed.lenient = true,
                "--help" | "-h" => return Ok(None),
                _ => return Err(format!("unknown argument `{argument}`")),
            }
        }
        Ok(Some(parsed))
    }
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("{name}: `{text}` is not a valid number"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Fault;

    fn parse(line: &str) -> Result<Option<Arguments>, String> {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Arguments::parse(&arguments)
    }

    #[test]
    fn options_take_the_next_argument_or_follow_an_equals_sign() {
        let expected = Arguments {
            port: 8080,
            lenient: true,
            seed: 7,
            scenario: Scenario::mix([(Fault::Throttled, 0.5)]),
        };
        for line in [
            "--port 8080 --lenient --seed 7 --scenario throttled=0.5",
            "--port=8080 --lenient --seed=7 --scenario=throttled=0.5",
        ] {
            assert_eq!(parse(line).unwrap().unwrap(), expected);
        }
        assert_eq!(parse(""), Ok(Some(Arguments::default())));
        assert_eq!(parse("--port 1 --help"), Ok(None));
    }

    #[test]
    fn every_option_is_parsed() {
        for (name, value, _) in OPTIONS {
            let values = if value.is_empty() { "" } else { " 1" };
            let error = parse(&format!("--{name}{values}"))
                .err()
                .unwrap_or_default();
            assert!(!error.contains("unknown argument"), "{error}");
        }
    }

    #[test]
    fn an_invalid_argument_is_an_error_with_its_name() {
        for (line, reason) in [
            ("--port", "--port needs a value"),
            ("--port 65536", "--port: `65536` is not a valid number"),
            ("--seed x", "--seed: `x` is not a valid number"),
            ("--scenario slower", "unknown scenario `slower`"),
            ("--lenient=no", "unknown argument `--lenient=no`"),
            ("8080", "unknown argument `8080`"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
}
