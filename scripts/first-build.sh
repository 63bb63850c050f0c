#!/usr/bin/env bash
# Measures the first build on a fresh machine in CPU seconds (user and system), compared with floors:
#
#   scripts/first-build.sh
#
# It clones HEAD to a temporary folder and downloads all packages before it measures. The floors are the
# same work without this project's code:
#
# - a generator: a program that parses and prints a line of Rust, with the libraries that this project
#   must have (serde_json, schemars, quote, proc-macro2, syn, prettyplease, heck) and the same profile;
# - a client: a program that sends JSON with only reqwest, the same TLS and serde.
#
# Each figure is one run, except for those under a second, which are the best of five. A busy machine
# makes all of them larger; the ratios change less.
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C

project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR RUSTFLAGS

# CPU seconds of a command in a folder. Its output goes to a log, which is shown if the command fails.
seconds() { # folder command…
    local folder=$1 TIMEFORMAT='%U %S' log=$work/log
    shift
    { time (cd "$folder" && "$@" >"$log" 2>&1) || { cat "$log" >&2; exit 1; }; } 2>"$work/time"
    awk '{ printf "%.2f", $1 + $2 }' "$work/time"
}

best_of_five() { # folder command…
    for _ in 1 2 3 4 5; do
        seconds "$@"
        echo
    done | sort -n | head -n 1
}

row() { # name seconds floor
    awk -v name="$1" -v ours="$2" -v floor="$3" 'BEGIN {
        ratio = floor == "-" ? "-" : sprintf("%.2f", ours / floor)
        printf "%-56s %8.2f %8s %8s\n", name, ours, floor, ratio
    }'
}

program() { # folder dependencies main
    mkdir -p "$work/$1/src"
    printf '[package]\nname = "%s"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n%s\n' "$1" "$2" >"$work/$1/Cargo.toml"
    sed -n '/^\[profile\.dev\]/,$p' "$project/Cargo.toml" >>"$work/$1/Cargo.toml"
    printf '%s\n' "$3" >"$work/$1/src/main.rs"
    cp "$project/Cargo.lock" "$work/$1/"
    (cd "$work/$1" && cargo fetch --quiet)
}

git clone --quiet "$project" "$work/project"
(cd "$work/project" && cargo fetch --quiet --locked)

program generator 'heck = "0.5"
prettyplease = "0.3"
proc-macro2 = "1"
quote = "1"
schemars = { version = "1", default-features = false, features = ["derive", "std"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
syn = { version = "3", features = ["full"] }' '
use heck::ToSnakeCase;
#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Description { name: String }
fn main() {
    let schema = schemars::schema_for!(Description);
    let Description { name } = serde_json::from_str(r#"{ "name": "SomeThing" }"#).unwrap();
    let name = quote::format_ident!("{}", name.to_snake_case());
    let file = syn::parse2(quote::quote!(pub fn #name() {})).unwrap();
    print!("{}{}", prettyplease::unparse(&file), schema.as_value());
}'

program client 'reqwest = { version = "0.13", default-features = false, features = ["json", "rustls-no-provider", "system-proxy"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
webpki-roots = "1"' '
use std::sync::Arc;
#[derive(serde::Serialize)]
struct Request { ids: Vec<String> }
#[derive(serde::Deserialize)]
struct Response { url: String }
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let roots: rustls::RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let client = reqwest::Client::builder().tls_backend_preconfigured(tls).build()?;
    let request = Request { ids: vec!["1".to_owned()] };
    let response: Response = client.post("https://example.com").json(&request).send().await?.json().await?;
    println!("{}", response.url);
    Ok(())
}'

# The first Rust example of the README is the program of a user.
program user "tencent-ess = { path = \"$work/project/generated\" }
tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }" \
    "$(sed -n '/^```rust,no_run$/,/^```$/p' "$project/README.md" | sed '1d; /^```$/,$d')"

printf '%-56s %8s %8s %8s\n' 'CPU seconds' ours floor ratio
floor=$(seconds "$work/generator" cargo build --quiet)
row 'cargo xtask codegen, nothing built' "$(seconds "$work/project" cargo xtask codegen)" "$floor"
row 'then cargo test --workspace' "$(seconds "$work/project" cargo test --workspace)" -
floor=$(best_of_five "$work/generator" cargo run --quiet)
row 'cargo xtask codegen, nothing changed' "$(best_of_five "$work/project" cargo xtask codegen)" "$floor"

# An attribute of every setter gets a message, so that the crate with the emitters is built again.
sed -i.bak '0,/#\[must_use\]/s//#[must_use = "it returns the changed value"]/' "$work/project/codegen/src/emit/setters.rs"
row 'cargo xtask codegen, after a change in one emitter' "$(seconds "$work/project" cargo xtask codegen)" -

floor=$(seconds "$work/client" cargo build --quiet)
row 'cargo build of a program with the default features' "$(seconds "$work/user" cargo build --quiet)" "$floor"
