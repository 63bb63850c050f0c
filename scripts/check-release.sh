#!/usr/bin/env bash
# Checks that a tag can be released, and prints the name of its crate as the last line:
#
#   scripts/check-release.sh TAG
#
# TAG is <crate>-v<version>. docs/releasing.md describes the steps of a release.
set -euo pipefail
shopt -s inherit_errexit
fail() { printf 'check-release.sh: %s\n' "$1" >&2; exit 1; }

[ $# -eq 1 ] || fail "name a tag, such as tencent-runtime-v0.1.0"
cd "$(dirname "$0")/.."
tag=$1 package=${1%-v*} version=${1##*-v}
case $package in
    tencent-codegen | "") fail "$tag is not the tag of a published crate" ;;
    tencent-*) ;;
    *) fail "$tag is not the tag of a published crate" ;;
esac
found=$(cargo pkgid --quiet --package "$package" | sed 's/.*[#@]//')
[ "$found" = "$version" ] || fail "$tag does not match the version $found of $package"
[ -z "$(git status --porcelain)" ] || fail "there are uncommitted changes"
git merge-base --is-ancestor HEAD origin/main || fail "HEAD is not part of the branch main, whose commits passed the gate"
grep -qE "^## .*\b$package ${version//./\\.}\b" CHANGELOG.md \
    || fail "no heading of CHANGELOG.md contains \`$package $version\`; rename \`## Unreleased\`"
grep -q '^repository = "https://' Cargo.toml \
    || fail "[workspace.package] of Cargo.toml has no \`repository\`; docs/releasing.md lists what the first release needs"

# It resolves the dependencies from crates.io, so it fails if one of them was not released before.
cargo publish --dry-run --locked --package "$package" >&2
scripts/api-changes.sh >&2
echo "$package"
