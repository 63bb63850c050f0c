#!/usr/bin/env bash
# What it costs to compile the crate of a whole service, beside the same types with serde's derives:
# `cargo check` and a release build, their dependencies built before, and three actions by feature.
#
#   scripts/compile-times.sh FROM SERVICE ACTION ACTION ACTION
#
# FROM is a folder with tccli/services in it (an unpacked wheel), SERVICE a service with many actions;
# each ACTION is a feature of its crate, such as describe-zones. CPU seconds, the best of three.
set -euo pipefail
# Or what fails inside of $(…) goes on, and is timed as a very fast build.
shopt -s inherit_errexit
fail() { printf 'compile-times.sh: %s\n' "$1" >&2; exit 2; }
[ $# -ge 3 ] || fail "name a folder of descriptions, a service and features of actions"

project=$(cd "$(dirname "$0")/.." && pwd)
[ -d "$1/tccli/services" ] || fail "$1 is no folder with tccli/services in it; unpack the wheel first"
from=$(cd "$1" && pwd) service=$2
versions=("$from/tccli/services/$service"/v*/api.json)
api=${versions[0]}
[ -f "$api" ] || fail "$from describes no service $service"
[ ${#versions[@]} -eq 1 ] || fail "$service has ${#versions[@]} versions, and each has a crate; name a service that has one"
shift 2
actions=$(IFS=,; echo "$*")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$project"
cargo build --quiet --release --package xtask
cargo build --quiet --package tests --bin derived
"${CARGO_TARGET_DIR:-target}/release/xtask" sdk --from "$from" --out "$work/sdk" --service "$service" --quiet
name=tencent-$service
mkdir -p "$work/derived/src"
"${CARGO_TARGET_DIR:-target}/debug/derived" "$api" >"$work/derived/src/lib.rs"
cat >"$work/derived/Cargo.toml" <<'TOML'
[package]
name = "derived"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
serde = { version = "1", features = ["derive"] }
TOML

# CPU seconds of compiling one package whose dependencies are built.
seconds() { # folder package arguments…
    local folder=$1 package=$2 best=
    shift 2
    (cd "$folder" && cargo "$@" --package "$package" --quiet >/dev/null) ||
        fail "\`cargo $*\` failed for $package; its messages stand above"
    for _ in 1 2 3; do
        (cd "$folder" && cargo clean --package "$package" >/dev/null 2>&1
            case " $* " in *" --release "*) cargo clean --release --package "$package" >/dev/null 2>&1 ;; esac)
        local taken
        taken=$(cd "$folder" && {
            TIMEFORMAT='%U %S'
            time cargo "$@" --package "$package" >/dev/null 2>&1
        } 2>&1 | tail -1 | awk '{ print $1 + $2 }')
        if [ -z "$best" ] || awk "BEGIN { exit !($taken < $best) }"; then best=$taken; fi
    done
    echo "$best"
}

export CARGO_INCREMENTAL=0
unset CARGO_TARGET_DIR
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
types="--no-default-features --features full"
derived=$(seconds "$work/derived" derived check)
ours=$(seconds "$work/sdk" "$name" check $types)
client=$(seconds "$work/sdk" "$name" check)
three=$(seconds "$work/sdk" "$name" check --no-default-features --features "client,default-tls,$actions")
printf 'cargo check    derives %6.2f   types %6.2f (%s)   with client %6.2f (%s)   three actions with client %6.2f (%s of the whole)\n' \
    "$derived" "$ours" "$(ratio "$ours" "$derived")" "$client" "$(ratio "$client" "$derived")" "$three" "$(ratio "$three" "$client")"
derived=$(seconds "$work/derived" derived build --release)
ours=$(seconds "$work/sdk" "$name" build --release $types)
client=$(seconds "$work/sdk" "$name" build --release)
printf 'release build  derives %6.2f   types %6.2f (%s)   with client %6.2f (%s)\n' \
    "$derived" "$ours" "$(ratio "$ours" "$derived")" "$client" "$(ratio "$client" "$derived")"
