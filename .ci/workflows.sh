#!/usr/bin/env bash
# Checks the workflows with actionlint. It proves their syntax, and nothing of what they do.
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=v1.7.12
export GOBIN="$PWD/target/tools/actionlint-$VERSION"

# The checksum database of Go modules knows the bytes of each version.
[ -x "$GOBIN/actionlint" ] || go install "github.com/rhysd/actionlint/cmd/actionlint@$VERSION"
"$GOBIN/actionlint"
echo "actionlint $VERSION: $(find .github/workflows -name '*.yml' | wc -l) workflows hold"
