"""The OpenAPI 3.1 document of the API and a page that shows it, both made of the table of operations."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from starlette.responses import Response

from isnad.web.api.answers import HEADERS, PROBLEM, Problem
from isnad.web.api.asking import Nothing
from isnad.web.api.operations import OPERATIONS, Operation
from isnad.web.visits import Visit

_TEMPLATE = "#/components/schemas/{name}"
_PARTS = {
    "story": "Id of a story, or the beginning of it; leads on (308) to the id under which it is kept now.",
    "article": "Id of an article.", "statement": "Id of a statement.", "format": "A format of docs/reference/exports.md: json, csv, docx …",
    "type": "person, place or organization.", "folded": "The folded form of a name, as lists give it.",
}  # fmt: skip
_REFUSALS = {"400": "What was asked cannot be read", "401": "Login needed", "404": "Not kept here", "429": "Too many requests"}
Json = dict[str, Any]


@cache
def document() -> bytes:
    """The document as JSON."""
    types = {t for o in OPERATIONS for t in (o.answer, o.query) if t is not None} | {Problem}
    ordered = sorted(types, key=lambda t: t.__name__)
    schemas, components = msgspec.json.schema_components(ordered, ref_template=_TEMPLATE)
    by_type = dict(zip(ordered, schemas, strict=True))
    queries = {t.__name__ for t in ordered if issubclass(t, Nothing)}
    made = {
        "openapi": "3.1.0",
        "info": {
            "title": "Isnad", "version": version("isnad"), "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "The content of the reading room as JSON. Places are [start, end) in code points of an article's text.",
        },
        "security": [{}, {"token": []}, {"session": []}, {"password": []}],
        "paths": {o.path: {"get": _operation(o, by_type, components)} for o in OPERATIONS},
        "components": {
            "schemas": {name: _open(schema) for name, schema in components.items() if name not in queries},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Made by `isnad user token`."},
                "session": {"type": "apiKey", "in": "cookie", "name": "isnad_session", "description": "Of a reader who logged in."},
                "password": {"type": "http", "scheme": "basic"},
            },
        },
    }  # fmt: skip
    return msgspec.json.encode(made)


def _operation(operation: Operation, schemas: dict[Any, Json], components: dict[str, Json]) -> Json:
    path = [
        {"name": name, "in": "path", "required": True, "description": _PARTS[name], "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    query = components[operation.query.__name__]
    required = query.get("required", [])
    asked = [
        {"name": name, "in": "query", "required": name in required, **_parameter(schema)} for name, schema in query["properties"].items()
    ]
    refusals = {status: _refusal(words) for status, words in _REFUSALS.items()}
    moved = {"308": {"description": "Kept under another id now", "headers": {"Location": {"schema": {"type": "string"}}}}}
    return {
        "operationId": operation.name, "summary": operation.summary, "parameters": path + asked,
        "responses": {
            "200": _success(operation, schemas), "304": {"description": "What the client has (If-None-Match) is still so"},
            **(moved if "{story}" in operation.path else {}), **refusals,
        },
    }  # fmt: skip


def _parameter(schema: Json) -> Json:
    """A parameter's schema without the null that only means that it was not given."""
    plain = dict(schema)
    described = plain.pop("description", "")
    default = plain.pop("default", None)
    if "anyOf" in plain:
        (only,) = [dict(s) for s in plain["anyOf"] if s != {"type": "null"}]
        described, plain = only.pop("description", described), only
    if "enum" in plain and None in plain["enum"]:
        plain["enum"] = [v for v in plain["enum"] if v is not None]
    if default is not None:
        plain["default"] = default
    return {"schema": plain} | ({"description": described} if described else {})


def _success(operation: Operation, schemas: dict[Any, Json]) -> Json:
    if operation.answer is None:
        return {"description": "A file", "content": {"*/*": {"schema": {}}}}
    schema = schemas[operation.answer]
    if operation.listed:
        following = {"type": ["string", "null"], "description": "Address of the next page."}
        schema = {
            "type": "object", "required": ["items", "next"],
            "properties": {"items": {"type": "array", "items": schema}, "next": following},
        }  # fmt: skip
    headers = {"ETag": {"schema": {"type": "string"}, "description": "For If-None-Match."}}
    return {"description": "As asked", "headers": headers, "content": {"application/json": {"schema": schema}}}


def _refusal(words: str) -> Json:
    return {"description": words, "content": {PROBLEM: {"schema": {"$ref": _TEMPLATE.format(name="Problem")}}}}


def _open(schema: Any) -> Any:
    """A schema to which keys may be added later."""
    if isinstance(schema, dict):
        return {k: _open(v) for k, v in schema.items() if not (k == "additionalProperties" and v is False)}
    return [_open(v) for v in schema] if isinstance(schema, list) else schema


def openapi(visit: Visit) -> Response:
    """The document."""
    return Response(document(), media_type="application/json", headers=HEADERS)


def documentation(visit: Visit) -> Response:
    """The page that shows it."""
    made = msgspec.json.decode(document())
    return visit.page("api.html.j2", document=made, resolve=lambda schema: _shown(schema, made["components"]["schemas"]))


def _shown(schema: Json, schemas: dict[str, Json]) -> tuple[str, str]:
    """A schema as words, and the name of what it refers to."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if schemas[name].get("type") != "object":
            return _shown(schemas[name], schemas)[0], ""
        return name, name
    if "anyOf" in schema:
        parts = [_shown(s, schemas) for s in schema["anyOf"]]
        return " | ".join(words for words, _ in parts), next((name for _, name in parts if name), "")
    if "enum" in schema:
        return " | ".join("null" if v is None else str(v) for v in schema["enum"]), ""
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        words, name = _shown(schema["items"], schemas)
        return f"[{words}]", name
    kind = schema.get("type", "any")
    return " | ".join(kind) if isinstance(kind, list) else f"{kind}{' ' + schema['format'] if 'format' in schema else ''}", ""
