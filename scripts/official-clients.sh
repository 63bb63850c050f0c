#!/usr/bin/env bash
# Calls mocks with Tencent's own clients: the SDK for Python and tccli (PyPI), and the SDK for Node.js (npm).
#
#   scripts/official-clients.sh [COUNT]
#
# First, each service of schema/ that has a folder official-clients/ is called as the program there says: a whole
# flow, a wrong signature, broken rules, a throttled call. Then the same clients call all actions of several other
# services (12 by default), whose crates `cargo xtask sdk` generates. Each answer must have the described type, and
# each error must arrive as the client's own error class. The last line is a summary.
#
# The clients are installed into a temporary folder. Crates and build output are kept in target/official-clients.
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
count=${1:-12}
# Fixed releases, so that the result does not depend on the day. The SDKs must be newer than the release of tccli,
# which is the one in upstream.json: raise them when new members are missing in their answers.
python_sdk=3.1.195
node_sdk=4.1.313

fail() {
    printf 'official-clients: %s\n' "$1" >&2
    exit 1
}

work=$(mktemp -d)
cleanup() {
    running=$(jobs -p)
    [ -z "$running" ] || kill $running 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs a command so that a signal ends this script at once, not after the command.
run() {
    "$@" &
    wait $!
}

for tool in python3 node npm cargo; do
    command -v "$tool" >/dev/null || fail "$tool is missing; install it with the system's package manager"
done

say() { printf '%s\n' "$1"; }

release=$(sed -n 's/^ *"release": "\(.*\)".*/\1/p' "$project"/schema/*/upstream.json | sort -V | tail -n 1)
say "installing tccli $release and the SDKs"
run python3 -m venv "$work/venv" || fail "python3 cannot create an environment; install python3-venv"
pip() {
    run "$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check "$@" || fail "pip cannot install $*"
}
pip "tccli==$release" "tencentcloud-sdk-python==$python_sdk"
mkdir "$work/node"
run npm install --silent --no-audit --no-fund --prefix "$work/node" "tencentcloud-sdk-nodejs@$node_sdk" >/dev/null \
    || fail "npm cannot install tencentcloud-sdk-nodejs@$node_sdk"

# tccli writes to the home folder.
mkdir "$work/home"
call() { # folder of Python packages, program, arguments
    PYTHONPATH=$1:$project/scripts/official-clients PYTHONPYCACHEPREFIX=$work/pycache TMPDIR=$work \
        NODE_PATH=$work/node/node_modules HOME=$work/home PATH=$work/venv/bin:$PATH run python "${@:2}"
}

# Writes a package with the example `mock` of each crate, because cargo builds the example itself only together
# with a client.
target=${CARGO_TARGET_DIR:-$project/target}/official-clients
mkdir -p "$target/mocks"
dependencies=
programs=
add() { # folder of a crate, whose name becomes the name of the program
    name=$(sed -n 's/^name = "\(.*\)"$/\1/p' "$1/Cargo.toml" | head -n 1)
    features='"mock"'
    ! grep -q '^full = ' "$1/Cargo.toml" || features+=', "full"'
    dependencies+="$name = { path = \"$1\", default-features = false, features = [$features] }"$'\n'
    programs+=$'\n[[bin]]\n'"name = \"$name\""$'\n'"path = \"$1/examples/mock.rs\""$'\n'
}

# Starts a mock, and sets `endpoint`.
start() { # package, options
    : >"$work/$1.log"
    "$target/debug/$1" "${@:2}" >"$work/$1.log" 2>&1 &
    for _ in {1..100}; do
        endpoint=$(sed -n 's|.*--endpoint http://||p' "$work/$1.log")
        [ -z "$endpoint" ] || return 0
        kill -0 $! 2>/dev/null || break
        sleep 0.1
    done
    fail "the mock of $1 does not listen: $(cat "$work/$1.log")"
}

# Starts a mock and one that throttles, and sets `mock` to the arguments of the programs.
start_both() { # package, service, version
    start "$1" --scenario throttled
    throttling=$endpoint
    start "$1"
    mock="$2 v${3//-/} $endpoint $throttling"
    export $(sed -n 's/^export //p' "$work/$1.log")
}

chosen=$(call "" "$project/scripts/official-clients/services.py" choose "$count")
say "building mocks: ${chosen//,/, }"
rm -rf "$target/sdk"
run cargo run --quiet --manifest-path "$project/Cargo.toml" --package xtask -- sdk --quiet --docs none \
    --from "$work"/venv/lib/python*/site-packages/tccli/services --out "$target/sdk" --service "$chosen"
packages=()
for name in ${chosen//,/ }; do
    package=tencent-${name%@*}
    # A service with several versions has a crate for each of them.
    [ -d "$target/sdk/$package" ] || package+=-$(tr -d - <<<"${name#*@}")
    packages+=("$package")
    add "$target/sdk/$package"
done
add "$project/generated"
cat >"$target/mocks/Cargo.toml" <<END
[package]
name = "mocks"
edition = "2024"

[workspace]

[dependencies]
$dependencies$programs
END
cp "$project/Cargo.lock" "$target/mocks/Cargo.lock"
CARGO_TARGET_DIR=$target CARGO_PROFILE_DEV_DEBUG=0 run cargo build --quiet --manifest-path "$target/mocks/Cargo.toml" \
    || fail "the mocks do not compile"

say "calling them"
summary=
status=0
for folder in "$project"/schema/*/official-clients; do
    described=$(basename "$(dirname "$folder")")
    version=${described: -10}
    service=${described%-"$version"}
    pip --target "$work/python-$service" "tencentcloud-sdk-python-$service<=$python_sdk"
    start_both "tencent-$service" "$service" "$version"
    for program in "$folder"/*.py; do
        call "$work/python-$service" "$program" $mock >"$work/calls" || status=1
        summary+="$service: $(cat "$work/calls"). "
    done
done
for name in ${chosen//,/ }; do
    start_both "${packages[0]}" "${name%@*}" "${name#*@}"
    packages=("${packages[@]:1}")
    printf '%s\n' "$mock" >>"$work/mocks"
done
call "" "$project/scripts/official-clients/services.py" call "$work/mocks" >"$work/calls" || status=1
[ $status = 0 ] || say "fix these problems in mock/, or in the programs if a client changed"
say "official clients: $summary$count other services: $(cat "$work/calls")"
exit $status
