//! What `--help` teaches besides the options.

use std::fmt::Write as _;

use super::table::Entry;
use crate::Service;

/// What `-h` ends with.
pub(super) const SHORT: &str =
    "--help shows examples, environment variables, exit statuses and the actions.";

/// How many actions are named; a list of hundreds would hide all else.
const MOST_ACTIONS: usize = 20;

/// What `--help` ends with. The examples can be copied, so they name an action that there is.
pub(super) fn long(service: &Service, actions: &[Entry]) -> String {
    let action = actions.first().map_or("ACTION", Entry::name);
    let actions = listed(service, actions);
    format!(
        "\
Examples (`call` is `cargo run -p CRATE --example call --`):
  Make a call:
    call {action} request.json
  The same from standard input, and one member of the response:
    call {action} - < request.json | jq -r .RequestId
  See what would be sent:
    call {action} request.json --dry-run
  Sign with the credential of a profile:
    call {action} request.json --profile work
  Check requests, one on each line:
    call {action} requests.jsonl --validate

{REST}

{actions}"
    )
}

// No line is longer than 78 characters: a narrow terminal would break it.
const REST: &str = "\
Standard error:
  error: ...       Why there is no response: the rules that the request
                   breaks, what is wrong with the credential or the
                   connection, or what the server answered, with its code
                   and the request id that Tencent's support asks for.
  note: PATH: ...  Advice, told before the request is sent: the server takes
                   or ignores what stands at PATH, though it is hardly meant.
                   --validate tells none.
  warning: ...     --dry-run found no credential: the call would fail.

Answers of --validate, one line for each line of the input, in order:
  {\"violations\":[]}
      The request is valid.
  {\"violations\":[{\"path\":\"...\",\"keyword\":\"...\",\"message\":\"...\"}]}
      The rules that it breaks: where, which word of JSON Schema, and what
      would be valid.
  {\"error\":\"...\"}
      The line is no request of the action: it is no JSON, has a member that
      the request does not have, or is empty. Empty lines at the very end of
      the input are passed over, so that an empty line is answered only when
      another line follows it.

Credentials are looked for in this order:
  1. TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, and for a temporary
     credential TENCENTCLOUD_TOKEN
  2. ~/.tencentcloud/credentials, or the file that
     TENCENTCLOUD_CREDENTIALS_FILE names: secret_id, secret_key and token of
     the section [default]
  3. ~/.tccli/default.credential, or the one of the profile that
     TCCLI_PROFILE names
  --profile NAME looks in the section [NAME] of 2 and ~/.tccli/NAME.credential.
  One that is there and cannot be used, such as an id without a key, is an
  error, wherever another might be.

Other environment variables:
  TENCENTCLOUD_REGION      the region, where --region gives none
  HTTPS_PROXY, NO_PROXY    the proxy, and the hosts that need none

Exit status:
  0  The call succeeded, the request was shown, or all requests are valid.
  1  The request breaks rules, there is no credential, or the call failed.
     With --validate: a request is not valid, or nobody read all answers.
  2  Wrong use: an option or an action that there is not, or a file that
     cannot be read or is no JSON.";

fn listed(service: &Service, actions: &[Entry]) -> String {
    let mut text = format!("Actions of {} {}:", service.name, service.version);
    for entry in actions.iter().take(MOST_ACTIONS) {
        // Writing to a `String` does not fail.
        let _ = write!(text, "\n  {}", entry.name());
    }
    match actions.len().checked_sub(MOST_ACTIONS) {
        _ if actions.is_empty() => text.push_str(" none; turn on the feature of one"),
        None | Some(0) => {}
        Some(more) => {
            let _ = write!(
                text,
                "\n  and {more} more; a name that is none of them is answered with the nearest"
            );
        }
    }
    text
}
