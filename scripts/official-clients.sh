#!/usr/bin/env bash
# Calls the mock with Tencent's own clients, and prints how many calls each of them made:
#
#   scripts/official-clients.sh
#
# It installs the Python SDK, tccli (PyPI) and the Node.js SDK (npm) into a temporary folder. The programs
# are in schema/<service>/official-clients/; each call must end as its program expects.
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
service=$project/schema/ess-2020-11-11/official-clients
work=$(mktemp -d)
mock=
trap 'test -z "$mock" || kill "$mock"; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet tencentcloud-sdk-python-ess tccli
(cd "$work" && npm install --silent --no-audit tencentcloud-sdk-nodejs >/dev/null)

cargo build --quiet --manifest-path "$project/Cargo.toml" --package tencent-ess --features mock --example mock
"${CARGO_TARGET_DIR:-$project/target}/debug/examples/mock" >"$work/mock" &
mock=$!
until grep -q -- --endpoint "$work/mock"; do sleep 0.1; done
endpoint=$(sed -n 's|.*--endpoint http://||p' "$work/mock")
export $(sed -n 's/^export //p' "$work/mock")

python=$("$work/venv/bin/python" "$service/python.py" "$endpoint" "$TENCENTCLOUD_SECRET_ID" "$TENCENTCLOUD_SECRET_KEY")
node=$(NODE_PATH=$work/node_modules node "$service/node.js" "$endpoint" "$TENCENTCLOUD_SECRET_ID" "$TENCENTCLOUD_SECRET_KEY")
tccli=$(HOME=$work PATH=$work/venv/bin:$PATH "$service/tccli.sh" "$endpoint")
echo "official clients: Python $python, Node.js $node, tccli $tccli"
