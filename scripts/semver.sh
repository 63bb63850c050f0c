#!/usr/bin/env bash
# Compares the levels of `cargo xtask diff` with those of cargo-semver-checks: for each pair of successive
# releases, it generates both crates and runs both tools.
#
#   scripts/semver.sh FOLDER [--all-actions]
#
# FOLDER contains the descriptions of one service: history/<release>.json and api.json. Without
# --all-actions, the actions that schema/ selects are compared, from the release on that has them. Exit
# status: 0 if the level of diff is never lower than that of cargo-semver-checks, 1 otherwise, 2 after an
# error.
set -euo pipefail
fail() { printf 'semver.sh: %s\n' "$1" >&2; exit 2; }

project=$(cd "$(dirname "$0")/.." && pwd)
[ -d "${1:-}" ] || fail "name the folder of a service's descriptions, as history/<release>.json and api.json"
folder=$(cd "$1" && pwd)
all=${2:-}
command -v cargo-semver-checks >/dev/null \
    || fail "cargo-semver-checks is missing; cargo install cargo-semver-checks --locked"
service=$(basename "$folder")
selected=''
if [ "$all" != --all-actions ]; then
    facts="$project/schema/$service/upstream.json"
    [ -f "$facts" ] || fail "schema/ does not contain $service; add --all-actions"
    selected=$(sed -n '/"actions": {/,/^  }/s/^    "\([^"]*\)": {.*/\1/p' "$facts")
    [ -n "$selected" ] || fail "no action was found in $facts"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --quiet --manifest-path "$project/Cargo.toml" --package xtask
xtask="${CARGO_TARGET_DIR:-$project/target}/debug/xtask"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$project/target}/semver"

# Generates the crate of a release in a separate workspace.
generate() { # source folder options of import…
    local selection=() action
    [ -n "$selected" ] || selection=(--all-actions)
    for action in $selected; do
        # Upstream added some of the actions later.
        if grep -qE "\"$action\" *: *\{" "$1"; then
            selection+=(--action "$action")
        fi
    done
    mkdir -p "$2/schema"
    (
        cd "$2"
        "$xtask" import --from "$1" --schema "schema/$service" "${selection[@]}" "${@:3}"
        "$xtask" codegen
    ) >/dev/null
    sed -e 's|^members = .*|members = ["generated"]|' \
        -e "s|path = \"\([a-z]*\)\"|path = \"$project/\1\"|" \
        "$project/Cargo.toml" >"$2/Cargo.toml"
    cp "$project/Cargo.lock" "$2/Cargo.lock"
}

# Prints the level that cargo-semver-checks requires.
judge() { # old new
    local output
    output=$(cargo semver-checks --manifest-path "$2/generated/Cargo.toml" \
        --baseline-root "$1" --package "$package" --release-type patch --color never 2>&1) || true
    case $output in
        *"requires new major version"*) echo major ;;
        *"requires new minor version"*) echo minor ;;
        *"no semver update required"*) echo patch ;;
        *) printf '%s\n' "$output" >&2; fail "cargo-semver-checks did not report a level; see its output above" ;;
    esac
    printf '%s\n' "$output" | sed -n 's/^--- failure \([a-z_]*\):.*/\1/p' | sort | uniq -c >&2
}

rank() { case $1 in major) echo 3 ;; minor) echo 2 ;; *) echo 1 ;; esac; }

steps=$(ls "$folder/history" | sed 's/\.json$//' | sort -V)
status=0
before='' old=''
for step in $steps current; do
    new="$work/$step"
    if [ "$step" = current ]; then
        # The file does not contain its release, and the level does not depend on it.
        generate "$folder/api.json" "$new" --tccli 9999.0
    else
        generate "$folder/history/$step.json" "$new"
    fi
    package=$(sed -n 's/^name = "\(tencent-.*\)"/\1/p' "$new/generated/Cargo.toml" | head -1)
    if [ -n "$before" ]; then
        ours=$("$xtask" diff "$old/schema" "$new/schema" --json | sed -n 's/^  "level": "\(.*\)",/\1/p')
        theirs=$(judge "$old" "$new")
        verdict=agree
        [ "$(rank "$ours")" -gt "$(rank "$theirs")" ] && verdict='diff asks for more'
        if [ "$(rank "$ours")" -lt "$(rank "$theirs")" ]; then
            verdict='DIFF MISSES SOMETHING'
            status=1
        fi
        printf '%-12s -> %-12s diff: %-6s cargo-semver-checks: %-6s %s\n' "$before" "$step" "$ours" "$theirs" "$verdict"
    fi
    before=$step old=$new
done
exit $status
