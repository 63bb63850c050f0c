#!/usr/bin/env bash
# Draws the diagrams of the guide and builds it in both languages:
#
#   scripts/guide.sh
#
# The result is in target/guide. It needs mdbook (cargo install mdbook --no-default-features --locked) and
# dot (the package graphviz).
set -euo pipefail
fail() { printf 'guide.sh: %s\n' "$1" >&2; exit 2; }
cd "$(dirname "$0")/../docs"

command -v mdbook >/dev/null || fail "mdbook is missing; run cargo install mdbook --no-default-features --locked"
command -v dot >/dev/null || fail "dot is missing; install the package graphviz"
for diagram in */src/diagrams/*.dot; do
    dot -Tsvg "$diagram" -o "${diagram%.dot}.svg"
done
for language in en zh; do
    mdbook build "$language"
done
printf 'built target/guide/en/index.html and target/guide/zh/index.html\n'
