//! Makes one call, or shows its request.

use super::arguments::Arguments;
use super::client::{build, builder, runtime};
use super::events::print_events;
use super::input::Input;
use super::layout::lay_out;
use super::output::{failed_call, print};
use super::table::{ActionEntry, Request};
use super::{CliError, print_error, print_note};
use crate::Service;
use crate::client::credential::{Credential, CredentialError};
use crate::client::{CallOptions, Error, PreparedRequest, Transport};
use crate::validate::Violations;
use crate::wire::RequestJsonError;

pub(super) fn send(
    service: &'static Service,
    entry: &ActionEntry,
    arguments: &Arguments,
) -> Result<u8, CliError> {
    let transport = build(builder(service, arguments))?;
    let request = read(entry, arguments)?;
    let warnings = request.warnings();
    warnings.iter().for_each(|note| print_note(None, note));
    let runtime = runtime()?;
    if arguments.dry_run {
        let unsigned = || build(builder(service, arguments).credential(Credential::new("-", "-")));
        let shown = runtime.block_on(dry_run(entry, &*request, &transport, unsigned))?;
        print(&shown, "the request")
    } else if entry.info.event_stream.is_some() {
        runtime.block_on(print_events(entry, &*request, &transport))
    } else {
        let response = runtime.block_on(call(entry, &*request, &transport))?;
        print(&response, "the call succeeded, but its response")
    }
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
        Err(error) => return Err(failed_call(error)),
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
