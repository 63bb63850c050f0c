//! The command line of the mock: the example `mock` of generated crates, and the command of their program.

use std::io::{ErrorKind, Write as _};
use std::num::NonZeroU32;
use std::process::ExitCode;

#[cfg(feature = "callback")]
use tencent_runtime::callback::{Protection, ProtectionError};

use crate::actions::Actions;
use crate::builder::MockServerBuilder;
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
        "requests-per-second",
        "NUMBER",
        "The rate limit of each action, for all clients together. Default: none.",
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
    #[cfg(feature = "callback")]
    (
        "callback-url",
        "URL",
        "Post callbacks to this URL until it answers with status 200.",
    ),
    #[cfg(feature = "callback")]
    (
        "callback-key",
        "KEY",
        "Encrypt callbacks with this key of 32 characters.",
    ),
    #[cfg(feature = "callback")]
    ("callback-token", "TOKEN", "Sign callbacks with this token."),
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
    let has_commands = !actions.state_machines.is_empty();
    let started = arguments.builder(actions).start();
    match started {
        Ok(server) => {
            out(&usage(&server.url(), call, first, has_commands));
            loop {
                std::thread::park();
            }
        }
        Err(error) if error.kind() == ErrorKind::InvalidInput => {
            eprintln!("error: {error}");
            ExitCode::from(2)
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
fn usage(url: &str, call: &str, action: &str, has_commands: bool) -> String {
    let commands = match has_commands {
        true => format!("curl {url}/_mock/    # the commands that change states\n"),
        false => String::new(),
    };
    format!(
        "The mock listens on {url}. Use it from another shell:\n\n\
         export TENCENTCLOUD_SECRET_ID={SECRET_ID} TENCENTCLOUD_SECRET_KEY={SECRET_KEY}\n\
         {call} {action} request.json --endpoint {url}\n{commands}"
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
        text += &format!("  --{option:<26} {help}\n");
    }
    text += &format!(
        "  --{:<26} Print this text.\n\n{}",
        "help",
        details(actions)
    );
    text
}

/// Lists the scenarios, and the commands that change states.
#[must_use]
pub fn details(actions: &Actions) -> String {
    scenarios() + &commands(actions)
}

/// Lists the commands that change states.
fn commands(actions: &Actions) -> String {
    let mut text = String::new();
    let machines = actions.state_machines.iter();
    let mut commands = machines.flat_map(|machine| machine.commands).peekable();
    if commands.peek().is_some() {
        text += "\nCommands that change states (GET /_mock/ of the server lists their states):\n";
    }
    for command in commands {
        let name = format!("/_mock/{}", command.name);
        text += &format!("  {name:<18} {}\n", command.summary);
    }
    text
}

/// Lists the scenarios.
fn scenarios() -> String {
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
    requests_per_second: Option<NonZeroU32>,
    #[cfg(feature = "callback")]
    callbacks: CallbackArguments,
}

/// The options for callbacks.
#[cfg(feature = "callback")]
#[derive(Default, PartialEq)]
struct CallbackArguments {
    url: Option<String>,
    key: Option<String>,
    token: Option<String>,
}

#[cfg(feature = "callback")]
impl std::fmt::Debug for CallbackArguments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallbackArguments")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "callback")]
impl CallbackArguments {
    fn protection(&self) -> Result<Protection, String> {
        if self.url.is_none() && (self.key.is_some() || self.token.is_some()) {
            return Err("--callback-key and --callback-token need --callback-url".to_owned());
        }
        let protection = match (&self.key, &self.token) {
            (Some(key), Some(token)) => Protection::new(key, token),
            (Some(key), None) => Protection::without_token(key),
            (None, Some(token)) => Protection::without_key(token),
            (None, None) => Ok(Protection::none()),
        };
        protection.map_err(|error| match error {
            ProtectionError::KeyLength { .. } => format!("--callback-key: {error}"),
            _ => format!("--callback-token: {error}"),
        })
    }
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
                "--requests-per-second" => {
                    parsed.requests_per_second = Some(number(name, value()?)?);
                }
                "--seed" => parsed.seed = number(name, value()?)?,
                "--scenario" => {
                    parsed.scenario = value()?
                        .parse()
                        .map_err(|error| format!("{name}: {error}"))?;
                }
                #[cfg(feature = "callback")]
                "--callback-url" => parsed.callbacks.url = Some(value()?.to_owned()),
                #[cfg(feature = "callback")]
                "--callback-key" => parsed.callbacks.key = Some(value()?.to_owned()),
                #[cfg(feature = "callback")]
                "--callback-token" => parsed.callbacks.token = Some(value()?.to_owned()),
                "--lenient" if !argument.contains('=') => parsed.lenient = true,
                "--help" | "-h" => return Ok(None),
                _ => return Err(format!("unknown argument `{argument}`")),
            }
        }
        #[cfg(feature = "callback")]
        parsed.callbacks.protection()?;
        Ok(Some(parsed))
    }

    fn builder(&self, actions: Actions) -> MockServerBuilder {
        let mut builder = MockServer::builder(actions)
            .port(self.port)
            .lenient(self.lenient)
            .seed(self.seed)
            .scenario(self.scenario.clone());
        if let Some(requests) = self.requests_per_second {
            builder = builder.requests_per_second(requests);
        }
        #[cfg(feature = "callback")]
        let builder = match (&self.callbacks.url, self.callbacks.protection()) {
            (Some(url), Ok(protection)) => {
                builder.callback_url(url).callback_protection(protection)
            }
            _ => builder,
        };
        builder
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
            requests_per_second: NonZeroU32::new(20),
            #[cfg(feature = "callback")]
            callbacks: CallbackArguments::default(),
        };
        for line in [
            "--port 8080 --lenient --seed 7 --scenario throttled=0.5 --requests-per-second 20",
            "--port=8080 --lenient --seed=7 --scenario=throttled=0.5 --requests-per-second=20",
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
            (
                "--requests-per-second 0",
                "--requests-per-second: `0` is not a valid number",
            ),
            ("--seed x", "--seed: `x` is not a valid number"),
            ("--scenario slower", "unknown scenario `slower`"),
            ("--lenient=no", "unknown argument `--lenient=no`"),
            ("8080", "unknown argument `8080`"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
    #[cfg(feature = "callback")]
    #[test]
    fn callbacks_have_a_url_and_a_protection() {
        let key = "0123456789abcdef0123456789abcdef";
        let url = "--callback-url http://localhost/";
        for (options, has_key, has_token) in [
            (
                format!("--callback-key {key} --callback-token=t"),
                true,
                true,
            ),
            (format!("--callback-key {key}"), true, false),
            ("--callback-token t".to_owned(), false, true),
            (String::new(), false, false),
        ] {
            let arguments = parse(&format!("{url} {options}")).unwrap().unwrap();
            let protection = arguments.callbacks.protection().unwrap();
            assert_eq!(
                (protection.has_key(), protection.has_token()),
                (has_key, has_token)
            );
            assert!(parse(&options).is_err() || options.is_empty(), "{options}");
        }
        for (options, reason) in [
            (
                "--callback-key short",
                "--callback-key: the encryption key has 5 bytes",
            ),
            ("--callback-token=", "--callback-token: the token is empty"),
        ] {
            let error = parse(&format!("{url} {options}")).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
}
