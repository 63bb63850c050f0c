//! The examples in the documentation of a client, of a stub and of a request.

use crate::model::{Action, Model};

/// A doctest that creates a client and makes a call.
pub(super) fn call(model: &Model) -> Vec<String> {
    let Some(action) = best(model) else {
        return Vec::new();
    };
    let library = &model.service.library;
    let request = action.example.join("\n");
    let method = &action.method;
    let text = format!(
        "
# Example

```no_run
use {library}::{{Client, model::*}};

# async fn run() -> Result<(), Box<dyn std::error::Error>> {{
// `CredentialChain` lists the sources of the credential.
let client = Client::builder().region(\"ap-guangzhou\").build()?;
{request}
let response = client.{method}(request).await?;
println!(\"{{response:?}}\");
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
fn best(model: &Model) -> Option<&Action> {
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
