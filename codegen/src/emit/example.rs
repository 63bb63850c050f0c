//! The examples in the documentation of a client, of a stub and of a request.

use crate::model::{Action, Model};

/// A doctest that creates a client and makes a call.
pub(super) fn call(model: &Model) -> Vec<String> {
    let Some(action) = best(model) else {
        return Vec::new();
    };
    let code = call_code(model, action);
    let text = format!("\n# Example\n\n```no_run\n{code}\n```");
    text.lines().map(str::to_owned).collect()
}

/// The same code without hidden lines, if a person wrote the request.
pub(super) fn for_readme(model: &Model) -> Option<String> {
    let action = best(model).filter(|action| action.is_example_written)?;
    let code = call_code(model, action);
    let shown = code.lines().filter(|line| !line.starts_with("# "));
    Some(shown.collect::<Vec<_>>().join("\n"))
}

fn call_code(model: &Model, action: &Action) -> String {
    let library = &model.service.library;
    let request = action.example.join("\n");
    let method = &action.method;
    format!(
        "use {library}::{{Client, model::*}};

# async fn run() -> Result<(), Box<dyn std::error::Error>> {{
// `CredentialChain` lists the sources of the credential.
let client = Client::builder().region(\"ap-guangzhou\").build()?;
{request}
let response = client.{method}(request).await?;
println!(\"{{response:?}}\");
# Ok(())
# }}"
    )
}

/// A doctest that handles the errors of a call.
pub(super) fn errors(model: &Model) -> Vec<String> {
    let Some(action) = best(model) else {
        return Vec::new();
    };
    let library = &model.service.library;
    let (method, request) = (&action.method, &action.request);
    let text = format!(
        "
```no_run
use {library}::{{Client, Error, model::*}};

# async fn run(client: &Client, request: {request}) {{
match client.{method}(request).await {{
    Ok(response) => println!(\"{{response:?}}\"),
    Err(Error::Invalid(violations)) => {{
        for violation in violations.iter() {{
            eprintln!(\"{{}}: {{}}\", violation.path(), violation.message());
        }}
    }}
    // The server may have executed the request: find out before you repeat it.
    Err(error) if error.is_outcome_unknown() => eprintln!(\"{{error}}\"),
    Err(error) => eprintln!(\"{{error}}, request id {{:?}}\", error.request_id()),
}}
# }}
```"
    );
    text.lines().map(str::to_owned).collect()
}

/// A doctest with a mock that returns an error of the server, then the default answer.
pub(super) fn mock(model: &Model) -> Vec<String> {
    let Some(action) = best(model) else {
        return Vec::new();
    };
    let library = &model.service.library;
    let (method, request) = (&action.method, &action.request);
    let example = action.example.join("\n");
    let text = format!(
        "
```no_run
use {library}::mock::{{ClientBuilderExt, MockServer}};
use {library}::{{Client, ErrorCode, model::*}};

# async fn run() -> Result<(), Box<dyn std::error::Error>> {{
let mock = MockServer::start({library}::actions())?;
let client = Client::builder().mock(&mock).build()?;
// The client retries after this error. The second answer is made from the description.
mock.on::<{request}>()
    .fails(ErrorCode::REQUEST_LIMIT_EXCEEDED)
    .times(1)
    .then()
    .reply_default();

{example}
let response = client.{method}(request).await?;
assert_eq!(mock.received::<{request}>().len(), 2);
# Ok(())
# }}
```"
    );
    text.lines().map(str::to_owned).collect()
}

/// A doctest with a stub that returns an error of the server.
pub(super) fn stub(model: &Model) -> Vec<String> {
    let Some(action) = best(model) else {
        return Vec::new();
    };
    let library = &model.service.library;
    let (method, request, response) = (&action.method, &action.request, &action.response);
    let text = format!(
        "
# Example

A stub can return every error, to test how a program handles it:

```
use {library}::model::{{{request}, {response}}};
use {library}::runtime::client::error::ApiError;
use {library}::stub::Stub;
use {library}::{{CallOptions, Client, ErrorCode, ResponseFuture}};

#[derive(Debug)]
struct Throttled;

impl Stub for Throttled {{
    fn {method}<'a>(
        &'a self,
        request: &'a {request},
        _: &'a CallOptions,
    ) -> ResponseFuture<'a, {response}> {{
        let error = ApiError::new(request, ErrorCode::REQUEST_LIMIT_EXCEEDED, \"slow down\");
        ResponseFuture::ready(Err(error.into()))
    }}
}}

let client = Client::from_stub(Throttled);
```"
    );
    text.lines().map(str::to_owned).collect()
}

/// The action with the best example: one that a person wrote, or at least a complete one.
pub(super) fn best(model: &Model) -> Option<&Action> {
    model.actions.iter().rev().max_by_key(|action| {
        (
            action.is_example_written,
            action.is_example_complete,
            action.deprecated.is_none(),
        )
    })
}

/// A doctest that creates a valid request.
pub(super) fn request(model: &Model, action: &Action) -> Vec<String> {
    if !action.is_example_written {
        return Vec::new();
    }
    let library = &model.service.library;
    let request = action.example.join("\n");
    let text = format!(
        "
# Example

```
use {library}::model::*;

{request}
request.validate()?;
# Ok::<(), {library}::runtime::validate::Violations>(())
```"
    );
    text.lines().map(str::to_owned).collect()
}
