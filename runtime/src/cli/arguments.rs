//! The arguments of the command line.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{
    Arg, ArgMatches, Command, CommandFactory as _, Error, FromArgMatches as _, Parser, ValueHint,
};

use super::help;
use super::table::ActionEntry;
use crate::client::MAX_RESPONSE_BYTES;
use crate::{EnvironmentInfo, Service};

/// The name of the option for the environment.
const ENVIRONMENT: &str = "environment";

/// Calls an action, shows the request, or validates requests.
///
/// The request is a JSON object with the members of Tencent's documentation.
/// It is validated first. An invalid request is not sent. The response is
/// printed on standard output, as JSON, complete as the server sent it.
/// Everything else is printed on standard error.
#[derive(Debug, Parser)]
#[command(name = "call", verbatim_doc_comment)]
pub(super) struct Arguments {
    /// The action, by its official name.
    #[arg(value_name = "ACTION", index = 1)]
    pub(super) action: String,

    /// The request as JSON; `-` is standard input
    ///
    /// With --validate, the file contains one request per line. Default:
    /// standard input.
    #[arg(
        value_name = "FILE",
        index = 2,
        value_hint = ValueHint::FilePath,
        required_unless_present_any = ["validate", "batch"],
        verbatim_doc_comment
    )]
    pub(super) file: Option<PathBuf>,

    /// Send the requests of a file, one per line.
    #[arg(
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        requires = "out",
        conflicts_with_all = ["file", "validate", "dry_run"]
    )]
    pub(super) batch: Option<PathBuf>,

    /// The file for the responses of --batch
    ///
    /// If it exists, the batch continues.
    #[arg(
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        requires = "batch",
        verbatim_doc_comment
    )]
    pub(super) out: Option<PathBuf>,

    /// The maximum number of calls of --batch at a time
    ///
    /// Default: the documented number of requests per second, at most 100; 10
    /// without one.
    #[arg(long, value_name = "NUMBER", requires = "batch", verbatim_doc_comment)]
    pub(super) concurrency: Option<NonZeroUsize>,

    /// Send ambiguous requests of --batch again
    ///
    /// The server may have executed them. Look for their outcome before.
    #[arg(long, requires = "batch", verbatim_doc_comment)]
    pub(super) resend_ambiguous: bool,

    /// Only services with environments have this option.
    #[arg(skip)]
    pub(super) environment: Option<&'static EnvironmentInfo>,

    /// Send to https://HOST, or to http://HOST:PORT on this machine.
    #[arg(long, value_name = "URL", conflicts_with = "validate")]
    pub(super) endpoint: Option<String>,

    /// The region, for services that have regions.
    #[arg(long, value_name = "REGION", conflicts_with = "validate")]
    pub(super) region: Option<String>,

    /// Sign with the credential of this profile
    #[arg(long, value_name = "NAME", conflicts_with = "validate")]
    pub(super) profile: Option<String>,

    /// Send nothing: print method, URL, redacted headers and body
    #[arg(long, conflicts_with = "validate")]
    pub(super) dry_run: bool,

    /// Send nothing: print the violations of each line, in order.
    #[arg(long)]
    pub(super) validate: bool,

    /// Send invalid requests too, in case a rule is outdated
    #[arg(long, conflicts_with = "validate")]
    pub(super) no_validate: bool,

    /// The maximum size of a request
    ///
    /// Raise it if the action accepts more. Default: the limit of the action,
    /// 10485760 for most.
    #[arg(long, value_name = "BYTES", verbatim_doc_comment)]
    pub(super) max_request_bytes: Option<usize>,

    /// The maximum size of a response.
    #[arg(
        long,
        value_name = "BYTES",
        default_value_t = MAX_RESPONSE_BYTES,
        conflicts_with = "validate"
    )]
    pub(super) max_response_bytes: usize,

    /// The time limit of the call and of each attempt, such as 5m
    ///
    /// Default: 60s, and 20s for an attempt.
    #[arg(
        long,
        value_name = "DURATION",
        value_parser = humantime::parse_duration,
        conflicts_with = "validate",
        verbatim_doc_comment
    )]
    pub(super) timeout: Option<Duration>,
}

impl Arguments {
    /// Reads what [`command`] parsed.
    pub(super) fn of_matches(
        service: &'static Service,
        matches: &ArgMatches,
    ) -> Result<Self, Error> {
        let mut arguments = Self::from_arg_matches(matches)?;
        if !service.environments.is_empty() {
            let name: Option<&String> = matches.get_one(ENVIRONMENT);
            let mut known = service.environments.iter();
            arguments.environment =
                name.and_then(|name| known.find(|known| known.name.eq_ignore_ascii_case(name)));
        }
        Ok(arguments)
    }

    /// Returns the files of `--batch` and `--out`.
    pub(super) fn batch(&self) -> Option<BatchFiles<'_>> {
        Some(BatchFiles {
            input: self.batch.as_deref()?,
            output: self.out.as_deref()?,
        })
    }

    /// Returns the maximum size of a request of an action.
    pub(super) fn max_request_bytes(&self, entry: &ActionEntry) -> usize {
        let documented = entry.info.max_request_bytes;
        self.max_request_bytes.unwrap_or(documented)
    }
}

/// Describes the arguments. `program` is the name of the program with this command, if it is not the
/// example.
pub(super) fn command(
    service: &'static Service,
    actions: &[ActionEntry],
    program: Option<&str>,
) -> Command {
    Arguments::command()
        .args(environment_option(service))
        .after_help(help::SHORT)
        .after_long_help(help::long(service, actions, program))
}

/// The files of a batch.
#[derive(Clone, Copy)]
pub(super) struct BatchFiles<'a> {
    pub(super) input: &'a Path,
    pub(super) output: &'a Path,
}

/// Returns the option for the environment, if the service has environments.
fn environment_option(service: &Service) -> Option<Arg> {
    let default = service.environments.first()?;
    let names = service
        .environments
        .iter()
        .map(|known| PossibleValue::new(known.name).help(known.host));
    let option = Arg::new(ENVIRONMENT)
        .long(ENVIRONMENT)
        .value_name("NAME")
        .value_parser(PossibleValuesParser::new(names))
        .ignore_case(true)
        .conflicts_with_all(["endpoint", "validate"])
        .help(format!(
            "The environment. Each one has its own keys. Default: {}.",
            default.name
        ));
    Some(option)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
