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
# JSON Schemas of all types.
schemars = ["tencent-runtime/schemars"]
# TLS of the clients: with ring, and with Mozilla's list of certificate authorities, compiled in.
default-tls = ["ring", "webpki-roots"]
# TLS with ring.
ring = ["tencent-runtime/ring"]
# TLS with aws-lc-rs, which goes before ring where both are on.
aws-lc-rs = ["tencent-runtime/aws-lc-rs"]
# Trusts the certificate authorities of Mozilla's list.
webpki-roots = ["tencent-runtime/webpki-roots"]
# Trusts the certificate authorities that the system trusts.
native-roots = ["tencent-runtime/native-roots"]
{features}
[dependencies]
serde.workspace = true
tencent-runtime.workspace = true

[dev-dependencies]
tencent-runtime = {{ workspace = true, features = ["cli"] }}
{example}
[lints]
workspace = true
"#,
        package = service.package,
        version = service.crate_version,
        title = service.title.replace(['"', '\\'], "'"),
        default = default_features(model),
        features = features(model),
        example = example(model),
    )
}

fn default_features(model: &Model) -> &'static str {
    match model.any_action() {
        Some(_) => "\"client\", \"default-tls\", \"full\"",
        None => "\"client\", \"default-tls\"",
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

/// The command line, which needs the client.
fn example(model: &Model) -> String {
    if !model.is_callable() {
        return String::new();
    }
    let any = model.any_action().map(|any| format!(", {any:?}"));
    let any = any.unwrap_or_default();
    format!("\n[[example]]\nname = \"call\"\nrequired-features = [\"client\"{any}]\n")
}
