//! Tests that logs, traces, messages and `Debug` never contain the credential or a sensitive value, as its
//! decoded JSON has it, for any outcome of a call.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tencent_runtime::client::clock::{ManualClock, SystemClock};
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::sign::{Signable, Signer};
use tencent_runtime::client::{
    CallOptions, CallRecorder, ClientBuilder, Error, JsonRequest, blocking,
};
use tencent_runtime::validate::{Path, Report, Validate};
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo, client};
use tests::actions;
use tests::captured_logs::CapturedLogs;
use tests::clients::{AnyClient, Settings, each};
use tests::issuers::{DURATION, IDENTITY_TOKEN, Issuer, NOW};
use tests::outcomes::serve;
use tests::schema::{self, Example};
use tests::server::{AUTHORIZATION, Reply, SECRET_ID, SECRET_KEY};
use tests::streams::Ask;
use tracing_subscriber::util::SubscriberInitExt;

const TOKEN: &str = "a-token-that-must-stay-secret";

/// The text that was shown for the calls, and the beginnings of their signatures.
#[derive(Default)]
struct Printed {
    text: String,
    signatures: BTreeSet<String>,
}

#[test]
fn no_secret_is_logged_traced_or_shown() {
    let captured = CapturedLogs::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(captured.clone())
        .with_ansi(false)
        .without_time()
        .finish()
        .init();
    let secrets = all_secrets();
    assert!(secrets.len() > 10, "{secrets:?}");
    let mut output = Printed::default();
    let mut examples = schema::examples();
    // The examples of an action have the same members.
    examples.dedup_by(|next, first| next.action == first.action);
    for example in examples {
        let action = actions::named(&example.action);
        let request = example.request.to_string();
        let make: Make<'_> = &|client| client.call(&action, &request).map(drop);
        for reply in replies(&example, &secrets) {
            call(&mut output, vec![reply], make);
        }
        let of_request = secrets.iter().filter(|secret| occurs(&request, secret));
        let reply = |text: &String| Reply::error("InvalidParameter", text);
        call(&mut output, of_request.map(reply).collect(), make);
    }
    let of_call = [SECRET_ID, SECRET_KEY, TOKEN, NAME, AUTHORIZATION];
    let signed: Make<'_> = &|client| client.send(&Signed).map(drop);
    call(&mut output, repeating(&of_call), signed);
    let unsigned: Make<'_> = &|client| client.send(&Unsigned).map(drop);
    call(&mut output, repeating(&[NAME]), unsigned);
    let streamed: Make<'_> = &|client| {
        let secret = Some(NAME.to_owned());
        let request = Ask {
            secret,
            ..Ask::default()
        };
        let read = client.read(request, &CallOptions::new())?;
        read.error.map_or(Ok(()), Err)
    };
    call(&mut output, streams(), streamed);
    let options = CallOptions::new()
        .member("Added", json!([{ "Owner": NAME }]))
        .header("X-Added", HEADER);
    let added: Make<'_> = &|client| client.send_with(&Signed, &options).map(drop);
    call(&mut output, repeating(&[NAME, HEADER]), added);
    output.text.push_str(&format!("{options:?}"));
    let request = JsonRequest::new("RunThing", "2017-03-12", json!({ "Owner": NAME }));
    let named: Make<'_> = &|client| {
        let recorder = CallRecorder::new();
        let recorded = CallOptions::new().recorder(&recorder);
        let outcome = client.call_json(&request, &recorded);
        assert!(!format!("{request:?}{recorded:?}{:?}", recorder.take()).contains(NAME));
        outcome.map(drop)
    };
    call(&mut output, repeating(&[NAME]), named);
    Issuer::ALL
        .iter()
        .for_each(|issuer| assume(&mut output, *issuer));

    let traced = captured.text();
    for expected in [
        "attempt=1",
        "tencent_runtime",
        "RequestLimitExceeded",
        "succeeded",
        "stream ended",
    ] {
        assert!(traced.contains(expected), "{expected} was not captured");
    }
    assert!(output.text.contains("[redacted]"));
    // The first characters of a secret are confidential too.
    let parts = [&SECRET_ID[..8], &SECRET_KEY[..8], &TOKEN[..8], "Byron"];
    let parts = parts.into_iter().chain([&IDENTITY_TOKEN[..14]]);
    let all = secrets.iter().map(String::as_str).chain(parts);
    let all: BTreeSet<String> = all.map(str::to_owned).chain(output.signatures).collect();
    let (logged, shown) = (once(&traced), once(&output.text));
    for secret in all {
        for (place, text) in [("logged", &logged), ("shown", &shown)] {
            let found = text.contains(&secret);
            assert!(!found, "{secret} is {place}: {}", around(text, &secret));
        }
    }
}

/// Makes one call.
type Make<'a> = &'a dyn Fn(&AnyClient) -> Result<(), Error>;

/// Makes a call for each reply with both clients, and records the text of their errors.
fn call(output: &mut Printed, replies: Vec<Reply>, make: Make<'_>) {
    if replies.is_empty() {
        return;
    }
    let output = Mutex::new(output);
    each(|open| {
        let server = serve(replies.clone());
        let credential = Arc::new(Credential::new(SECRET_ID, SECRET_KEY).with_token(TOKEN));
        let attempt_timeout = Duration::from_millis(500);
        let settings = Settings {
            credential,
            attempt_timeout,
            // Shorter than the pauses after a retryable code.
            timeout: Duration::from_secs(2),
            ..Settings::to(&server)
        };
        let client = open(&settings);
        let output = &mut **output.lock().unwrap();
        output.text.push_str(&format!("{client:?}\n"));
        for _ in &replies {
            if let Err(error) = make(&client) {
                output.show(&error);
            }
        }
        for seen in server.seen() {
            let signature = seen.headers["authorization"].rsplit_once("Signature=");
            let start = signature.map(|(_, signature)| signature[..16].to_owned());
            output.signatures.extend(start);
        }
    });
}

/// Makes a call with the credential of a role for each answer of the server that issues it.
fn assume(output: &mut Printed, issuer: Issuer) {
    let output = Mutex::new(output);
    let issued = || issuer.response(SECRET_ID, SECRET_KEY, TOKEN, NOW + DURATION);
    // No server has seen a credential of the metadata service before it issued it.
    let repeated = match issuer {
        Issuer::AssumeRole => format!("{SECRET_ID} {SECRET_KEY}"),
        Issuer::WebIdentity => IDENTITY_TOKEN.to_owned(),
        Issuer::CvmRole => String::new(),
    };
    let replies = [
        issued(),
        issued().half(),
        issued().status(500),
        issuer.response(SECRET_ID, "", TOKEN, NOW + DURATION),
        Reply::error("AuthFailure", &repeated),
        Reply::error("InternalError", &repeated),
        Reply::new(200, repeated),
    ];
    each(|open| {
        for reply in &replies {
            let (server, issuing) = (
                serve(vec![Reply::error("InvalidParameter", TOKEN)]),
                issuer.serve(vec![reply.clone()]),
            );
            let clock = Arc::new(ManualClock::new(NOW));
            let settings = Settings {
                credential: issuer.provider(issuing.url(), &clock),
                clock,
                ..Settings::to(&server)
            };
            let client = open(&settings);
            let output = &mut **output.lock().unwrap();
            output.text.push_str(&format!("{settings:?} {client:?}\n"));
            output.show(&client.send(&Signed).unwrap_err());
        }
    });
}

impl Printed {
    fn show(&mut self, error: &Error) {
        self.text
            .push_str(&format!("{error} {error:?} {error:#?}\n"));
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            self.text.push_str(&format!("{cause} {cause:?}\n"));
            source = cause.source();
        }
    }
}

/// Returns replies of every kind that contain sensitive values.
fn replies(example: &Example, secrets: &[String]) -> Vec<Reply> {
    let request = example.request.to_string();
    let repeated = secrets.iter().filter(|secret| occurs(&request, secret));
    let repeated: Vec<&str> = repeated.map(String::as_str).collect();
    let repeated = format!("{} {TOKEN} {SECRET_ID} {SECRET_KEY}", repeated.join(" "));
    let answer = Reply::json(&example.response);
    let mut replies = vec![
        answer.clone(),
        answer.clone().half(),
        answer.status(404),
        Reply::error("InvalidParameter", &repeated),
        Reply::error("RequestLimitExceeded", &repeated),
        Reply::error(&repeated, "the code repeats it"),
        Reply::new(503, format!("<html>{repeated}</html>")).header("Content-Type", "text/html"),
        Reply::new(200, format!("{{\"Response\":\"{repeated}\"}}")),
        Reply::new(200, format!("{repeated} is not JSON")),
        Reply::none(),
    ];
    // Text that is not parsed as JSON can still contain links.
    for (before, behind) in [
        ("\u{feff}", ""),
        (")]}'\n", ""),
        ("callback(", ")"),
        ("<pre>", "</pre>"),
    ] {
        let body = format!("{before}{}{behind}", example.response);
        replies.push(Reply::new(400, body));
    }
    replies
}

/// Returns streams of events that contain sensitive values and end in every way.
fn streams() -> Vec<Reply> {
    let repeated = format!("{NAME} {TOKEN} {SECRET_ID} {SECRET_KEY}");
    let part = format!("data: {}\n\n", json!({ "Text": repeated }));
    let error =
        json!({ "Error": { "Code": repeated, "Message": repeated }, "RequestId": repeated });
    let error = format!("data: {error}\n\n");
    let stream = |pieces: &[&str]| {
        let reply = Reply::events(Duration::ZERO, pieces.iter().copied());
        reply.header("X-TC-RequestId", SECRET_ID)
    };
    vec![
        stream(&[&part]),
        stream(&[&part, &error]),
        stream(&[&error]),
        stream(&[&part]).half(),
        stream(&[": ping\n\n"]).half(),
        stream(&[&part, &format!("data: {repeated}")]),
        stream(&[&part]).status(503),
    ]
}

/// Returns replies that contain each text, also where the message is cut.
fn repeating(texts: &[&str]) -> Vec<Reply> {
    let page = |text: &str, before: usize, gap: usize| {
        let filler = "…".repeat(before);
        let gap = " ".repeat(gap);
        Reply::new(400, format!("<p>{filler}{gap}{text}</p>"))
    };
    texts
        .iter()
        .flat_map(|text| {
            let id = format!("req of {text}");
            let location = format!("https://{text}.example.com/");
            [
                Reply::error("InvalidParameter", &format!("{text} is wrong")),
                Reply::error(&format!("Invalid {text}"), ""),
                Reply::error(text, ""),
                Reply::new(302, "").header("Location", &location),
                Reply::json(&json!({ "Response": { "Error": null, "RequestId": id } })),
                Reply::json(&json!({ "Response": { "RequestId": id } })),
                Reply::json(&json!({ "Response": { "RequestId": text } })),
                page(text, 0, 1),
                page(text, 112, 1),
                page(text, 20, 410),
                page(text, 0, (1 << 14) - 10),
            ]
        })
        .collect()
}

/// The value of a header that the caller adds.
const HEADER: &str = "header-that-must-stay-secret";

/// A name with characters that many formats escape.
const NAME: &str = "Ada  \"典\" <O'Byron> & +99%";

/// An action that is sent without a signature.
#[derive(Debug)]
struct Unsigned;

impl Encode for Unsigned {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_json(&json!({ "Name": format!(" {NAME} "), "Floor": 10 }));
    }
}

impl Validate for Unsigned {
    fn report(&self, _path: Path<'_>, _report: &mut Report) {}
}

impl Action for Unsigned {
    type Response = Value;
    const INFO: ActionInfo = ActionInfo::new("Unsigned", &tencent_ess::SERVICE)
        .unsigned()
        .sensitive(&["Name", "Floor"]);
}

#[test]
fn other_text_is_not_redacted() {
    each(|open| {
        let message = "10 items, of 100 on floors 10.5 and B10";
        let server = serve(vec![Reply::error("InvalidParameter", message)]);
        let error = open(&Settings::to(&server)).send(&Unsigned).unwrap_err();
        let shown = error.to_string();
        assert!(
            shown.contains("[redacted] items, of 100 on floors [redacted].5 and B10"),
            "{shown}"
        );
    });
}

#[test]
fn line_breaks_of_a_server_message_are_escaped() {
    each(|open| {
        let message = "no\r\n2026-01-01 INFO all is well \u{1b}[2J\u{202e}";
        let reply = Reply::error("Invalid\nParameter", message);
        let server = serve(vec![reply]);
        let error = open(&Settings::to(&server)).send(&Unsigned).unwrap_err();
        let shown = error.to_string();
        assert!(
            !shown.contains(['\r', '\n', '\u{1b}', '\u{202e}']),
            "{shown:?}"
        );
        assert!(shown.contains(r"no\r\n2026"), "{shown}");
        let Error::Api(error) = error else {
            panic!("{error:?}");
        };
        assert_eq!(error.raw_message(), message);
        assert_eq!(error.code().as_str(), "Invalid\nParameter");
    });
}

#[test]
fn builders_and_requests_do_not_show_secrets() {
    let credential = Credential::new(SECRET_ID, SECRET_KEY).with_token(TOKEN);
    let builder = ClientBuilder::<client::Transport>::new(&tencent_ess::SERVICE)
        .endpoint("https://somebody:pass-word@demo.example.com")
        .credential(credential.clone());
    let mut shown = format!("{builder:?} {builder:#?}");
    assert!(shown.contains("demo.example.com"), "{shown}");
    shown.push_str(&builder.build().unwrap_err().to_string());

    let transport = ClientBuilder::<blocking::Transport>::new(&tencent_ess::SERVICE)
        .credential(credential.clone())
        .clock(SystemClock)
        .build()
        .unwrap();
    let signed = transport.prepare(&Signed, &CallOptions::new()).unwrap();
    shown.push_str(&format!(
        "{signed:?} {signed:#?} {:?}",
        signed.redacted_headers()
    ));
    assert!(!signed.body().is_empty());

    let signer = Signer::new();
    let what = Signable::post("demo.example.com", "application/json", b"{}");
    let trace = signer.trace(&credential, "ess", &what, 1_700_000_000);
    shown.push_str(&format!("{signer:?} {signer:#?} {trace:?} {trace:#?}"));
    shown.push_str(&format!("{credential:?} {credential:#?}"));
    for secret in [
        SECRET_ID,
        SECRET_KEY,
        TOKEN,
        NAME,
        "pass-word",
        &trace.signature,
    ] {
        assert!(
            !shown.contains(secret),
            "{secret}: {}",
            around(&shown, secret)
        );
    }
}

/// The same action with a signature.
#[derive(Debug)]
struct Signed;

impl Encode for Signed {
    fn encode(&self, encoder: &mut dyn Encoder) {
        Unsigned.encode(encoder);
    }
}

impl Validate for Signed {
    fn report(&self, _path: Path<'_>, _report: &mut Report) {}
}

impl Action for Signed {
    type Response = Value;
    const INFO: ActionInfo =
        ActionInfo::new("Signed", &tencent_ess::SERVICE).sensitive(&["Name", "Floor"]);
}

/// Returns the credential, and every sensitive value of the documented calls.
fn all_secrets() -> Vec<String> {
    let mut secrets = vec![
        SECRET_KEY.to_owned(),
        SECRET_ID.to_owned(),
        TOKEN.to_owned(),
        NAME.to_owned(),
        HEADER.to_owned(),
    ];
    for example in schema::examples() {
        let sensitive = actions::named(&example.action).info.sensitive;
        collect(&example.request, sensitive, &mut secrets);
        collect(&example.response, sensitive, &mut secrets);
    }
    // Very short texts, and the values of check boxes, occur in any log.
    secrets.retain(|secret| secret.chars().count() > 3 || !secret.is_ascii());
    secrets.retain(|secret| !matches!(secret.as_str(), "true" | "false"));
    secrets.sort();
    secrets.dedup();
    secrets
}

/// Whether a request contains a whole text. A part of another text is not secret.
fn occurs(request: &str, text: &str) -> bool {
    request.contains(&Value::from(text).to_string())
}

fn collect(value: &Value, sensitive: &[&str], secrets: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if let Some(text) = value
                    .as_str()
                    .filter(|_| sensitive.contains(&name.as_str()))
                {
                    secrets.push(text.to_owned());
                }
                collect(value, sensitive, secrets);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(item, sensitive, secrets)),
        _ => {}
    }
}

/// Returns the lines of a text without repetitions, because the search is slow.
fn once(text: &str) -> String {
    let lines: BTreeSet<&str> = text.lines().collect();
    lines.into_iter().collect::<Vec<_>>().join("\n")
}

fn around<'a>(text: &'a str, secret: &str) -> &'a str {
    let at = text.find(secret).unwrap_or_default();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..].lines().next().unwrap_or_default()
}
