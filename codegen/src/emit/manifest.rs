//! `Cargo.toml`, and `rustfmt.toml`, which leaves the crate to the generator's own printer.

use crate::model::Model;

pub(super) const RUSTFMT: &str = "disable_all_formatting = true\n";

pub(super) fn text(model: &Model) -> String {
    let service = &model.service;
    format!(
        r#"[package]
name = "{package}"
description = "A client of {title}"
version = "{version}"
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish = false

[features]
default = ["client"]
# The asynchronous client.
client = ["tencent-runtime/client"]
# The blocking client, for programs without an asynchronous runtime.
blocking = ["tencent-runtime/blocking"]
# Spans and events of calls, without secrets.
tracing = ["tencent-runtime/tracing"]

[dependencies]
serde.workspace = true
tencent-runtime.workspace = true

[dev-dependencies]
tencent-runtime = {{ workspace = true, features = ["cli"] }}

[[example]]
name = "call"
required-features = ["client"]

[lints]
workspace = true
"#,
        package = service.package,
        version = service.crate_version,
        title = service.title.replace('"', "'"),
    )
}
