//! `README.md`, the page of the crate on crates.io.

use super::example;
use crate::model::{Action, Common, Model, OF_EVERY_CRATE};

/// `README.md`, if a person wrote an example for it.
pub(super) fn text(model: &Model) -> Option<String> {
    let service = &model.service;
    let code = example::for_readme(model)?;
    let doc = service.doc.join("\n");
    Some(format!(
        "
# {package}

A client of {title}, service `{name}`, version {version}.

{doc}

## Example

```rust
{code}
```

A request that breaks a documented rule is not sent; the error lists all violations. The feature `mock` contains a server
that answers like the service, for tests without an account. The first page of the documentation leads to requests,
responses, errors and tests.

## Actions

{actions}

## Features

{features}

The features `client` and `default-tls` are on by default. Without them, the crate contains only types and validators, and no
HTTP stack.

## Licence

Apache-2.0 or MIT, at your option. Tencent and its product names belong to Tencent, which is not involved in this crate.
",
        package = service.package,
        title = service.title,
        name = service.name,
        version = service.version,
        actions = actions(model),
        features = features(model),
    ))
}

fn actions(model: &Model) -> String {
    let item = |Action { wire, sentence, .. }: &Action| match sentence.as_str() {
        "" => format!("- `{wire}`"),
        sentence => format!("- `{wire}`: {sentence}"),
    };
    let items: Vec<String> = model.actions.iter().map(item).collect();
    items.join("\n")
}

fn features(model: &Model) -> String {
    let common = OF_EVERY_CRATE.iter();
    let common = common.filter(|feature| model.has(feature.needs));
    let items = common.map(|Common { name, comment, .. }| format!("- `{name}`: {comment}"));
    items.collect::<Vec<_>>().join("\n")
}
