//! What stands on the command line.

use std::path::PathBuf;

use clap::{CommandFactory as _, Error, FromArgMatches as _, Parser};

use super::help;
use super::table::Entry;
use crate::Service;

/// Calls an action, says what would be sent, or checks requests.
///
/// The request is a JSON object with the members of Tencent's documentation.
/// It is held against its rules first; one that breaks any is not sent. The
/// response is printed on standard output, as JSON with all that the server
/// wrote; everything else is said on standard error.
#[derive(Debug, Parser)]
#[command(name = "call", verbatim_doc_comment)]
pub(super) struct Arguments {
    /// The action, by its official name.
    #[arg(value_name = "ACTION")]
    pub(super) action: String,

    /// The request as JSON; `-` is standard input
    ///
    /// With --validate it holds requests, one on each line, and is standard
    /// input where it is left out.
    #[arg(
        value_name = "FILE",
        required_unless_present = "validate",
        verbatim_doc_comment
    )]
    pub(super) file: Option<PathBuf>,

    /// Send to https://HOST, or to http://HOST:PORT on this machine.
    #[arg(long, value_name = "URL", conflicts_with = "validate")]
    pub(super) endpoint: Option<String>,

    /// The region, for services that have regions.
    #[arg(long, value_name = "REGION", conflicts_with = "validate")]
    pub(super) region: Option<String>,

    /// The profile whose credential signs, whatever the environment holds.
    #[arg(long, value_name = "NAME", conflicts_with = "validate")]
    pub(super) profile: Option<String>,

    /// Send nothing: print method, URL, headers (secrets redacted) and body.
    #[arg(long, conflicts_with = "validate")]
    pub(super) dry_run: bool,

    /// Send nothing: print for each line, in order, the rules that it breaks.
    #[arg(long)]
    pub(super) validate: bool,
}

impl Arguments {
    /// Reads the command line of this process.
    pub(super) fn of_process(service: &Service, actions: &[Entry]) -> Result<Self, Error> {
        let matches = Self::command()
            .after_help(help::SHORT)
            .after_long_help(help::long(service, actions))
            .try_get_matches()?;
        Self::from_arg_matches(&matches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
