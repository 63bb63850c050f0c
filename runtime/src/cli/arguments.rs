//! What stands on the command line.

use std::path::PathBuf;

use clap::Parser;

/// Calls an action of the service, with the credential that the environment or the usual files
/// hold.
///
/// The request is a JSON object in a file, or on standard input for `-`. It is held against its rules
/// first. The response is printed as JSON on standard output; what went wrong is said on standard
/// error.
///
/// Exit status: 0 when all went well, 1 when a request is not valid or the call failed, 2 when the
/// command line is wrong or a file cannot be read or is no JSON.
#[derive(Debug, Parser)]
#[command(name = "call", verbatim_doc_comment, after_help = EXAMPLES)]
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

    /// Send to this server: https://host, or http://host:port for one on this machine.
    #[arg(long, value_name = "URL", conflicts_with = "validate")]
    pub(super) endpoint: Option<String>,

    /// The region, for services that have regions.
    #[arg(long, value_name = "REGION", conflicts_with = "validate")]
    pub(super) region: Option<String>,

    /// Take the credential from this profile of the credentials file or of tccli, and not from the
    /// environment.
    #[arg(long, value_name = "NAME", conflicts_with = "validate")]
    pub(super) profile: Option<String>,

    /// Send nothing: print method, URL, headers (secrets redacted) and body.
    #[arg(long, conflicts_with = "validate")]
    pub(super) dry_run: bool,

    /// Send nothing: print for each line, in order, the rules that it breaks.
    #[arg(long)]
    pub(super) validate: bool,
}

const EXAMPLES: &str = "\
Examples:
  call ACTION request.json                       make a call
  call ACTION - < request.json                   the same, from standard input
  call ACTION request.json --dry-run             see what would be sent
  call ACTION requests.jsonl --validate          check requests, one on each line

With --validate, a line of the output is {\"violations\":[{\"path\",\"keyword\",\"message\"}]}, or
{\"error\":…} where the line is no request of the action. Empty lines at the very end of the input are
passed over, so that an empty line is answered only when another line follows it.";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
