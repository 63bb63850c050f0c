//! The documentation of a crate: its first call, its actions, how calls behave, and its features.

use super::cfg;
use super::example;
use super::file::RustFile;
use crate::model::{ALL_ACTIONS, Action, Doc, Model};

/// Adds the documentation of a crate with clients to `src/lib.rs`.
///
/// The part with links to the client and its actions needs their features, because rustdoc warns of
/// links to missing items.
pub(super) fn add(file: &mut RustFile, model: &Model) {
    let client = cfg::whole_client(model);
    let mut calls = example::call(model);
    calls.extend(links(model));
    calls.extend(actions(model));
    calls.extend(left_out(model));
    calls.extend(lists(model));
    calls.extend(event_streams(model));
    calls.extend(waiters(model));
    calls.extend(text(CALLS));
    calls.extend(region(model));
    calls.extend(environments(model));
    calls.extend(text(TYPES));
    calls.extend(errors(model));
    let with_mock = format!("all({client}, feature = \"mock\")");
    file.section(Some(client), calls);
    file.section(Some(with_mock), tests(model));
    file.section(None, features(model));
}

/// Links to the types of the example, and to the sections below.
fn links(model: &Model) -> Doc {
    let Some(Action {
        request, response, ..
    }) = example::best(model)
    else {
        return Doc::new();
    };
    vec![
        String::new(),
        format!(
            "- **Requests:** [`{request}`](model::{request}) has a setter for each member, and `validate`,"
        ),
        "  which lists all violations. [`model`] contains the types of all actions.".to_owned(),
        format!(
            "- **Responses:** [`{response}`](model::{response}) has public fields. `decode_warnings` lists"
        ),
        "  values that do not have the described type.".to_owned(),
        "- **Errors:** [`Error`] and [`error_code`]; [an example](#errors) is below.".to_owned(),
        "- **Tests:** [`Client::from_stub`], or [a server on this machine](#tests), with the feature `mock`."
            .to_owned(),
    ]
}

fn errors(model: &Model) -> Doc {
    [text("\n# Errors"), example::errors(model)].concat()
}

fn tests(model: &Model) -> Doc {
    [text(TESTS), example::mock(model)].concat()
}

const TESTS: &str = "
# Tests

[`MockServer`](mock::MockServer) answers like the service, over HTTP on this machine. It checks signatures
and rules, and a test can set its answers and faults:";

fn actions(model: &Model) -> Doc {
    let mut lines = text("\n# Actions\n\n");
    lines.extend(model.actions.iter().map(action));
    lines
}

fn action(action: &Action) -> String {
    let Action { wire, method, .. } = action;
    let link = format!("- [`{wire}`](Client::{method})");
    match action.sentence.as_str() {
        "" => link,
        sentence => format!("{link}: {sentence}"),
    }
}

/// The actions without a method.
fn left_out(model: &Model) -> Doc {
    let actions = model.left_out.iter();
    let lines: Vec<String> = actions
        .map(|(name, reason)| format!("- `{name}`: {reason}."))
        .collect();
    match lines.is_empty() {
        true => Vec::new(),
        false => [text(LEFT_OUT), lines].concat(),
    }
}

const LEFT_OUT: &str = "
The client cannot call these actions:

";

/// The actions with paginators.
fn lists(model: &Model) -> Doc {
    section(LISTS, model, |action| action.pagination.is_some())
}

/// The actions that can answer with events.
fn event_streams(model: &Model) -> Doc {
    section(EVENT_STREAMS, model, |action| action.event_stream.is_some())
}

/// A text and a list of actions, if there are some.
fn section(intro: &str, model: &Model, is_listed: fn(&Action) -> bool) -> Doc {
    let actions = model.actions.iter().filter(|action| is_listed(action));
    let links: Vec<String> = actions
        .map(|action| format!("- [`{}`](Client::{})", action.wire, action.method))
        .collect();
    match links.is_empty() {
        true => Vec::new(),
        false => [text(intro), links].concat(),
    }
}

/// The methods that wait.
fn waiters(model: &Model) -> Doc {
    let waiters = model.actions.iter().flat_map(|action| &action.waiters);
    let links: Vec<String> = waiters
        .map(|waiter| {
            let (method, sentence) = (&waiter.method, &waiter.sentence);
            format!("- [`{method}`](Client::{method}): {sentence}")
        })
        .collect();
    match links.is_empty() {
        true => Vec::new(),
        false => [text(WAITERS), links].concat(),
    }
}

const LISTS: &str = "
# Lists

[`Client::paginate`] reads the whole list of an action that returns it page by page, as a stream of
[items](Paginator::items) or of [pages](Paginator::pages):

";

const EVENT_STREAMS: &str = "
# Streams of events

[`stream`](StreamableCall::stream) of these calls reads the response while the service makes it, as an
[`EventStream`]:

";

const WAITERS: &str = "
# Waiting

These methods call an action until its result has a final state. [`WaitError`] contains the state:

";

/// The item about the region and, without environments, the hosts.
fn region(model: &Model) -> Doc {
    let mut lines = text(
        "- **Region:** [`ClientBuilder::region`] takes a constant of [`Region`], or another text. Default:
  `TENCENTCLOUD_REGION`.",
    );
    if model.service.requires_region {
        lines.push("  Without a region, calls are not sent.".to_owned());
    }
    if model.environments().is_empty() {
        lines.extend(text(
            "  [`ClientBuilder::host`] chooses the host of the region, of Tencent Cloud's internal network, or
  of the international site.",
        ));
    }
    lines
}

/// The item about environments, if the service has some.
fn environments(model: &Model) -> Doc {
    let Some(default) = model.environments().first() else {
        return Doc::new();
    };
    let default = &default.rust;
    vec![
        "- **Environments:** [`ClientBuilder::environment`] takes an [`Environment`], which has its own hosts,"
            .to_owned(),
        format!("  keys and data. Default: [`{default}`](Environment::{default})."),
        "  [`ClientBuilder::endpoint`] replaces all hosts, and [`ClientBuilder::endpoint_for`] that of one"
            .to_owned(),
        "  action.".to_owned(),
    ]
}

const CALLS: &str = "
# Calls

- **Credential:** [`CredentialChain`](credential::CredentialChain) lists the default sources.
  [`ClientBuilder::credential`] sets another source, such as a [`Credential`] or one of the
  providers in [`credential`].
- **Validation:** a request that breaks a documented rule is not sent. [`Error::Invalid`] lists all
  violations. Turn validation off with [`ClientBuilder::validate`] if a rule is outdated.
- **Errors:** [`Error`] distinguishes invalid requests, failures before sending, unknown outcomes and
  errors of the service. [`is_throttled`](Error::is_throttled), [`is_auth`](Error::is_auth),
  [`is_timeout`](Error::is_timeout) and [`is_retryable`](Error::is_retryable) classify them.
  [`is_outcome_unknown`](Error::is_outcome_unknown) is true if the server may have executed the request.
  [`error_code`] contains the documented codes.
- **Retries:** calls that were throttled or not sent are retried with a back-off. If the outcome is
  unknown, only idempotent actions are retried: those that only read, and those whose request has an
  idempotency token, which the client adds ([`CallOptions::idempotency_tokens`]).
  [`CallOptions::idempotent`] overrides it for a call. [`RetryPolicy`] has the limits; by default, a call
  has at most 4 attempts. The documentation of an action lists the error codes after which it is
  retried with longer pauses.
- **Time limits:** [`timeout`](ClientBuilder::timeout) (default: 60 seconds) limits a whole call,
  [`attempt_timeout`](ClientBuilder::attempt_timeout) (20 seconds, or longer if the server takes
  longer) one attempt, and
  [`connect_timeout`](ClientBuilder::connect_timeout) (5 seconds) the connection.
- **Rate limit:** the client keeps to the documented limit of each action, and to less if other programs
  use the same account and the server throttles requests. [`RateLimit`] changes the limit, and
  [`LimitRate`](rate_limit::LimitRate) is the trait for limiters of your own.
  Calls wait in a queue, in order of arrival. A call that would wait longer than
  [`queue_timeout`](ClientBuilder::queue_timeout) (2 minutes) fails with [`Error::QueueTimeout`]; this
  time is not part of `timeout`. [`RateLimiter::try_acquire`] takes a permit without waiting.
- **Options of one call:** [`Client::with_options`] takes [`CallOptions`]: more headers and members, and a
  [`CallRecorder`], which returns the attempts, the times and the response as the server sent it.
- **Other actions:** [`Client::call_json`] calls an action that this crate does not contain.
- **Tests:** [`Client::from_stub`] takes an implementation of [`Stub`](stub::Stub) instead of the
  service. The feature `mock` adds a server that answers like the service.
";

const TYPES: &str = "
Fields of objects are public. Setters can be chained, and take a value or an `Option`;
[`build`](Validate::build) at the end of the chain validates the object. Enums keep values that this
version of the crate does not know ([`OpenEnum`]).
";

const FEATURES: &str = "
# Features

- `client` (default): the asynchronous client.
- `blocking`: the blocking client, for programs without an asynchronous runtime.
- `tracing`: spans and events of calls, without secrets.
- `socks`: proxies of the kind `socks5`.
- `default-tls` (default): TLS of the clients, that is `ring` and `webpki-roots`.
- `ring` or `aws-lc-rs`: the library for the cryptography of TLS and of signatures.
- `webpki-roots`, `native-roots` or both: the trusted certificate authorities, those of Mozilla's
  list or those of the system.
- `serde`: `Serialize` and `Deserialize` for all types, to load requests from JSON, to store
  responses as JSON, and for `visit_actions`.
- `schemars`: JSON Schemas of all types, for OpenAPI documents and the tools of language models. They
  are for values without `null`, empty strings and empty lists, which count as absent.
- `mock`: a mock of the service (`MockServer` in the module `mock`), for tests and for trying out.
- `cli`: the program of the crate, with the commands `call`, `mock`, `completions` and `man`:
  `cargo install --path . --features cli`.
- `hash`: `Hash` for all types without floats, to use them as keys of maps.
";

const CALLBACK: &str =
    "- `callback`: the module `callback`, which receives messages of the service.";

fn features(model: &Model) -> Doc {
    let mut lines = text(FEATURES);
    if model.callbacks.is_some() {
        lines.push(CALLBACK.to_owned());
    }
    let first = model.actions.first();
    if let Some(feature) = first.and_then(|action| action.feature.as_ref()) {
        lines.extend([
            format!("- `{ALL_ACTIONS}` (default): every action."),
            format!("- one for each action, such as `{feature}`: the action and its types."),
        ]);
    }
    lines.extend(text(
        "\nWithout the clients, the crate contains only types and validators, and no HTTP stack.",
    ));
    lines
}

fn text(text: &str) -> Doc {
    text.lines().map(str::to_owned).collect()
}
