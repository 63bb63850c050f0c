//! Whatever happens to a call, what is logged, traced and shown of it holds nothing of the
//! credential and no value that the description marks sensitive.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tencent_runtime::Error;
use tencent_runtime::credential::Credential;
use tests::actions;
use tests::callers::{Settings, each};
use tests::schema::{self, Example};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

const TOKEN: &str = "a-token-that-nobody-may-see";

/// Everything that any crate logs or traces, at every level.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Captured {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

#[test]
fn nothing_secret_is_logged_traced_or_shown() {
    let captured = Captured::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(captured.clone())
        .with_ansi(false)
        .finish()
        .init();
    let secrets = all_secrets();
    assert!(secrets.len() > 10, "{secrets:?}");
    let mut shown = String::new();
    for example in schema::examples() {
        for reply in replies(&example, &secrets) {
            for error in call(&example, &reply) {
                shown.push_str(&format!("{error} {error:?} {error:#?}\n"));
                let mut source = std::error::Error::source(&error);
                while let Some(cause) = source {
                    shown.push_str(&format!("{cause} {cause:?}\n"));
                    source = cause.source();
                }
            }
        }
    }
    let traced = captured.text();
    for told in [
        "attempt=1",
        "tencent_runtime",
        "RequestLimitExceeded",
        "succeeded",
    ] {
        assert!(traced.contains(told), "{told} was not captured");
    }
    assert!(shown.contains("[redacted]"));
    for secret in secrets {
        assert!(
            !traced.contains(&secret),
            "{secret} is in the log: {}",
            around(&traced, &secret)
        );
        assert!(
            !shown.contains(&secret),
            "{secret} is shown: {}",
            around(&shown, &secret)
        );
    }
}

/// Makes the call with both clients, and collects their errors.
fn call(example: &Example, reply: &Reply) -> Vec<Error> {
    let errors = std::cell::RefCell::new(Vec::new());
    each(|open| {
        let server = Server::start(tencent_ess::SERVICE.name, vec![reply.clone()]);
        let credential = Arc::new(Credential::new(SECRET_ID, SECRET_KEY).with_token(TOKEN));
        let attempt_timeout = Duration::from_millis(500);
        let settings = Settings {
            credential,
            attempt_timeout,
            ..Settings::to(&server)
        };
        let caller = open(&settings);
        let action = actions::named(&example.action);
        let outcome = caller.call(&action, &example.request.to_string());
        errors.borrow_mut().extend(outcome.err());
        let debug = format!("{caller:?}");
        assert!(
            !debug.contains(SECRET_KEY) && !debug.contains(TOKEN),
            "{debug}"
        );
    });
    errors.into_inner()
}

/// Answers of every kind, all of which repeat what nobody may see.
fn replies(example: &Example, secrets: &[String]) -> Vec<Reply> {
    let repeated = secrets
        .iter()
        .filter(|secret| example.request.to_string().contains(*secret));
    let repeated: Vec<&str> = repeated.map(String::as_str).collect();
    let repeated = format!("{} {TOKEN} {SECRET_ID} {SECRET_KEY}", repeated.join(" "));
    let answer = Reply::json(&example.response);
    vec![
        answer.clone(),
        answer.clone().half(),
        answer.status(404),
        Reply::error("InvalidParameter", &repeated),
        Reply::error("RequestLimitExceeded", &repeated),
        Reply::new(503, format!("<html>{repeated}</html>")).header("Content-Type", "text/html"),
        Reply::new(200, format!("{{\"Response\":\"{repeated}\"}}")),
        Reply::new(200, format!("{repeated} is no JSON")),
        Reply::none(),
    ]
}

/// The credential, and every sensitive value of the documented calls.
fn all_secrets() -> Vec<String> {
    let mut secrets = vec![
        SECRET_KEY.to_owned(),
        SECRET_ID.to_owned(),
        TOKEN.to_owned(),
    ];
    for example in schema::examples() {
        let sensitive = actions::named(&example.action).info.sensitive;
        collect(&example.request, sensitive, &mut secrets);
        collect(&example.response, sensitive, &mut secrets);
    }
    // Two or three letters are found anywhere.
    secrets.retain(|secret| secret.chars().count() > 3 || !secret.is_ascii());
    secrets.sort();
    secrets.dedup();
    secrets
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

fn around<'a>(text: &'a str, secret: &str) -> &'a str {
    let at = text.find(secret).unwrap_or_default();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..].lines().next().unwrap_or_default()
}
