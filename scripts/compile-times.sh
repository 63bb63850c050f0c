#!/usr/bin/env bash
# Measures how long the crate of a whole service compiles, compared with the same types with serde's
# derives: `cargo check`, a release build, and three actions by feature. Dependencies are built before.
#
#   scripts/compile-times.sh FROM SERVICE ACTION ACTION ACTION
#
# FROM is a folder that contains tccli/services (an unpacked wheel). SERVICE is a service with many
# actions. Each ACTION is a feature of its crate, such as describe-zones. The figures are CPU seconds,
# medians of seven rounds.
#
# Both crates contain the same types: those of the description alone. A separate line measures them with
# the overlay of this project (enums, rules).
set -euo pipefail
# Otherwise a command that fails inside of $(…) would count as a very fast build.
shopt -s inherit_errexit
fail() { printf 'compile-times.sh: %s\n' "$1" >&2; exit 2; }
[ $# -ge 3 ] || fail "name a folder of descriptions, a service and features of actions"

project=$(cd "$(dirname "$0")/.." && pwd)
[ -d "$1/tccli/services" ] || fail "$1 does not contain tccli/services; unpack the wheel first"
from=$(cd "$1" && pwd) service=$2
versions=("$from/tccli/services/$service"/v*/api.json)
api=${versions[0]}
[ -f "$api" ] || fail "$from does not describe the service $service; check its name"
[ ${#versions[@]} -eq 1 ] || fail "$service has ${#versions[@]} versions, and each has a crate; name a service that has one"
shift 2
actions=$(IFS=,; echo "$*")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$project"
cargo build --quiet --release --package xtask
cargo build --quiet --package tests --features benches --bin derived
sdk() { # folder arguments…
    "${CARGO_TARGET_DIR:-target}/release/xtask" sdk --from "$from" --service "$service" --quiet --out "$@"
}
mkdir "$work/no-overlay"
sdk "$work/sdk" --schema "$work/no-overlay" --runtime runtime
sdk "$work/overlaid"
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

# Measures the CPU seconds to compile one package whose dependencies are built.
seconds() { # folder package arguments…
    local folder=$1 package=$2
    (cd "$folder" && cargo clean --package "$package" >/dev/null 2>&1
        case " $* " in *" --release "*) cargo clean --release --package "$package" >/dev/null 2>&1 ;; esac)
    timed "$@"
}
# Measures the CPU seconds of cargo with nothing to compile.
idle() { # folder package arguments…
    run "$@"
    timed "$@"
}
timed() { # folder package arguments…
    local folder=$1 package=$2
    shift 2
    (cd "$folder" && {
        TIMEFORMAT='%U %S'
        time cargo "$@" --package "$package" >/dev/null 2>&1
    } 2>&1 | tail -1 | awk '{ print $1 + $2 }')
}

# Prints the medians of several rounds. Each round measures all commands, one after the other, so that a
# slow phase of the machine affects all of them.
median() { # command…
    local round command middle=$(((rounds + 1) / 2))
    for command in "$@"; do
        "$command" run || fail "\`$command\` failed to build; see its messages above"
        : >"$work/$command"
    done
    for ((round = 0; round < rounds; round++)); do
        for command in "$@"; do "$command" seconds >>"$work/$command"; done
    done
    for command in "$@"; do declare -g "median_$command=$(sort -n "$work/$command" | sed -n "${middle}p")"; done
}
run() { # folder package arguments…
    local folder=$1 package=$2
    shift 2
    (cd "$folder" && cargo "$@" --package "$package" --quiet >/dev/null)
}

rounds=7
export CARGO_INCREMENTAL=0
unset CARGO_TARGET_DIR
types="--no-default-features --features full"
check_derives() { $1 "$work/derived" derived check; }
check_types() { $1 "$work/sdk" "$name" check $types; }
check_client() { $1 "$work/sdk" "$name" check; }
check_serde() { $1 "$work/sdk" "$name" check --features serde; }
check_overlaid() { $1 "$work/overlaid" "$name" check; }
check_three() { $1 "$work/sdk" "$name" check --no-default-features --features "client,default-tls,$actions"; }
check_idle() {
    [ "$1" = run ] || set -- idle
    $1 "$work/sdk" "$name" check
}
check_none() { $1 "$work/sdk" "$name" check --no-default-features --features "client,default-tls"; }
build_derives() { $1 "$work/derived" derived build --release; }
build_types() { $1 "$work/sdk" "$name" build --release $types; }
build_client() { $1 "$work/sdk" "$name" build --release; }

row() { # title seconds of
    printf '%-44s %6.2f   %s\n' "$1" "$2" "$(awk "BEGIN { printf \"%.2f\", $2 / $3 }")"
}
median check_derives check_types check_client check_serde check_overlaid check_three check_none check_idle
echo "cargo check, CPU seconds, and the share of the first line:"
row "derives" "$median_check_derives" "$median_check_derives"
row "types and validators" "$median_check_types" "$median_check_derives"
row "with the client" "$median_check_client" "$median_check_derives"
row "with the client and serde" "$median_check_serde" "$median_check_derives"
row "with the client and the overlay" "$median_check_overlaid" "$median_check_derives"
echo "of the whole with the client:"
row "three actions" "$median_check_three" "$median_check_client"
row "no action: cargo, rustc and dependencies" "$median_check_none" "$median_check_client"
row "nothing to compile: cargo alone" "$median_check_idle" "$median_check_client"
less() { awk "BEGIN { print $1 - $median_check_idle }"; }
row "three actions, without cargo's own" "$(less "$median_check_three")" "$(less "$median_check_client")"
median build_derives build_types build_client
echo "release build:"
row "derives" "$median_build_derives" "$median_build_derives"
row "types and validators" "$median_build_types" "$median_build_derives"
row "with the client" "$median_build_client" "$median_build_derives"
