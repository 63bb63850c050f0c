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
keywords = {keywords}
categories = ["api-bindings"]
publish.workspace = true

[package.metadata.docs.rs]
all-features = true

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
        keywords = toml_strings(&service.keywords),
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
        // Only a crate with actions depends on the mock.
        let is_known =
            |enabled: &&&str| model.is_callable() || !enabled.starts_with("tencent-mock");
        let enables: Vec<&&str> = enables.iter().filter(is_known).collect();
        text.push_str(&format!("# {comment}\n{}", feature(name, &enables)));
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
    let with_actions = |features: &[&'static str]| {
        let required = features.iter().copied().chain(model.any_action());
        toml_strings(&required.collect::<Vec<_>>())
    };
    // The crate enables `serde` for its own examples below, but not in the package that cargo publishes.
    let (client, cli) = (with_actions(&["client", "serde"]), with_actions(&["cli"]));
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
