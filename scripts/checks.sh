#!/usr/bin/env bash
# What `npm test` checks beside the tests. Each check keeps one core busy, so two run at once; all of them have to pass.
set -uo pipefail
cd "$(dirname "$0")/.."

npx projen eslint &
lint=$!
npx projen check:types && npx projen check:structure && npx projen check:api
others=$?
wait "$lint" && exit "$others"
