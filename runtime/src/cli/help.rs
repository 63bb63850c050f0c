//! The examples and explanations of `--help`.

use std::fmt::Write as _;

use super::table::ActionEntry;
use crate::Service;

/// The end of `-h`.
pub(super) const SHORT: &str =
    "--help shows examples, environment variables, exit statuses and the actions.";

/// How many actions are listed.
const MAX_ACTIONS: usize = 20;

/// Returns the end of `--help`. Its examples contain an existing action, so that they can be
/// copied.
pub(super) fn long(service: &Service, actions: &[ActionEntry]) -> String {
    let action = actions.first().map_or("ACTION", ActionEntry::name);
    let actions = listed(service, actions);
    format!(
        "\
Examples (`call` is `cargo run -p CRATE --example call --`):
  Make a call:
    call {action} request.json
  Read the request from standard input, and print one member of the response:
    call {action} - < request.json | jq -r .RequestId
  Show the request:
    call {action} request.json --dry-run
  Sign with the credential of a profile:
    call {action} request.json --profile work
  Validate requests, one per line:
    call {action} requests.jsonl --validate

{REST}

{actions}"
    )
}

// No line is longer than 78 characters, because narrow terminals would break it.
const REST: &str = "\
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
      so an empty line is reported only when another line follows it.

Credentials are searched in this order:
  1. TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and, for a temporary
     credential, TENCENTCLOUD_TOKEN
  2. ~/.tencentcloud/credentials, or the file in
     TENCENTCLOUD_CREDENTIALS_FILE: secret_id, secret_key and token in the
     section [default]
  3. ~/.tccli/default.credential, or the file of the profile in
     TCCLI_PROFILE
  --profile NAME uses the section [NAME] of 2 and ~/.tccli/NAME.credential.
  An unusable credential, such as an id without a key, is an error. The
  sources after it are not searched.

Other environment variables:
  TENCENTCLOUD_REGION      the default of --region
  HTTPS_PROXY, ALL_PROXY   the proxy: http://host:port; the second one also
                           socks5://host:port, with the feature socks
  NO_PROXY                 the hosts that do not need it

Exit status:
  0  The call succeeded, the request was shown, or all requests are valid.
  1  The request is invalid, there is no credential, or the call failed.
     With --validate: a request is invalid, or the output was closed early.
  2  Wrong usage: an unknown option or action, or a file that cannot be read
     or is not JSON.";

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
