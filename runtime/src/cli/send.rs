//! Makes one call, or says what it would send.

use std::io::{ErrorKind, Write as _};

use super::arguments::Arguments;
use super::input::Input;
use super::layout::lay_out;
use super::table::{Entry, Request};
use super::{FINE, Failure, say};
use crate::client::{ClientBuilder, Transport};
use crate::credential::{Credential, CredentialChain, CredentialError, Environment};
use crate::validate::Violation;
use crate::wire::RequestJsonError;
use crate::{CallOptions, Error, PreparedRequest, Service};

pub(super) fn send(
    service: &'static Service,
    entry: &Entry,
    arguments: &Arguments,
) -> Result<u8, Failure> {
    let transport = build(builder(service, arguments))?;
    let request = read(entry, arguments)?;
    request.advice().iter().for_each(note);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("no runtime could be started: {error}")))?;
    if arguments.dry_run {
        let unsigned = || build(builder(service, arguments).credential(Credential::new("-", "-")));
        let shown = runtime.block_on(rehearse(entry, &*request, &transport, unsigned))?;
        print(&shown, "what would be sent")
    } else {
        let response = runtime.block_on(call(entry, &*request, &transport))?;
        print(&response, "the call was made, and its response")
    }
}

fn builder(service: &'static Service, arguments: &Arguments) -> ClientBuilder<Transport> {
    let mut builder = ClientBuilder::new(service);
    if let Some(endpoint) = &arguments.endpoint {
        builder = builder.endpoint(endpoint);
    }
    if let Some(region) = &arguments.region {
        builder = builder.region(region);
    }
    if let Some(profile) = &arguments.profile {
        let environment = Environment::of_process();
        builder = builder.credential(CredentialChain::of_profile(environment, profile));
    }
    builder
}

fn build(builder: ClientBuilder<Transport>) -> Result<Transport, Failure> {
    builder.build().map_err(Failure::wrong_use)
}

/// Reads the request and holds it against its rules.
fn read(entry: &Entry, arguments: &Arguments) -> Result<Box<dyn Request>, Failure> {
    let mut input = Input::open(arguments.file.as_deref())?;
    let text = input.text()?;
    let request = (entry.read)(&text).map_err(|error| no_request(&input, &error))?;
    request.validate().map_err(Failure::failed)?;
    Ok(request)
}

/// What is no JSON is the wrong file; all else is a request that is not valid.
fn no_request(input: &Input, error: &RequestJsonError) -> Failure {
    let text = format!("{}: {error}", input.name());
    match error {
        RequestJsonError::Syntax { .. } => Failure::wrong_use(text),
        _ => Failure::failed(text),
    }
}

/// Says what the server accepts or ignores, though it is hardly meant.
fn note(advice: &Violation) {
    let path = match advice.path() {
        "" => "the request",
        path => path,
    };
    say(format_args!("note: {path}: {}", advice.message()));
}

/// Makes the call, and brings what the server wrote once it was read with its type: members that
/// the type does not know yet are shown as well.
async fn call(
    entry: &Entry,
    request: &dyn Request,
    transport: &Transport,
) -> Result<String, Failure> {
    let options = CallOptions::new();
    let call = transport.exchange(entry.info, request, &options).await;
    let response = call.and_then(|answered| answered.response_text(&mut *(entry.response)()));
    response.map(|text| lay_out(&text)).map_err(Failure::failed)
}

/// What would be sent. It is worth seeing before there is a credential.
async fn rehearse(
    entry: &Entry,
    request: &dyn Request,
    transport: &Transport,
    unsigned: impl FnOnce() -> Result<Transport, Failure>,
) -> Result<String, Failure> {
    let options = CallOptions::new();
    match transport.prepared(entry.info, request, &options).await {
        Ok(prepared) => Ok(shown(&prepared, None)),
        Err(Error::Credential(error)) => {
            let unsigned = unsigned()?;
            let prepared = unsigned.prepared(entry.info, request, &options).await;
            Ok(shown(&prepared.map_err(Failure::failed)?, Some(&error)))
        }
        Err(error) => Err(Failure::failed(error)),
    }
}

/// What would be sent, with secrets redacted.
fn shown(request: &PreparedRequest, unsigned: Option<&CredentialError>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.url());
    for (name, value) in request.shown_headers() {
        let value = match unsigned {
            Some(_) if name == "Authorization" => "[not signed: there is no credential]",
            _ => &value,
        };
        text.push_str(&format!("{name}: {value}\n"));
    }
    if let Some(reason) = unsigned {
        say(format_args!("warning: this call would fail: {reason}"));
    }
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(request.body()));
    text
}

/// Prints a text; `what` says what it is.
fn print(text: &str, what: &str) -> Result<u8, Failure> {
    let mut output = std::io::stdout().lock();
    let printed = writeln!(output, "{text}").and_then(|()| output.flush());
    match printed {
        // The reader has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(FINE),
        Err(error) => Err(Failure::failed(format!(
            "{what} cannot be written to standard output: {error}"
        ))),
        Ok(()) => Ok(FINE),
    }
}
