#!/usr/bin/env bash
# Checks the oldest versions that the published crates promise to work with:
#
#   scripts/minimum-versions.sh
#
# - Rust: `rust-version` of Cargo.toml, with the packages of Cargo.lock;
# - packages: the lowest version of each direct dependency that Cargo.toml accepts, in a copy of the
#   workspace, so that Cargo.lock does not change.
#
# Both use the oldest Rust, which rustup installs if it is missing. Without rustup or network, only the
# second check runs, with the present Rust. aws-lc-rs is resolved but not built, because it is much C code.
set -euo pipefail
shopt -s inherit_errexit
fail() { printf 'minimum-versions.sh: %s\n' "$1" >&2; exit 1; }

project=$(cd "$(dirname "$0")/.." && pwd)
cd "$project"
rust=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
[ -n "$rust" ] || fail "Cargo.toml has no line \`rust-version\`"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$project/target}/minimum"

check() { # cargo arguments…
    "$@" --package tencent-runtime --package tencent-mock --package tencent-ess \
        --features tencent-runtime/cli,tencent-ess/blocking,tencent-ess/callback,tencent-ess/client,tencent-ess/default-tls \
        --features tencent-ess/hash,tencent-ess/mock,tencent-ess/native-roots,tencent-ess/schemars,tencent-ess/serde \
        --features tencent-ess/socks,tencent-ess/tracing
}

oldest=
if command -v rustup >/dev/null &&
    { rustup run "$rust" rustc --version >/dev/null 2>&1 || rustup toolchain install "$rust" --profile minimal >/dev/null 2>&1; }; then
    oldest="+$rust"
    printf 'Rust %s, with the packages of Cargo.lock\n' "$rust"
    check cargo "$oldest" check --quiet --locked || fail "the crates do not build with Rust $rust; raise \`rust-version\`, or change the code"
else
    printf 'skipped: rustup cannot install Rust %s here, so `rust-version` is checked only by the lint `incompatible_msrv` of clippy\n' "$rust"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R runtime mock generated LICENSE-* "$work"
sed 's|^members = .*|members = ["generated", "mock", "runtime"]|' Cargo.toml >"$work/Cargo.toml"
cd "$work"
printf 'the lowest versions of direct dependencies\n'
# The option is not stable yet.
RUSTC_BOOTSTRAP=1 cargo generate-lockfile --quiet -Z direct-minimal-versions \
    || fail "a dependency needs a higher version of another than Cargo.toml names; raise it there"
# shellcheck disable=SC2086 # no argument without the oldest Rust
check cargo $oldest check --quiet --locked \
    || fail "a version that Cargo.toml accepts is too old; raise it there to the first version that works"
