//! The client of the command line.

use super::CliError;
use super::arguments::Arguments;
use crate::Service;
use crate::client::credential::{CredentialChain, EnvironmentVariables};
use crate::client::{ClientBuilder, Transport};

/// Applies the arguments.
pub(super) fn builder(
    service: &'static Service,
    arguments: &Arguments,
) -> ClientBuilder<Transport> {
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

pub(super) fn build(builder: ClientBuilder<Transport>) -> Result<Transport, CliError> {
    builder.build().map_err(CliError::usage)
}

/// Starts the runtime of the calls.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(|error| CliError::failed(format!("no runtime could be started: {error}")))
}
