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
default = [{default}]
# The asynchronous client.
client = ["tencent-runtime/client"]
# The blocking client, for programs without an asynchronous runtime.
blocking = ["tencent-runtime/blocking"]
# Spans and events of calls, without secrets.
tracing = ["tencent-runtime/tracing"]
{features}
[dependencies]
serde.workspace = true
tencent-runtime.workspace = true

[dev-dependencies]
tencent-runtime = {{ workspace = true, features = ["cli"] }}

[[example]]
name = "call"
required-features = [{needed}]

[lints]
workspace = true
"#,
        package = service.package,
        version = service.crate_version,
        title = service.title.replace(['"', '\\'], "'"),
        default = default_features(model),
        features = features(model),
        needed = match model.any_action() {
            Some(any) => format!("\"client\", \"{any}\""),
            None => "\"client\"".to_owned(),
        },
    )
}

fn default_features(model: &Model) -> &'static str {
    match model.any_action() {
        Some(_) => "\"client\", \"full\"",
        None => "\"client\"",
    }
}

/// The features of the actions. Those that begin with an underscore are shared, and not for users.
fn features(model: &Model) -> String {
    let mut text = String::new();
    if !model.features.is_empty() {
        text.push_str(
            "\n# Each action with what it reaches; what begins with an underscore is shared.\n",
        );
    }
    for feature in &model.features {
        let quoted: Vec<String> = feature
            .enables
            .iter()
            .map(|name| format!("{name:?}"))
            .collect();
        text.push_str(&format!("{} = [{}]\n", feature.name, quoted.join(", ")));
    }
    text
}
