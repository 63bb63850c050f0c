#!/usr/bin/env bash
# Compares the crates with their last releases:
#
#   scripts/api-changes.sh [REVISION]
#
# - cargo-semver-checks compares the public API of each crate. It fails if the version is too low.
# - The generated crates of the last release are built with the present runtime and mock. cargo-semver-checks
#   does not see what only generated code calls, because the documentation hides it.
#
# The last release of a crate is its latest tag, such as tencent-runtime-v0.1.0, that is not a tag of HEAD.
# REVISION is compared instead, if it is given. Crates without a release are skipped.
set -euo pipefail
shopt -s inherit_errexit
fail() { printf 'api-changes.sh: %s\n' "$1" >&2; exit 1; }

project=$(cd "$(dirname "$0")/.." && pwd)
cd "$project"
revision=${1:-}
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$project/target}/api-changes"

name_in() { sed -n 's/^name = "\(.*\)"/\1/p' "$1/Cargo.toml" | head -n 1; }
baseline() { # package
    if [ -n "$revision" ]; then
        echo "$revision"
    else
        git tag --list "$1-v*" --no-contains HEAD --sort=-version:refname | head -n 1
    fi
}
# The part of a version that two compatible versions share.
compatible() { echo "$1" | sed -E 's/^(0\.[^.]*|[1-9][0-9]*)\..*/\1/'; }
shared_version() { sed -n '/^\[workspace\.package\]/,/^$/s/^version = "\(.*\)"/\1/p'; }

for folder in runtime mock generated; do
    package=$(name_in "$folder")
    base=$(baseline "$package")
    if [ -z "$base" ]; then
        printf 'skipped: %s has no release to compare with\n' "$package"
    elif ! command -v cargo-semver-checks >/dev/null; then
        printf 'skipped: cargo-semver-checks is missing; cargo install --locked cargo-semver-checks\n'
    else
        printf '%s, compared with %s\n' "$package" "$base"
        features=()
        # Its feature `client` compiles only in a crate that chooses a TLS provider.
        [ "$folder" != mock ] || features=(--only-explicit-features --features callback)
        cargo semver-checks --package "$package" --baseline-rev "$base" "${features[@]}" \
            || fail "the version of $package is too low for the changes above; docs/releasing.md explains versions"
    fi
done

base=$(baseline "$(name_in generated)")
[ -n "$base" ] || exit 0
before=$(git show "$base:Cargo.toml" | shared_version)
now=$(shared_version <Cargo.toml)
if [ "$(compatible "$before")" != "$(compatible "$now")" ]; then
    printf 'skipped: the runtime %s does not promise to work with the crates of %s, which need %s\n' "$now" "$base" "$before"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git archive "$base" Cargo.toml generated LICENSE-APACHE LICENSE-MIT | tar -x -C "$work"
sed -i.bak -e 's|^members = .*|members = ["generated"]|' \
    -e "s#path = \"\(runtime\|mock\)\"#path = \"$project/\1\"#" "$work/Cargo.toml"
cp Cargo.lock "$work"
printf '%s with the present runtime\n' "$base"
cargo check --quiet --manifest-path "$work/generated/Cargo.toml" --all-features \
    || fail "the crates of $base do not compile with the present runtime; keep what they call, or release an incompatible version"
