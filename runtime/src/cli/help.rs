//! The examples and explanations of `--help`.

use std::fmt::Write as _;

use super::table::ActionEntry;
use crate::Service;
use crate::client::credential::CredentialSource;

/// The end of `-h`.
pub(super) const SHORT: &str =
    "--help shows examples, environment variables, exit statuses and the actions.";

/// How many actions are listed.
const MAX_ACTIONS: usize = 20;

/// Returns the end of `--help`. Its examples contain an existing action, so that they can be
/// copied. `program` is the name of the program with the command `call`, if it is not the example.
pub(super) fn long(service: &Service, actions: &[ActionEntry], program: Option<&str>) -> String {
    let (examples, call) = match program {
        Some(program) => ("Examples:", format!("{program} call")),
        None => (EXAMPLES, "call".to_owned()),
    };
    let action = actions.first().map_or("ACTION", ActionEntry::name);
    let actions = listed(service, actions);
    format!(
        "\
{examples}
  Make a call:
    {call} {action} request.json
  Read the request from standard input, and print one member of the response:
    {call} {action} - < request.json | jq -r .RequestId
  Show the request:
    {call} {action} request.json --dry-run
  Sign with the credential of a profile:
    {call} {action} request.json --profile work
  Validate requests, one per line:
    {call} {action} requests.jsonl --validate
  Send requests, one per line, and write the responses to a file:
    {call} {action} --batch requests.jsonl --out results.jsonl

{OUTPUT}

{BATCH}

{sources}
{CREDENTIALS}

{END}

{actions}",
        sources = sources(),
    )
}

/// The beginning of the examples in the help of the example `call`.
const EXAMPLES: &str = "Examples (`call` is `cargo run -p CRATE --example call --`):";

// No line is longer than 78 characters, because narrow terminals would break it.
const OUTPUT: &str = "\
Standard error:
  error: ...       Why the call failed: an invalid request, the credential, the
                   connection, or the error of the server with its code and
                   the request id, which Tencent's support asks for.
  note: PATH: ...  A likely mistake at PATH that the server accepts. It does
                   not prevent sending. --validate prints no notes.
  warning: ...     --dry-run found no credential, so the call would fail.

Output of --validate, one line for each line of the input, in order:
  {\"violations\":[]}
      The request is valid.
  {\"violations\":[{\"path\":\"...\",\"keyword\":\"...\",\"message\":\"...\",
                  \"rule\":\"...\",\"members\":[\"...\"]}]}
      The violations: the path, the JSON Schema keyword, a message that
      describes valid values, the name of the rule (null for the constraint
      of one member), and the paths of all members that it involves.
  {\"error\":\"...\"}
      The line is not a request of the action: it is not JSON, has an unknown
      member, or is empty. Empty lines at the end of the input are ignored,
      so an empty line is reported only when another line follows it.";

const BATCH: &str = "\
--batch validates all requests first. If one is invalid, it sends none. Then it
sends several at a time, as fast as the rate limit allows. To continue after
Ctrl-C, a kill or a loss of power, run the same command again. The first Ctrl-C
waits for the calls that were sent, the second one ends at once.

Lines of the output of --batch. Only its owner can read the file:
  {\"line\":1,\"outcome\":\"response\",\"response\":{...}}
      The response to the request in line 1. \"warnings\" lists values that do
      not have the described type.
  {\"line\":2,\"outcome\":\"error\",\"code\":\"...\",\"message\":\"...\",
   \"request_id\":\"...\"}
      The server refused the request. It is not sent again.
  {\"line\":3,\"outcome\":\"not_executed\",\"message\":\"...\"}
      The request was not sent, or the server refused it for now: the rate
      limit, the credential, or a code that the action documents as temporary.
      The next run sends it again.
  {\"line\":4,\"outcome\":\"ambiguous\",\"message\":\"...\"}
      The server may have executed the request. The next run sends it again
      only with --resend-ambiguous, or if that does no harm because the action
      is idempotent. \"body\" is the answer, if it is not a response.
  {\"batch\":{...}} and {\"started\":{...},\"at\":\"...\"}
      The journal: the batch, and the requests that were sent after that time.
  If there are several outcomes of a line, the last one counts.";

const CREDENTIALS: &str = "\
  --profile NAME uses only the section [NAME] of 2 and ~/.tccli/NAME.credential.
  If TENCENTCLOUD_ROLE_ARN is set, and --profile is not, this role is assumed
  with the credential that was found. TENCENTCLOUD_ROLE_SESSION_NAME names its
  session.
  Only a source that is not configured is skipped. A source that fails, or has
  half a credential or an expired one, is an error.";

const END: &str = "\
Other environment variables:
  TENCENTCLOUD_REGION      the default of --region
  HTTPS_PROXY, ALL_PROXY   the proxy: http://host:port; the second one also
                           socks5://host:port, with the feature socks
  NO_PROXY                 the hosts that do not need it

Exit status:
  0  The call succeeded, the request was shown, or all requests are valid.
     With --batch: all requests have a response.
  1  The request is invalid, there is no credential, or the call failed.
     With --validate: a request is invalid, or the output was closed early.
     With --batch: a request is invalid, so nothing was sent; or all calls
     were made, and the server refused at least one.
  2  Wrong usage: an unknown option or action, or a file that cannot be read
     or is not JSON. With --batch: the output belongs to another batch.
  3  With --batch: requests were not executed. The same command continues.
  4  With --batch: all calls were made, and at least one is ambiguous.
  130  The second Ctrl-C ended --batch. The same command continues.";

/// Lists the sources of credentials.
fn sources() -> String {
    const WIDTH: usize = 78;
    let mut text = "Credentials are searched in this order:".to_owned();
    for (number, source) in (1..).zip(CredentialSource::ALL) {
        let mut line = format!("  {number}.");
        for word in source.description().replace('`', "").split_whitespace() {
            if line.len() + 1 + word.len() > WIDTH {
                text.push('\n');
                text.push_str(&std::mem::replace(&mut line, " ".repeat(4)));
            }
            line.push(' ');
            line.push_str(word);
        }
        text.push('\n');
        text.push_str(&line);
    }
    text
}

fn listed(service: &Service, actions: &[ActionEntry]) -> String {
    let mut text = format!("Actions of {} {}:", service.name, service.version);
    for entry in actions.iter().take(MAX_ACTIONS) {
        // Writing to a `String` does not fail.
        let _ = write!(text, "\n  {}", entry.name());
    }
    match actions.len().checked_sub(MAX_ACTIONS) {
        _ if actions.is_empty() => text.push_str(" none; turn on the feature of an action"),
        None | Some(0) => {}
        Some(more) => {
            let _ = write!(
                text,
                "\n  and {more} more; the error for an unknown name suggests a similar one"
            );
        }
    }
    text
}
