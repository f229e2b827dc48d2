#!/bin/sh
# Builds or checks the front end with the Node of this machine, or with one from a wheel where there is none.
set -eu
cd "$(dirname "$0")/.."

recent() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]
}

if ! recent; then
    [ -x .venv/bin/node ] || {
        echo "There is no Node 20 or newer on this machine: installing it into .venv ..."
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
    }
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
fi

cd frontend
if [ ! -e node_modules/.installed ] || ! cmp -s package-lock.json node_modules/.installed; then
    npm ci --no-progress
    cp package-lock.json node_modules/.installed
fi
npm run --silent "$1"
cd ..
.venv/bin/python -m whitenoise.compress --quiet src/knooppunt/web/static/built
