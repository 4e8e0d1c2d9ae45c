#!/usr/bin/env bash
# openapi-core 0.23.1 (PyPI) and Prism (npm: @stoplight/prism-http 5.12.0) refuse requests that the specification shows, or fail on
# them. OpenAPI 3.0.4: "Style Examples" for queries and paths, and the default contentType of parts, "Encoding Object".
set -euo pipefail
readers=$(cd "$(dirname "$0")/../xtask/program" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @stoplight/prism-http@5.12.0 @stoplight/types@14.1.1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openapi-core==0.23.1
cat >make.py <<'PY'
import json

LIST = {"type": "array", "items": {"type": "string"}}
COLOR = {"type": "object", "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}}}
paths, requests, names = {}, [], []


def add(name, template, operation, target, media_type=None, body=None):
    method = "post" if media_type else "get"
    paths[template] = {method: {"operationId": name, "responses": {"200": {"description": "Done."}}, **operation}}
    headers = [["content-type", media_type]] if media_type else []
    request = {"method": method.upper(), "target": target, "headers": headers, "body": body}
    requests.append({"template": template, "request": request})
    names.append(name)


def parameter(place, schema, **style):
    return {"parameters": [{"in": place, "name": "color", "required": True, "schema": schema, **style}]}


def body(media_type, schema):
    schema = {"type": "object", "properties": {"v": schema}}
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


def parts(*values, head=""):
    part = "--B\r\nContent-Disposition: form-data; name=\"v\"\r\n{}\r\n{}\r\n"
    return "".join(part.format(head, value) for value in values) + "--B--\r\n"


add("an object in a query, exploded", "/a", parameter("query", COLOR), "/a?R=100&G=200")
piped = parameter("query", COLOR, style="pipeDelimited", explode=False)
add("an object in a query, with pipes", "/b", piped, "/b?color=R%7C100%7CG%7C200")
add("a list in a path", "/c/{color}", parameter("path", LIST), "/c/blue,black,brown")
matrix = parameter("path", {"type": "string"}, style="matrix")
add("a word in a path, as a matrix", "/d/{color}", matrix, "/d/;color=blue")
form, multipart = "application/x-www-form-urlencoded", "multipart/form-data"
add("a list in a form", "/e", body(form, LIST), "/e", form, "v=a&v=b")
add("an object in a form", "/f", body(form, COLOR), "/f", form, "v=%7B%22R%22%3A1%7D")
boundary = "multipart/form-data; boundary=B"
add("a list of parts", "/g", body(multipart, LIST), "/g", boundary, parts("a", "b"))
json_part = parts('{"R":1}', head="Content-Type: application/json\r\n")
add("an object as a part", "/h", body(multipart, COLOR), "/h", boundary, json_part)
add("a number as a part", "/i", body(multipart, {"type": "integer"}), "/i", boundary, parts("5"))
vendor = "application/vnd.pets+json"
content = {"requestBody": {"required": True, "content": {vendor: {"schema": COLOR}}}}
add("JSON of a vendor's media type", "/j", content, "/j", vendor, '{"R":1}')
description = {"openapi": "3.0.3", "info": {"title": "Rows", "version": "1"}, "paths": paths}
with open("rows.json", "w") as file:
    json.dump({"description": description, "origin": "https://api.example.com", "requests": requests}, file)
with open("names.json", "w") as file:
    json.dump(names, file)
PY
python3 make.py
venv/bin/python "$readers/openapi_core_reader.py" rows.json >openapi-core.json
node "$readers/prism_reader.cjs" rows.json >prism.json
python3 - <<'PY'
import json
import sys

names, core, prism = (json.load(open(f"{name}.json")) for name in ("names", "openapi-core", "prism"))
for name, *told in zip(names, core, prism):
    for reader, refusals in zip(("openapi-core", "prism"), told):
        print(f"{name}: {reader}: {refusals[0][:100] if refusals else 'taken'}")
refused = ["".join("x" if refusals else "." for refusals in reader) for reader in (core, prism)]
if refused != ["x..x.x..xx", "xxx.xxxx.."]:
    sys.exit(f"it has changed: {refused}")
PY
