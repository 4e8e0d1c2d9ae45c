"""Reads requests as openapi-core does, and prints a list of what it refuses of each.

The file that is named holds {"description", "origin", "requests": [{"template", "request"}]}. It needs openapi-core:
pip install openapi-core==0.23.1
"""

import json
import sys
from urllib.parse import parse_qsl

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict


class Recorded:
    """A request that was recorded, by openapi-core's protocol."""

    def __init__(self, origin, request):
        path, _, query = request["target"].partition("?")
        headers = Headers([(name, value) for name, value in request["headers"]])
        cookies = [pair.split("=", 1) for pair in headers.get("cookie", "").split("; ") if "=" in pair]
        self.host_url = origin
        self.path = path
        self.method = request["method"].lower()
        self.body = None if request["body"] is None else request["body"].encode()
        self.content_type = headers.get("content-type", "")
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(query, keep_blank_values=True)),
            header=headers,
            cookie=ImmutableMultiDict(cookies),
        )


def causes(error):
    """An error, and what led to it."""
    told = []
    while error is not None:
        told.append(f"{type(error).__name__}: {error}".split("\n")[0])
        told.extend(item.message for item in getattr(error, "schema_errors", None) or [])
        error = error.__cause__
    return "; ".join(told)


def relocated(description, origin):
    """The description with all of its operations at the origin, where the requests went."""
    description["servers"] = [{"url": origin}]
    for item in description.get("paths", {}).values():
        for node in [item, *(node for node in item.values() if isinstance(node, dict))]:
            node.pop("servers", None)
    return description


def main(file):
    with open(file, encoding="utf-8") as text:
        read = json.load(text)
    # What is wrong with a description, the generator has told already.
    config = Config(spec_validator_cls=None)
    openapi = OpenAPI.from_dict(relocated(read["description"], read["origin"]), config=config)
    told = []
    for row in read["requests"]:
        if row["request"] is None:
            told.append([])
            continue
        try:
            result = openapi.unmarshal_request(Recorded(read["origin"], row["request"]))
            told.append([causes(error) for error in result.errors])
        except Exception as error:  # what it raises is no verdict on the request
            told.append([f"it fails itself: {causes(error)}"])
    print(json.dumps(told))


main(sys.argv[1])
