#!/bin/sh
# Generates clients in TypeScript and Go from the description of the API, compiles them as strictly as
# their compilers can, lets the Go one follow an example, and judges the description with spectral.
# Needs node, npm and go, and the registries that these install from; works in a folder of its own.
#
#   sh tests/clients/check.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$(mktemp -d)}
mkdir -p "$folder/ts" "$folder/go/sanvat"

cd "$here/../.."
PYTHONPATH=. .venv/bin/python -m tests.clients "$folder"

cd "$folder/ts"
cp "$here/typescript/use.ts" "$here/typescript/tsconfig.json" .
echo 'extends: ["spectral:oas"]' > .spectral.yaml
[ -d node_modules ] || npm install --silent --no-audit --no-fund --ignore-scripts \
    @stoplight/spectral-cli@6.16.3 openapi-typescript@7.13.0 openapi-fetch@0.17.0 typescript@5
npx spectral lint --fail-severity=hint ../openapi.json
npx openapi-typescript ../openapi.json -o api.d.ts
npx tsc -p .
echo "TypeScript: compiled"

cd "$folder/go"
cp "$here/go/follower_test.go" "$here/go/oapi-codegen.yaml" .
GOBIN="$folder/bin" go install github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2
"$folder/bin/oapi-codegen" -config oapi-codegen.yaml ../openapi.json
[ -f go.mod ] || go mod init example.com/follower
go mod tidy
go vet ./...
go test ./...
