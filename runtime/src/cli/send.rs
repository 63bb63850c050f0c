//! Makes one call, or shows its request.

use std::io::{ErrorKind, Write as _};

use super::arguments::Arguments;
use super::input::Input;
use super::layout::lay_out;
use super::table::{ActionEntry, Request};
use super::{CliError, SUCCESS, print_error};
use crate::Service;
use crate::client::credential::{
    Credential, CredentialChain, CredentialError, EnvironmentVariables,
};
use crate::client::{CallOptions, Error, PreparedRequest};
use crate::client::{ClientBuilder, Transport};
use crate::validate::{Violation, Violations};
use crate::wire::RequestJsonError;

pub(super) fn send(
    service: &'static Service,
    entry: &ActionEntry,
    arguments: &Arguments,
) -> Result<u8, CliError> {
    let transport = build(builder(service, arguments))?;
    let request = read(entry, arguments)?;
    request.warnings().iter().for_each(print_warning);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::failed(format!("no runtime could be started: {error}")))?;
    if arguments.dry_run {
        let unsigned = || build(builder(service, arguments).credential(Credential::new("-", "-")));
        let shown = runtime.block_on(dry_run(entry, &*request, &transport, unsigned))?;
        print(&shown, "the request")
    } else {
        let response = runtime.block_on(call(entry, &*request, &transport))?;
        print(&response, "the call succeeded, but its response")
    }
}

fn builder(service: &'static Service, arguments: &Arguments) -> ClientBuilder<Transport> {
    let mut builder = ClientBuilder::new(service).max_response_bytes(arguments.max_response_bytes);
    if let Some(bytes) = arguments.max_request_bytes {
        builder = builder.max_request_bytes(bytes);
    }
    if let Some(environment) = arguments.environment {
        builder = builder.environment_info(environment);
    }
    if let Some(endpoint) = &arguments.endpoint {
        builder = builder.endpoint(endpoint);
    }
    if let Some(region) = &arguments.region {
        builder = builder.region(region);
    }
    if let Some(timeout) = arguments.timeout {
        builder = builder.timeout(timeout).attempt_timeout(timeout);
    }
    if let Some(profile) = &arguments.profile {
        let environment = EnvironmentVariables::of_process();
        builder = builder.credential(CredentialChain::with_profile(environment, profile));
    }
    builder
}

fn build(builder: ClientBuilder<Transport>) -> Result<Transport, CliError> {
    builder.build().map_err(CliError::usage)
}

/// Reads the request, and validates it unless validation is off.
fn read(entry: &ActionEntry, arguments: &Arguments) -> Result<Box<dyn Request>, CliError> {
    let mut input = Input::open(arguments.file.as_deref())?;
    let text = input.text()?;
    let request = (entry.read)(&text).map_err(|error| invalid_request(&input, &error))?;
    if !arguments.no_validate {
        request
            .validate()
            .map_err(|violations| CliError::failed(list(&violations)))?;
    }
    Ok(request)
}

/// Invalid JSON means the wrong file. Every other error means an invalid request.
fn invalid_request(input: &Input, error: &RequestJsonError) -> CliError {
    let text = format!("{}: {error}", input.name());
    match error {
        RequestJsonError::Syntax { .. } => CliError::usage(text),
        _ => CliError::failed(text),
    }
}

/// Lists several violations one per line.
fn list(violations: &Violations) -> String {
    if violations.len() == 1 {
        return violations.to_string();
    }
    let lines = violations
        .iter()
        .map(|violation| format!("\n  {violation}"));
    let lines: String = lines.collect();
    format!("the request breaks {} rules:{lines}", violations.len())
}

/// Prints a likely mistake that the server accepts.
fn print_warning(warning: &Violation) {
    let path = match warning.path() {
        "" => "the request",
        path => path,
    };
    print_error(format_args!("note: {path}: {}", warning.message()));
}

/// Makes the call, and returns the server's text, which also has unknown members. Decodes the
/// response only to check it: the caller gets the text in any case.
async fn call(
    entry: &ActionEntry,
    request: &dyn Request,
    transport: &Transport,
) -> Result<String, CliError> {
    let options = CallOptions::new();
    let completed = match transport.send(entry.info.into(), request, &options).await {
        Ok(completed) => completed,
        Err(error) => {
            if let Error::Undecodable(error) = &error {
                print(&printable(error.body()), "the answer of the server")?;
            }
            return Err(CliError::failed(error));
        }
    };
    let (text, decoded) = completed.decode_text(&mut *(entry.response)());
    match decoded {
        Ok(warnings) => warnings.as_slice().iter().for_each(|warning| {
            print_error(format_args!("warning: the response: {warning}"));
        }),
        Err(error) => print_error(format_args!("warning: {error}")),
    }
    Ok(lay_out(&text))
}

/// Returns a body that is not a response. Escapes characters that could control a terminal.
fn printable(body: &[u8]) -> String {
    let mut text = String::new();
    let body = String::from_utf8_lossy(body).replace("\r\n", "\n");
    for char in body.trim_end().chars() {
        if char.is_control() && !matches!(char, '\n' | '\t') {
            text.extend(char.escape_default());
        } else {
            text.push(char);
        }
    }
    text
}

/// Returns the request. Without a credential, shows it unsigned.
async fn dry_run(
    entry: &ActionEntry,
    request: &dyn Request,
    transport: &Transport,
    unsigned: impl FnOnce() -> Result<Transport, CliError>,
) -> Result<String, CliError> {
    let options = CallOptions::new();
    match transport.prepare_dyn(entry.info, request, &options).await {
        Ok(prepared) => Ok(format_request(&prepared, None)),
        Err(Error::Credential(error)) => {
            let unsigned = unsigned()?;
            let prepared = unsigned.prepare_dyn(entry.info, request, &options).await;
            Ok(format_request(
                &prepared.map_err(CliError::failed)?,
                Some(&error),
            ))
        }
        Err(error) => Err(CliError::failed(error)),
    }
}

/// Formats the request, with redacted secrets.
fn format_request(request: &PreparedRequest, unsigned: Option<&CredentialError>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.url());
    for (name, value) in request.redacted_headers() {
        let value = match unsigned {
            Some(_) if name == "Authorization" => "[not signed: there is no credential]",
            _ => &value,
        };
        text.push_str(&format!("{name}: {value}\n"));
    }
    if let Some(reason) = unsigned {
        print_error(format_args!("warning: this call would fail: {reason}"));
    }
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(request.body()));
    text
}

/// Prints a text. `what` describes it for the error message.
fn print(text: &str, what: &str) -> Result<u8, CliError> {
    let mut output = std::io::stdout().lock();
    let printed = writeln!(output, "{text}").and_then(|()| output.flush());
    match printed {
        // The reader has closed standard output.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(SUCCESS),
        Err(error) => Err(CliError::failed(format!(
            "{what} cannot be written to standard output: {error}"
        ))),
        Ok(()) => Ok(SUCCESS),
    }
}
