//! `Cargo.toml`, and `rustfmt.toml`, which excludes the crate from rustfmt.

use crate::model::{ALL_ACTIONS, Common, Feature, Model, OF_EVERY_CRATE};
use crate::toml::{toml_string, toml_strings};

/// The longest line; longer lists are broken.
const WIDTH: usize = 100;

pub(super) const RUSTFMT: &str = "disable_all_formatting = true\n";

pub(super) fn text(model: &Model) -> String {
    let service = &model.service;
    format!(
        r#"[package]
name = {name}
description = {description}
version = {version}
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish = false

# The release of upstream's package in which this crate changed last.
[package.metadata.upstream]
release = {release}

[features]
{features}
[dependencies]
serde = {{ workspace = true, optional = true }}
{mock}tencent-runtime.workspace = true

{programs}[lints]
workspace = true
"#,
        name = toml_string(&service.package),
        version = toml_string(&service.crate_version),
        description = toml_string(&description(model)),
        release = toml_string(&service.release),
        features = features(model),
        mock = mock(model),
        programs = programs(model),
    )
}

fn description(model: &Model) -> String {
    let title = &model.service.title;
    if model.is_callable() {
        format!("A client of {title}")
    } else {
        format!("{title}, without actions: upstream no longer serves any")
    }
}

/// All features. Features that start with an underscore are internal: several actions share them.
fn features(model: &Model) -> String {
    let mut text = feature("default", &default_features(model));
    let common = OF_EVERY_CRATE.iter();
    for Common {
        name,
        comment,
        enables,
        ..
    } in common.filter(|feature| model.has(feature.needs))
    {
        text.push_str(&format!("# {comment}\n{}", feature(name, enables)));
    }
    if !model.features.is_empty() {
        text.push_str(
            "\n# Each action with what it reaches; what begins with an underscore is shared.\n",
        );
    }
    for Feature { name, enables } in &model.features {
        text.push_str(&feature(name, enables));
    }
    text
}

fn default_features(model: &Model) -> Vec<&'static str> {
    let clients = model.is_callable().then_some(["client", "default-tls"]);
    let actions = model.any_action().map(|_| ALL_ACTIONS);
    clients.into_iter().flatten().chain(actions).collect()
}

/// The line of a feature, or several lines if it enables many features.
fn feature(name: &str, enables: &[impl AsRef<str>]) -> String {
    let line = format!("{name} = {}\n", toml_strings(enables));
    if line.len() <= WIDTH {
        return line;
    }
    let enables: String = enables
        .iter()
        .map(|enabled| format!("    {},\n", toml_string(enabled.as_ref())))
        .collect();
    format!("{name} = [\n{enables}]\n")
}

/// The mock. It is an optional dependency and not one of the examples only, so that the example `call` does
/// not build it.
fn mock(model: &Model) -> &'static str {
    if model.is_callable() {
        "tencent-mock = { workspace = true, optional = true }\n"
    } else {
        ""
    }
}

/// The examples: a command line, which needs the client and `serde`, and a mock server. The program has
/// both. It has the name of the library, so it is not documented.
fn programs(model: &Model) -> String {
    if !model.is_callable() {
        return String::new();
    }
    let with_actions = |feature| {
        let required: Vec<&str> = [feature].into_iter().chain(model.any_action()).collect();
        toml_strings(&required)
    };
    let (client, cli) = (with_actions("client"), with_actions("cli"));
    let package = &model.service.package;
    format!(
        r#"[dev-dependencies]
{package} = {{ path = ".", default-features = false, features = ["serde"] }}
tencent-runtime = {{ workspace = true, features = ["cli"] }}

[[bin]]
name = {name}
path = "src/main.rs"
required-features = {cli}
doc = false
test = false
bench = false

[[example]]
name = "call"
required-features = {client}

[[example]]
name = "mock"
required-features = ["mock"]

"#,
        name = toml_string(package),
    )
}
