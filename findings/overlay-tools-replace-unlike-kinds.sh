#!/usr/bin/env bash
# openapi-overlays-js 0.2.0, openapi-format 1.33.6, bump-cli 2.11.0 (npm), oas-patch 0.6.0 (PyPI): an update that puts a text
# in the place of a list replaces it and exits with 0. Overlay 1.1.0, Action Object: such an update results in an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund openapi-overlays-js@0.2.0 openapi-format@1.33.6 bump-cli@2.11.0
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check oas-patch==0.6.0
cat >api.yaml <<'YAML'
openapi: 3.1.0
info: {title: API, version: "1"}
paths: {}
components:
  schemas:
    Name: {type: ["null", string]}
YAML
cat >overlay.yaml <<'YAML'
overlay: 1.1.0
info: {title: Back to 3.0, version: "1"}
actions:
  - target: $.components.schemas.Name
    update: {type: string, nullable: true}
YAML
npx overlayjs --openapi api.yaml --overlay overlay.yaml >overlayjs.yaml
npx openapi-format api.yaml --overlayFile overlay.yaml -o openapi-format.yaml >/dev/null 2>&1
npx bump overlay api.yaml overlay.yaml >bump.yaml 2>/dev/null
venv/bin/oas-patch overlay api.yaml overlay.yaml >oas-patch.yaml
for tool in overlayjs openapi-format bump oas-patch; do
  echo "$tool: exit 0, $(grep -A1 'Name:' "$tool.yaml" | tail -1 | tr -s ' ')"
  grep -q 'type: string' "$tool.yaml" || { echo "it has changed" >&2; exit 1; }
  ! grep -q 'null"\|'"null'" "$tool.yaml" || { echo "it has changed" >&2; exit 1; }
done
