//! Makes one call, or says what it would send.

use std::io::{ErrorKind, Write as _};

use super::arguments::Arguments;
use super::table::{Entry, RunError};
use super::{FINE, Failure};
use crate::client::{ClientBuilder, Transport};
use crate::credential::{Credential, CredentialChain, Environment};
use crate::{Error, PreparedRequest, Service};

pub(super) fn send(
    service: &'static Service,
    entry: &Entry,
    arguments: &Arguments,
) -> Result<u8, Failure> {
    let text = arguments.request_text()?;
    let transport = build(builder(service, arguments))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("no runtime could be started: {error}")))?;
    let output = if arguments.dry_run {
        match runtime.block_on((entry.prepare)(&text, &transport)) {
            Ok(prepared) => shown(&prepared, None),
            Err(RunError::Call(Error::Credential(error))) => {
                // What would be sent is worth seeing before there is a credential.
                let unsigned = builder(service, arguments).credential(Credential::new("-", "-"));
                let unsigned = build(unsigned)?;
                let prepared = runtime.block_on((entry.prepare)(&text, &unsigned));
                shown(&prepared.map_err(failure)?, Some(&error.to_string()))
            }
            Err(error) => return Err(failure(error)),
        }
    } else {
        runtime
            .block_on((entry.call)(&text, &transport))
            .map_err(failure)?
    };
    print(&output)
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

fn failure(error: RunError) -> Failure {
    match error {
        RunError::Json(error) => Failure::failed(format!("the request cannot be read: {error}")),
        RunError::Call(error) => Failure::failed(error),
    }
}

/// What would be sent, with secrets redacted.
fn shown(request: &PreparedRequest, unsigned: Option<&str>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.url());
    for (name, value) in request.shown_headers() {
        let value = match unsigned {
            Some(_) if name == "Authorization" => "[not signed: no credential was found]",
            _ => &value,
        };
        text.push_str(&format!("{name}: {value}\n"));
    }
    if let Some(reason) = unsigned {
        eprintln!("note: this call would fail: {reason}");
    }
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(request.body()));
    text
}

fn print(text: &str) -> Result<u8, Failure> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::failed(format!("standard output: {error}")))
        }
        _ => Ok(FINE),
    }
}
